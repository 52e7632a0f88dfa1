package io.quorate.session;

import io.quorate.model.ServerId;
import io.quorate.model.SessionId;

/// Makes the ids of new sessions: the low byte of the server, 40 bits of time, and a counter that
/// starts at 0 and carries into the time. Ids of one server never repeat as long as each generator
/// starts at a later time than the one before.
public final class SessionIds {
    /// The one number of this shape that is taken: it marks the owner of containers.
    private static final long RESERVED = Long.MIN_VALUE;

    private static final int SERVER_SHIFT = 56;
    private static final int COUNTER_BITS = 16;

    /// How many milliseconds' worth of ids may have been given behind one that is still in use.
    private static final long LEFT_OUT_MILLIS = 10_000;

    private final long server;
    private long next;

    /// @param elapsedMillis later than at the start of every generator before
    public SessionIds(ServerId server, long elapsedMillis) {
        this.server = server.value() << SERVER_SHIFT;
        long first = ((elapsedMillis << 24) >>> 8) | this.server;
        this.next = first == RESERVED ? first + 1 : first;
    }

    public SessionId next() {
        return new SessionId(next++);
    }

    /// Never to make `existing`, nor an id that this server would have made before it, nor one of those
    /// that it may have made soon after it and that are forgotten: for servers that do not know when
    /// they started before.
    public void skip(SessionId existing) {
        boolean ours = (existing.value() & (0xFFL << SERVER_SHIFT)) == server;
        if (ours && existing.value() >= next) {
            next = existing.value() + (LEFT_OUT_MILLIS << COUNTER_BITS);
        }
    }
}
