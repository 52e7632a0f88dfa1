package io.quorate.transport;

import io.quorate.replica.HangUpReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why this side closed a client's connection without being asked to. Each has a counter of its name.
public enum ClosedFor {
    FRAME_LENGTH("a frame of an impossible length"),
    BAD_HANDSHAKE("a first frame that is no handshake"),
    BAD_REQUEST("a request that cannot be read"),
    SILENCE("no handshake in time"),
    TOO_MANY_FROM_ADDRESS("too many connections from one address"),
    TOO_MANY("too many connections"),
    TOO_MANY_HANDSHAKES("too many handshakes at a time"),
    TOO_LARGE_REQUESTS("too many bytes of large requests"),
    SLOW_READER("too much output waiting to be read"),
    FAILURE("a failure on the connection"),
    SESSION_OVER("the end of its session"),
    SESSION_REFUSED("a session that cannot go on"),
    SESSION_RESUMED("a newer connection of its session"),
    SESSION_MOVED("a session that went on at another server"),
    NOT_SERVING("a server that does not serve"),
    READ_ONLY("a server that has no leader and only lets read"),
    CLIENT_AHEAD("a client that has seen more than this server"),
    UNKNOWN_OPERATION("an operation that clients may not ask for"),
    AUTH_FAILED("credentials that prove nothing"),
    AUTH_MISSING("a client that must prove who it is and has not"),
    WRONG_ENSEMBLE("a client that wanted another ensemble");

    private final String words;

    ClosedFor(String words) {
        this.words = words;
    }

    /// What the replica's reason is called here; null for what the client itself wanted.
    static @Nullable ClosedFor of(HangUpReason reason) {
        return switch (reason) {
            case CLOSED_BY_CLIENT -> null;
            case SESSION_OVER -> SESSION_OVER;
            case SESSION_REFUSED -> SESSION_REFUSED;
            case SESSION_RESUMED -> SESSION_RESUMED;
            case SESSION_MOVED -> SESSION_MOVED;
            case NOT_SERVING -> NOT_SERVING;
            case READ_ONLY -> READ_ONLY;
            case CLIENT_AHEAD -> CLIENT_AHEAD;
            case UNKNOWN_OPERATION -> UNKNOWN_OPERATION;
            case AUTH_FAILED -> AUTH_FAILED;
            case AUTH_MISSING -> AUTH_MISSING;
            case WRONG_ENSEMBLE -> WRONG_ENSEMBLE;
        };
    }

    /// As in the names of counters: `frame_length`.
    public String metric() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return words;
    }
}
