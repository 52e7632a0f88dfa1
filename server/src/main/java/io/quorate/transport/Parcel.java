package io.quorate.transport;

import io.quorate.protocol.client.ServerMessage;
import io.quorate.replica.HangUpReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one batch says on one connection. Filled by the thread that carries out effects, then handed over, as a whole
/// and for good, to the connection's event loop.
final class Parcel {
    private final ClientConnection connection;
    private final List<ServerMessage> messages = new ArrayList<>(2);
    private @Nullable HangUpReason ending;
    private String detail = "";

    Parcel(ClientConnection connection) {
        this.connection = connection;
    }

    /// After the last parcel nothing is added any more: what comes later was meant for a connection that is over.
    void add(ServerMessage message) {
        if (ending == null) {
            messages.add(message);
        }
    }

    /// The connection ends with what is in here.
    void hangUp(HangUpReason reason, String why) {
        if (ending == null) {
            ending = reason;
            detail = why;
        }
    }

    ClientConnection connection() {
        return connection;
    }

    List<ServerMessage> messages() {
        return messages;
    }

    /// Why the connection ends with what is in here; null if it does not.
    @Nullable
    HangUpReason ending() {
        return ending;
    }

    String detail() {
        return detail;
    }
}
