package io.quorate.transport;

/// Why this side closed a client's connection without being told to.
public enum ClosedFor {
    FRAME_LENGTH("a frame of an impossible length"),
    BAD_HANDSHAKE("a first frame that is no handshake"),
    BAD_REQUEST("a frame without a request header"),
    SILENCE("no handshake in time"),
    TOO_MANY_FROM_ADDRESS("too many connections from one address"),
    TOO_MANY("too many connections"),
    SLOW_READER("too much output waiting to be read"),
    FAILURE("a failure on the connection");

    private final String words;

    ClosedFor(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
