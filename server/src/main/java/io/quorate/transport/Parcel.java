package io.quorate.transport;

import io.quorate.protocol.client.ServerMessage;
import java.util.ArrayList;
import java.util.List;

/// What one batch says on one connection. Filled by the thread that carries out effects, then handed over, as a whole
/// and for good, to the connection's event loop.
final class Parcel {
    private final ClientConnection connection;
    private final List<ServerMessage> messages = new ArrayList<>(2);
    private boolean last;

    Parcel(ClientConnection connection) {
        this.connection = connection;
    }

    /// After the last parcel nothing is added any more: what comes later was meant for a connection that is over.
    void add(ServerMessage message) {
        if (!last) {
            messages.add(message);
        }
    }

    /// The connection ends with what is in here.
    void hangUp() {
        last = true;
    }

    ClientConnection connection() {
        return connection;
    }

    List<ServerMessage> messages() {
        return messages;
    }

    boolean isLast() {
        return last;
    }
}
