package io.quorate.zab.election;

import io.quorate.protocol.peer.Vote;

/// Which of two votes is better: the later epoch, then the larger history, then the larger server id.
final class VoteOrder {
    private VoteOrder() {}

    static boolean beats(Vote challenger, Vote current) {
        if (challenger.peerEpoch() != current.peerEpoch()) {
            return challenger.peerEpoch() > current.peerEpoch();
        }
        if (!challenger.zxid().equals(current.zxid())) {
            return challenger.zxid().isAfter(current.zxid());
        }
        return challenger.leader().compareTo(current.leader()) > 0;
    }

    /// Why `winner` beats `loser`, for people.
    static String reason(Vote winner, Vote loser) {
        if (winner.peerEpoch() != loser.peerEpoch()) {
            return "its history is of a later epoch (%d against %d)".formatted(winner.peerEpoch(), loser.peerEpoch());
        }
        if (!winner.zxid().equals(loser.zxid())) {
            return "its history is larger (zxid %s against %s)".formatted(winner.zxid(), loser.zxid());
        }
        return "the histories are equal and its id is larger than %s".formatted(loser.leader());
    }
}
