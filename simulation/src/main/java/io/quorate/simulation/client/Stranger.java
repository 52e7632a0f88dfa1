package io.quorate.simulation.client;

import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import org.jspecify.annotations.Nullable;

/// Tries to get into a session of somebody else, and does nothing if it succeeds; whether it may is judged elsewhere.
final class Stranger implements Line.Owner {
    @Override
    public void welcomed(Line line, ServerMessage.Handshake handshake) {
        line.close();
    }

    @Override
    public void answered(Line line, @Nullable Request request, ServerMessage.Reply reply) {}

    @Override
    public void notified(Line line, ServerMessage.Notification notification) {}

    @Override
    public void lost(Line line) {}
}
