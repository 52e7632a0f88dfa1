package io.quorate.session;

import io.quorate.model.SessionId;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/// The sessions that have ended last. A server that has not heard of it yet may still send what their clients ask;
/// that must not be taken for the wishes of a session that only that server knows.
public final class EndedSessions {
    /// Far more than can end in the moment that the news takes to arrive.
    static final int MOST = 1 << 16;

    private final Set<SessionId> ended = new LinkedHashSet<>();

    public void add(SessionId session) {
        ended.add(session);
        if (ended.size() > MOST) {
            Iterator<SessionId> oldest = ended.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    public boolean contains(SessionId session) {
        return ended.contains(session);
    }
}
