package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.peer.Vote;
import io.quorate.simulation.Violation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who leads which epoch, who has promised what, and what an epoch begins with. I-ONE-LEADER,
/// I-EPOCH-PROMISE, I-EPOCH-FENCE, I-INITIAL-HISTORY, I-EPOCH-HISTORY, and what votes may say
/// (I-NO-APPLY-AHEAD).
final class Epochs {
    /// Who offers to lead an epoch, and with which history.
    private record Beginning(ServerId leader, Past history) {}

    private final Map<Long, Beginning> beginnings = new HashMap<>();
    private final Map<Long, ServerId> established = new HashMap<>();

    int establishedCount() {
        return established.size();
    }

    // ---- what a leader does

    /// LEADERINFO is sent.
    void proposed(Subject leader, long epoch) {
        if (leader.shelf().acceptedEpoch() != epoch) {
            throw new Violation(
                    "I-EPOCH-PROMISE",
                    "server %s proposes epoch %s, but its own promise on disk is %s",
                    leader,
                    epoch,
                    leader.shelf().acceptedEpoch());
        }
    }

    /// A server is about to write down its current epoch: a leader does so once a quorum has promised
    /// that epoch.
    void claimed(Subject server, long epoch) {
        if (server.state() == ServerState.LEADING && epoch > server.shelf().currentEpoch()) {
            begin(server, epoch, server.shelf().ordered());
        }
    }

    /// NEWLEADER is sent.
    void offered(Subject leader, Zxid zxid) {
        long epoch = zxid.epoch();
        if (leader.shelf().currentEpoch() != epoch) {
            throw new Violation(
                    "I-EPOCH-PROMISE",
                    "server %s says it leads epoch %s, but the current epoch on its disk is %s",
                    leader,
                    epoch,
                    leader.shelf().currentEpoch());
        }
        begin(leader, epoch, leader.shelf().ordered());
    }

    private void begin(Subject leader, long epoch, Past history) {
        Beginning beginning = beginnings.get(epoch);
        if (beginning == null) {
            beginnings.put(epoch, new Beginning(leader.id(), history));
        } else if (!beginning.leader().equals(leader.id())) {
            throw new Violation(
                    "I-ONE-LEADER",
                    "server %s has a quorum for epoch %s, which server %s had before",
                    leader,
                    epoch,
                    beginning.leader());
        } else if (!history.contains(beginning.history())) {
            throw new Violation(
                    "I-INITIAL-HISTORY",
                    "leader %s gives epoch %s the history %s, but it was %s before",
                    leader,
                    epoch,
                    history,
                    beginning.history());
        }
    }

    /// A quorum has taken over the leader's history.
    ///
    /// @param history what the leader has before its first proposal
    void established(Subject leader, Past history) {
        long epoch = leader.epoch();
        ServerId former = established.putIfAbsent(epoch, leader.id());
        if (former != null) {
            throw new Violation(
                    "I-ONE-LEADER", "epoch %s has been led by server %s, now server %s does", epoch, former, leader);
        }
        if (leader.shelf().acceptedEpoch() != epoch || leader.promised() >= epoch) {
            throw new Violation(
                    "I-EPOCH-FENCE",
                    "server %s leads epoch %s, but has promised epoch %s to others, %s on its disk",
                    leader,
                    epoch,
                    leader.promised(),
                    leader.shelf().acceptedEpoch());
        }
        if (history.epoch() >= epoch) {
            throw new Violation(
                    "I-EPOCH-PROMISE", "server %s leads epoch %s with the history %s", leader, epoch, history);
        }
        begin(leader, epoch, history);
    }

    // ---- what a learner does

    /// FOLLOWERINFO is sent.
    void introduced(Subject learner, PeerMessage.LearnerInfo info) {
        if (info.acceptedEpoch() != learner.shelf().acceptedEpoch()) {
            throw new Violation(
                    "I-EPOCH-PROMISE",
                    "server %s says it has promised epoch %s, but its disk says %s",
                    learner,
                    info.acceptedEpoch(),
                    learner.shelf().acceptedEpoch());
        }
    }

    /// ACKEPOCH is sent.
    ///
    /// @param epoch what LEADERINFO proposed
    void promised(Subject learner, long epoch, PeerMessage.AckEpoch ack) {
        boolean counts = ack.currentEpoch().isPresent();
        if (epoch < learner.promised() || (counts && epoch == learner.promised())) {
            throw new Violation(
                    "I-EPOCH-FENCE",
                    "server %s promises epoch %s, but has promised %s before",
                    learner,
                    epoch,
                    learner.promised());
        }
        Shelf shelf = learner.shelf();
        if (shelf.acceptedEpoch() != epoch || (counts && ack.currentEpoch().getAsLong() != shelf.currentEpoch())) {
            throw new Violation(
                    "I-EPOCH-PROMISE",
                    "server %s promises epoch %s with %s, but its disk says accepted %s, current %s",
                    learner,
                    epoch,
                    ack,
                    shelf.acceptedEpoch(),
                    shelf.currentEpoch());
        }
        boolean saysNothing = !counts && ack.lastZxid().equals(Zxid.ZERO);
        if (!saysNothing) {
            checkReported(learner, ack.lastZxid(), "ACKEPOCH");
        }
        learner.promised(epoch);
    }

    /// ACK is sent, of a proposal or of NEWLEADER.
    void acknowledged(Subject learner, Zxid zxid, LearnerTalk talk) {
        if (zxid.epoch() < learner.promised() || talk.epoch() < learner.promised()) {
            throw new Violation(
                    "I-EPOCH-FENCE",
                    "server %s acknowledges %s to the leader of epoch %s, but has promised epoch %s",
                    learner,
                    zxid,
                    talk.epoch(),
                    learner.promised());
        }
        if (zxid.isEpochStart()) {
            adopted(learner, zxid.epoch());
        } else {
            checkInEpoch(learner, "acknowledges " + zxid);
        }
    }

    private void adopted(Subject learner, long epoch) {
        checkInitialHistory(learner, epoch, "I-INITIAL-HISTORY");
        if (learner.shelf().currentEpoch() != epoch) {
            throw new Violation(
                    "I-INITIAL-HISTORY",
                    "server %s acknowledges NEWLEADER of epoch %s, but the current epoch on its disk is %s",
                    learner,
                    epoch,
                    learner.shelf().currentEpoch());
        }
        learner.mended();
    }

    private void checkInitialHistory(Subject learner, long epoch, String invariant) {
        Beginning beginning = beginnings.get(epoch);
        Past history = learner.shelf().history();
        if (beginning == null) {
            throw new Violation(invariant, "server %s adopts epoch %s, which nobody leads", learner, epoch);
        }
        Past at = history;
        while (at.length() > beginning.history().length() && at.epoch() == epoch) {
            at = at.before();
        }
        if (at != beginning.history()) {
            throw new Violation(
                    invariant,
                    "server %s adopts epoch %s with %s on its disk, but the history of leader %s was %s",
                    learner,
                    epoch,
                    history,
                    beginning.leader(),
                    beginning.history());
        }
    }

    // ---- what disks say

    /// New epochs are on a server's disk.
    void saved(Subject server, long formerAccepted, long formerCurrent) {
        long accepted = server.shelf().acceptedEpoch();
        long current = server.shelf().currentEpoch();
        if (accepted < formerAccepted || current < formerCurrent || current > accepted) {
            throw new Violation(
                    "I-EPOCH-PROMISE",
                    "the epochs on the disk of server %s go from accepted %s, current %s to accepted %s, current %s",
                    server,
                    formerAccepted,
                    formerCurrent,
                    accepted,
                    current);
        }
        if (current > formerCurrent) {
            checkInitialHistory(server, current, "I-EPOCH-HISTORY");
        }
    }

    /// A server speaks as one that has a history, so it must be past the middle of a synchronisation.
    private void checkInEpoch(Subject server, String how) {
        long reached = server.shelf().history().epoch();
        if (reached > server.shelf().currentEpoch()) {
            throw new Violation(
                    "I-EPOCH-PROMISE",
                    "server %s %s with the history %s, but the current epoch on its disk is %s",
                    server,
                    how,
                    server.shelf().history(),
                    server.shelf().currentEpoch());
        }
    }

    // ---- elections

    void voted(Subject server, ElectionNotification notification) {
        Vote vote = notification.vote();
        boolean ofItself =
                notification.state() == ServerState.LOOKING && vote.leader().equals(server.id());
        if (!ofItself || vote.zxid().equals(Zxid.UNKNOWN)) {
            return;
        }
        checkReported(server, vote.zxid(), "a vote");
        checkInEpoch(server, "votes for itself");
        if (vote.peerEpoch() != server.shelf().currentEpoch()) {
            throw new Violation(
                    "I-EPOCH-PROMISE",
                    "server %s votes for itself with epoch %s, but the current epoch on its disk is %s",
                    server,
                    vote.peerEpoch(),
                    server.shelf().currentEpoch());
        }
    }

    private static void checkReported(Subject server, Zxid zxid, String where) {
        Past history = server.shelf().history();
        if (!history.zxid().equals(zxid)) {
            throw new Violation(
                    "I-NO-APPLY-AHEAD",
                    "server %s says in %s that its history ends at %s, but on its disk it ends at %s",
                    server,
                    where,
                    zxid,
                    history);
        }
    }

    /// Who has led `epoch`; null if nobody has.
    @Nullable
    ServerId leaderOf(long epoch) {
        return established.get(epoch);
    }
}
