package io.quorate.session;

import io.quorate.model.Invariant;
import io.quorate.model.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The leader's knowledge of who is alive.
///
/// Expiry instants are rounded up to the next multiple of a tick, so that sessions end in buckets: between
/// `timeout` and `timeout` + one tick after the last touch. Times are milliseconds of a clock that does not
/// go back; which one is the caller's choice, as long as it is the same in every call. Sessions of one bucket
/// expire in the order in which they came into it.
public final class SessionTracker {
    /// The owner of a session that nobody has claimed, and of one that is not tracked.
    public static final long NO_OWNER = Long.MIN_VALUE;

    /// What {@link #nextExpiryMillis} says when no session can expire.
    public static final long NEVER = Long.MAX_VALUE;

    private static final class Tracked {
        private long bucket = NEVER;
        private long owner = NO_OWNER;
        private boolean closing;
    }

    private final long tickMillis;
    private final Map<SessionId, Tracked> sessions = new LinkedHashMap<>();
    private final TreeMap<Long, Set<SessionId>> buckets = new TreeMap<>();

    public SessionTracker(int tickMillis) {
        Invariant.check(tickMillis > 0, "a tick must last: %s ms", tickMillis);
        this.tickMillis = tickMillis;
    }

    /// Tracks a session with a whole timeout from now. For one that is tracked already this is a touch, and
    /// does nothing if it is closing.
    public void add(SessionId session, int timeoutMillis, long nowMillis) {
        sessions.computeIfAbsent(session, _ -> new Tracked());
        touch(session, timeoutMillis, nowMillis);
    }

    /// Gives a session a whole timeout from now: the last touch wins, even if it is the shorter one.
    ///
    /// @return whether the session is alive; one that is closing or unknown is left alone
    public boolean touch(SessionId session, int timeoutMillis, long nowMillis) {
        Tracked tracked = sessions.get(session);
        if (tracked == null || tracked.closing) {
            return false;
        }
        long bucket = bucketOf(nowMillis + timeoutMillis);
        if (bucket != tracked.bucket) {
            leaveBucket(session, tracked);
            tracked.bucket = bucket;
            buckets.computeIfAbsent(bucket, _ -> new LinkedHashSet<>()).add(session);
        }
        return true;
    }

    private long bucketOf(long instantMillis) {
        return (Math.floorDiv(instantMillis, tickMillis) + 1) * tickMillis;
    }

    private void leaveBucket(SessionId session, Tracked tracked) {
        Set<SessionId> bucket = buckets.get(tracked.bucket);
        if (bucket != null) {
            bucket.remove(session);
            if (bucket.isEmpty()) {
                buckets.remove(tracked.bucket);
            }
        }
        tracked.bucket = NEVER;
    }

    public boolean isTracked(SessionId session) {
        return sessions.containsKey(session);
    }

    /// Whether the session is tracked and not closing.
    public boolean isAlive(SessionId session) {
        Tracked tracked = sessions.get(session);
        return tracked != null && !tracked.closing;
    }

    /// From now on the session cannot be touched and does not expire: a txn that closes it is on its way.
    public void setClosing(SessionId session) {
        Tracked tracked = sessions.get(session);
        if (tracked != null) {
            tracked.closing = true;
            leaveBucket(session, tracked);
        }
    }

    /// Forgets a session that is over.
    public void remove(SessionId session) {
        Tracked tracked = sessions.remove(session);
        if (tracked != null) {
            leaveBucket(session, tracked);
        }
    }

    /// Where the session's client is connected, in the caller's numbering; {@link #NO_OWNER} if that is not
    /// known.
    public long owner(SessionId session) {
        Tracked tracked = sessions.get(session);
        return tracked == null ? NO_OWNER : tracked.owner;
    }

    /// Does nothing for a session that is not tracked.
    public void setOwner(SessionId session, long owner) {
        Tracked tracked = sessions.get(session);
        if (tracked != null) {
            tracked.owner = owner;
        }
    }

    /// The sessions whose time is up, bucket by bucket; they are closing from now on.
    public List<SessionId> expire(long nowMillis) {
        List<SessionId> expired = new ArrayList<>();
        Map.@Nullable Entry<Long, Set<SessionId>> first = buckets.firstEntry();
        while (first != null && first.getKey() <= nowMillis) {
            expired.addAll(first.getValue());
            first.getValue().forEach(this::close);
            buckets.pollFirstEntry();
            first = buckets.firstEntry();
        }
        return expired;
    }

    private void close(SessionId session) {
        Tracked tracked = sessions.get(session);
        if (tracked != null) {
            tracked.closing = true;
            tracked.bucket = NEVER;
        }
    }

    /// When {@link #expire} will next have something to say, if nothing is touched until then.
    public long nextExpiryMillis() {
        return buckets.isEmpty() ? NEVER : buckets.firstKey();
    }

    /// How many sessions are tracked, closing ones included.
    public int size() {
        return sessions.size();
    }
}
