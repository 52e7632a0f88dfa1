package io.quorate.simulation.history;

import io.quorate.model.ServerId;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;

/// One thing that a client did or was told, on one connection. Connections are numbered by whoever records, each
/// number once in a history. `atNanos` is of one clock for all clients: what is done is recorded before it is done,
/// what is told after it has been told.
public sealed interface Entry {
    long connection();

    long atNanos();

    /// A connection begins with its first frame.
    ///
    /// @param client who connects; it has one connection in use, and perhaps older ones that it has left open
    record Connecting(long connection, long atNanos, int client, ServerId server, ConnectRequest request)
            implements Entry {}

    /// The answer to it, which may be that the session is over.
    record Handshaken(long connection, long atNanos, ConnectResponse response) implements Entry {}

    /// A request is sent. In one session no two writes have the same xid, on whatever connections.
    record Invoked(long connection, long atNanos, int xid, Request request) implements Entry {}

    record Answered(long connection, long atNanos, ServerMessage.Reply reply) implements Entry {}

    record Notified(long connection, long atNanos, ServerMessage.Notification notification) implements Entry {}

    /// Nothing more will be heard: the connection broke, or the client closed it. What has not been answered may have
    /// happened or not.
    record Lost(long connection, long atNanos) implements Entry {}
}
