package io.quorate.session;

import io.quorate.model.Invariant;
import io.quorate.model.SessionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The sessions that this server alone knows of. No txn tells of them, so they own no znodes and end with the
/// server's process; until then they outlive whatever becomes of the ensemble.
///
/// They expire by this server's clock, in the same buckets as those that a leader looks after; and not while it serves
/// nobody, when no client could say that it is alive.
public final class LocalSessions {
    private final int tickMillis;
    private final SessionTracker tracker;
    private final Map<SessionId, Integer> timeouts = new LinkedHashMap<>();
    private long patientUntilMillis = Long.MIN_VALUE;

    public LocalSessions(int tickMillis) {
        this.tickMillis = tickMillis;
        tracker = new SessionTracker(tickMillis);
    }

    public void begin(SessionId session, int timeoutMillis, long nowMillis) {
        tracker.add(session, timeoutMillis, nowMillis);
        timeouts.put(session, timeoutMillis);
    }

    public boolean contains(SessionId session) {
        return timeouts.containsKey(session);
    }

    /// Gives a session a whole timeout from now.
    ///
    /// @return whether it is one of these
    public boolean touch(SessionId session, int timeoutMillis, long nowMillis) {
        return tracker.touch(session, timeoutMillis, nowMillis);
    }

    /// Gives each session a whole timeout from now.
    public void renewAll(long nowMillis) {
        timeouts.forEach((session, timeoutMillis) -> tracker.touch(session, timeoutMillis, nowMillis));
    }

    /// The session is no longer one of these, since it is about to be everybody's.
    ///
    /// @return the timeout it began with
    public int upgrade(SessionId session) {
        Integer timeoutMillis = timeouts.get(session);
        if (timeoutMillis == null) {
            throw Invariant.broken("session %s is not local", session);
        }
        end(session);
        return timeoutMillis;
    }

    public void end(SessionId session) {
        tracker.remove(session);
        timeouts.remove(session);
    }

    public void endAll() {
        List.copyOf(timeouts.keySet()).forEach(this::end);
    }

    /// The sessions whose time is up; they are over. Who comes to this a whole tick late was asleep, and what clients
    /// have said meanwhile is still waiting to be heard: then they get one more tick for it.
    public List<SessionId> expire(long nowMillis) {
        if (nowMillis < nextExpiryMillis()) {
            return List.of();
        }
        long dueMillis = tracker.nextExpiryMillis();
        if (nowMillis >= dueMillis + tickMillis && patientUntilMillis <= dueMillis) {
            patientUntilMillis = nowMillis + tickMillis;
            return List.of();
        }
        List<SessionId> expired = tracker.expire(nowMillis);
        expired.forEach(this::end);
        return expired;
    }

    /// When {@link #expire} will next have something to say, or {@link SessionTracker#NEVER}.
    public long nextExpiryMillis() {
        return Math.max(tracker.nextExpiryMillis(), patientUntilMillis);
    }

    public int size() {
        return timeouts.size();
    }
}
