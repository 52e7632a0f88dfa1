package io.quorate.transport;

import io.netty.buffer.ByteBuf;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ServerMessage;
import java.util.Arrays;
import java.util.IdentityHashMap;

/// Turns messages into frames; one for each event loop. A notification that goes to many watchers is one instance and
/// is encoded once for all connections of a batch on this loop.
final class FrameWriter {
    private static final int INITIAL_BYTES = 4096;

    /// A buffer that one huge answer has blown up is not kept.
    private static final int KEPT_BYTES = 1 << 20;

    private JuteWriter jute = new JuteWriter(INITIAL_BYTES);
    private final IdentityHashMap<ServerMessage.Notification, byte[]> notifications = new IdentityHashMap<>();

    /// Appends one frame, length first.
    void append(ServerMessage message, ByteBuf out) {
        if (message instanceof ServerMessage.Notification notification) {
            byte[] body = notifications.get(notification);
            if (body == null) {
                encode(message);
                body = Arrays.copyOf(jute.buffer(), jute.size());
                notifications.put(notification, body);
            }
            out.writeInt(body.length).writeBytes(body);
        } else {
            encode(message);
            out.writeInt(jute.size()).writeBytes(jute.buffer(), 0, jute.size());
        }
    }

    /// Forgets what only this batch shares.
    void endBatch() {
        notifications.clear();
        if (jute.buffer().length > KEPT_BYTES) {
            jute = new JuteWriter(INITIAL_BYTES);
        }
    }

    private void encode(ServerMessage message) {
        jute.reset();
        ClientCodec.writeMessage(message, jute);
    }
}
