package io.quorate.replica;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.protocol.client.Request;
import io.quorate.session.EndedSessions;
import io.quorate.session.SessionTracker;
import io.quorate.tree.Tree;
import java.util.List;

/// The sessions that all servers know, in the care of the leader: who is alive, where each one's client is, and
/// through which server it may write.
///
/// Where sessions may be local, a leader also hears from sessions that it does not know. Those may write as long
/// as they come through the server that has made them, which alone can know them.
final class GlobalSessions {
    private final Self self;
    private final SessionTracker tracker;
    private final EndedSessions ended = new EndedSessions();

    /// @param server whose client asks
    /// @param owner the link to that server
    record Origin(ServerId server, long owner) {}

    GlobalSessions(Self self) {
        this.self = self;
        tracker = new SessionTracker(self.settings().tickMillis());
    }

    /// Every session gets a whole timeout from now, whatever the last leader knew.
    void begin(Tree tree) {
        tree.sessions().forEach(entry -> tracker.add(entry.getKey(), entry.getValue(), self.nowMillis()));
    }

    /// Whether the session may write at all, from where the request came.
    ErrorCode objection(SessionId session, Request request, Origin from) {
        if (request instanceof Request.CreateSession(int timeoutMillis)) {
            tracker.add(session, timeoutMillis, self.nowMillis());
            tracker.setOwner(session, from.owner());
            return ErrorCode.OK;
        }
        if (!tracker.isAlive(session)) {
            return request.op() != OpCode.CLOSE_SESSION && mayBeLocal(session, from.server())
                    ? ErrorCode.OK
                    : ErrorCode.SESSION_EXPIRED;
        }
        long owner = tracker.owner(session);
        if (owner == SessionTracker.NO_OWNER) {
            tracker.setOwner(session, from.owner());
        } else if (owner != from.owner() && request.op() != OpCode.CLOSE_SESSION) {
            return ErrorCode.SESSION_MOVED;
        }
        return ErrorCode.OK;
    }

    private boolean mayBeLocal(SessionId session, ServerId server) {
        if (self.settings().service().newSessions() == NewSessions.GLOBAL || tracker.isTracked(session)) {
            return false;
        }
        return server.equals(self.id())
                ? self.localSessions().contains(session)
                : session.isMadeBy(server) && !ended.contains(session);
    }

    boolean touch(SessionId session, int timeoutMillis) {
        return tracker.touch(session, timeoutMillis, self.nowMillis());
    }

    /// The session's client is at `owner` now.
    ///
    /// @return false if there is no such session
    boolean claim(SessionId session, int timeoutMillis, long owner) {
        boolean alive = touch(session, timeoutMillis);
        if (alive) {
            tracker.setOwner(session, owner);
        }
        return alive;
    }

    /// The sessions whose time is up; a txn has to close each of them.
    List<SessionId> expire() {
        return tracker.expire(self.nowMillis());
    }

    long nextExpiryMillis() {
        return tracker.nextExpiryMillis();
    }

    void setClosing(SessionId session) {
        tracker.setClosing(session);
    }

    void closed(SessionId session) {
        tracker.remove(session);
        if (self.settings().service().newSessions() != NewSessions.GLOBAL) {
            ended.add(session);
        }
    }
}
