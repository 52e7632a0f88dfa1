package io.quorate.session;

import io.quorate.model.SessionId;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a learner owes its leader: the sessions whose clients it has heard from since it last reported, with
/// the timeout that each was last granted. Holds at most one entry per session that has a connection here.
public final class TouchTable {
    private Map<SessionId, Integer> touched = new LinkedHashMap<>();

    public void touch(SessionId session, int timeoutMillis) {
        touched.put(session, timeoutMillis);
    }

    /// Forgets a session that is over.
    public void remove(SessionId session) {
        touched.remove(session);
    }

    /// All that was touched since the last call, in the order of each session's first touch. The caller owns
    /// it.
    public Map<SessionId, Integer> drain() {
        Map<SessionId, Integer> drained = touched;
        touched = new LinkedHashMap<>();
        return drained;
    }
}
