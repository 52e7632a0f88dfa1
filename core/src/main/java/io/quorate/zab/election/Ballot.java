package io.quorate.zab.election;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.peer.Vote;

/// A vote as received: who cast it, in which state, in which format.
record Ballot(ServerId from, ServerState state, Vote vote, int formatVersion) {
    /// Whether two ballots are for the same thing. While somebody is looking everything counts; among settled servers
    /// the
    /// leader's id does, and its epoch if both say so in the same format (ZooKeeper's rule since 3.4.6).
    boolean agreesWith(Ballot other) {
        if (state == ServerState.LOOKING || other.state == ServerState.LOOKING) {
            return vote.equals(other.vote);
        }
        boolean sameLeader = vote.leader().equals(other.vote.leader());
        if ((formatVersion > 0) != (other.formatVersion > 0)) {
            return sameLeader;
        }
        return sameLeader && vote.peerEpoch() == other.vote.peerEpoch();
    }

    /// As it is kept among the votes of the present round: without its format, so that only the leader's id is
    /// compared.
    Ballot ofThisRound() {
        return state == ServerState.LOOKING ? this : new Ballot(from, state, vote, 0);
    }
}
