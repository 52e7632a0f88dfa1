package io.quorate.replica;

import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ServerState;
import io.quorate.zab.election.Election;

/// Searching for a leader. First the disk must have answered everything, since what a server says of
/// its history is what is durable; then the end of the log counts as history, committed or not.
final class Looking implements Role {
    private final Self self;
    private long readOnlyAtNanos = Long.MAX_VALUE;
    private boolean begun;
    private boolean hasOfferedReads;

    Looking(Self self) {
        this.self = self;
    }

    @Override
    public Role enter() {
        readOnlyAtNanos = self.nowNanos() + self.readOnlyGraceNanos();
        self.emit(new Effect.StateChanged(ServerState.LOOKING, "looking"));
        return go();
    }

    @Override
    public Role step(Event event) {
        if (begun && event instanceof Event.Tick) {
            self.election().timePassed(self.nowNanos());
        }
        return go();
    }

    private Role go() {
        if (!begun && !begin()) {
            return this;
        }
        Election election = self.election();
        if (election.isSearching()) {
            return offersReads() ? new ReadOnly(self, this) : this;
        }
        return switch (election.state()) {
            case LEADING -> new Leading(self);
            case FOLLOWING -> new Following(self, election.vote().leader());
            case OBSERVING, LOOKING -> this;
        };
    }

    /// Once, after having searched for long. A server whose history does not count has nothing to show.
    private boolean offersReads() {
        if (hasOfferedReads
                || !self.settings().service().readOnlyMode()
                || self.nowNanos() < readOnlyAtNanos
                || !self.mayVote()
                || self.needsSnapshot()) {
            return false;
        }
        hasOfferedReads = true;
        return true;
    }

    /// The history may be of a later epoch than `currentEpoch` says if a synchronisation was
    /// interrupted. Then it holds the whole initial history of that epoch, since the epoch's own txns
    /// come after it: the epoch may be claimed.
    private boolean begin() {
        History history = self.history();
        if (!history.isQuiet()) {
            return false;
        }
        history.adoptLog();
        Zxid last = history.lastLogged();
        if (last.epoch() > history.currentEpoch()) {
            history.saveEpochs(Math.max(last.epoch(), history.acceptedEpoch()), last.epoch(), self.effects());
            return false;
        }
        begun = true;
        self.election().lookForLeader(self.mayVote() ? last : Zxid.UNKNOWN, history.currentEpoch(), self.nowNanos());
        return true;
    }

    @Override
    public void leave() {
        // The election goes on answering others.
    }

    @Override
    public long wakeAtNanos() {
        if (!begun) {
            return Long.MAX_VALUE;
        }
        boolean waits = self.settings().service().readOnlyMode() && self.nowNanos() < readOnlyAtNanos;
        long electionNanos = self.election().wakeAtNanos();
        return waits ? Math.min(readOnlyAtNanos, electionNanos) : electionNanos;
    }

    @Override
    public String phase() {
        return "election";
    }
}
