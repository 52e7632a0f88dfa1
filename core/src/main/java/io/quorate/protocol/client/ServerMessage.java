package io.quorate.protocol.client;

import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.Zxid;

/// What a server puts on a client's connection, each one frame.
public sealed interface ServerMessage {
    /// The answer to the first frame.
    record Handshake(ConnectResponse response) implements ServerMessage {}

    /// An answer. `body` is left out on the wire when `error` is not OK.
    record Reply(int xid, Zxid zxid, ErrorCode error, Response body) implements ServerMessage {
        public static Reply failed(int xid, Zxid zxid, ErrorCode error) {
            return new Reply(xid, zxid, error, new Response.Empty());
        }
    }

    /// A watch fired: xid -1 on the wire, state SyncConnected. The same instance goes to every watcher, so an
    /// encoder may encode it once.
    record Notification(EventType type, String path, Zxid zxid) implements ServerMessage {}
}
