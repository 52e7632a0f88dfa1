package io.quorate.replica;

import io.quorate.model.Identity;
import io.quorate.model.Invariant;
import io.quorate.model.SessionId;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.peer.ServerState;
import java.util.List;

/// Still searching for a leader, and meanwhile there for clients that are content to read what this server has.
///
/// Nothing that is replicated changes: sessions that begin now are known to this server alone, and whatever asks
/// for more is refused. All connections end when there is a leader, since then there is more to be had.
final class ReadOnly implements Role, Upstream {
    private final Self self;
    private final Looking search;

    ReadOnly(Self self, Looking search) {
        this.self = self;
        this.search = search;
    }

    @Override
    public Role enter() {
        self.emit(new Effect.StateChanged(ServerState.LOOKING, "looking - read-only"));
        self.pipeline().open(this);
        return this;
    }

    @Override
    public Role step(Event event) {
        Role next = search.step(event);
        return next == search ? this : next;
    }

    @Override
    public void leave() {
        self.pipeline().close();
        if (self.settings().service().newSessions() == NewSessions.GLOBAL) {
            // There are no such sessions with a leader.
            self.localSessions().endAll();
        }
        search.leave();
    }

    @Override
    public long wakeAtNanos() {
        return search.wakeAtNanos();
    }

    @Override
    public String phase() {
        return search.phase();
    }

    // ---- nobody to write to

    @Override
    public boolean isElsewhere() {
        return false;
    }

    @Override
    public boolean takesWrites() {
        return false;
    }

    @Override
    public void write(SessionId session, int cxid, Request request, List<Identity> identities) {
        throw Invariant.broken("nobody takes %s of session %s", request, session);
    }

    @Override
    public void sync(SessionId session, int cxid, Request request, List<Identity> identities) {
        throw Invariant.broken("nobody answers the sync of session %s", session);
    }

    @Override
    public void revalidate(SessionId session, int timeoutMillis) {
        self.pipeline().revalidated(session, false);
    }

    /// They are refused as all other writes are.
    @Override
    public boolean takesExtensions() {
        return true;
    }

    @Override
    public void touch(SessionId session, int timeoutMillis) {
        // Only the leader could be told.
    }
}
