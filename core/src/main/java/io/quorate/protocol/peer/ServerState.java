package io.quorate.protocol.peer;

/// What a server says of itself in an election, in the order of the wire.
public enum ServerState {
    LOOKING,
    FOLLOWING,
    LEADING,
    OBSERVING
}
