package io.quorate.client;

/// How a client stands to its ensemble. The last three are final. Users see the names, in the shell's prompt.
public enum ConnectionState {
    CONNECTING,
    CONNECTED,
    CONNECTEDREADONLY,
    CLOSED,
    AUTH_FAILED,
    EXPIRED;

    public boolean isConnected() {
        return this == CONNECTED || this == CONNECTEDREADONLY;
    }

    public boolean isFinal() {
        return this == CLOSED || this == AUTH_FAILED || this == EXPIRED;
    }
}
