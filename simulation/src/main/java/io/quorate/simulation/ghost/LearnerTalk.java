package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.LinkId;
import io.quorate.simulation.Tally;
import io.quorate.simulation.Violation;

/// What a learner hears from the leader on one link, and what may come next. I-MSG.
final class LearnerTalk {
    private enum Stage {
        BEGUN,
        /// LEADERINFO heard.
        INVITED,
        /// ACKEPOCH sent.
        PROMISED,
        /// DIFF, TRUNC or SNAP heard.
        SYNCHRONISING,
        /// NEWLEADER heard.
        COMPLETE,
        /// NEWLEADER acknowledged.
        ADOPTED,
        /// UPTODATE heard.
        ACTIVE
    }

    private final Subject learner;
    private final LinkId link;
    private final ServerId leader;
    private final Proposals proposals;
    private final Tally tally;
    private Stage stage = Stage.BEGUN;
    private long epoch = -1;
    private String how = "";
    private int proposed;

    /// The history that the learner has heard of.
    private Past heard;

    /// What of it is committed, as far as the learner was told.
    private Past committed;

    LearnerTalk(Subject learner, LinkId link, ServerId leader, Proposals proposals, Tally tally) {
        this.learner = learner;
        this.link = link;
        this.leader = leader;
        this.proposals = proposals;
        this.tally = tally;
        heard = proposals.beginning();
        committed = heard;
    }

    boolean isOn(LinkId other) {
        return link.equals(other);
    }

    ServerId leader() {
        return leader;
    }

    /// What LEADERINFO proposed; -1 before.
    long epoch() {
        return epoch;
    }

    // ---- hearing

    void hear(PeerMessage.FromLeader message) {
        switch (message) {
            case PeerMessage.LeaderInfo info -> {
                expect(stage == Stage.BEGUN, message);
                stage = Stage.INVITED;
                epoch = info.newEpoch();
            }
            case PeerMessage.Diff(Zxid upTo) -> {
                Past leaders = proposals.require(upTo, "is to be brought to", learner);
                Past own = learner.shelf().ordered();
                begin("DIFF", own, own.length() <= leaders.length() ? own : leaders, message);
            }
            case PeerMessage.Trunc(Zxid end) -> {
                Past left = proposals.require(end, "is to be cut behind", learner);
                begin("TRUNC", left, left, message);
            }
            case PeerMessage.Snap(Zxid zxid) -> {
                Past received = proposals.require(zxid, "is to be given a snapshot at", learner);
                begin("SNAP", received, received, message);
            }
            case PeerMessage.Proposal(LoggedTxn txn) -> proposed(txn, message);
            case PeerMessage.Commit(Zxid zxid) -> committed(zxid, message);
            case PeerMessage.CommitAndActivate(Zxid zxid, ServerId _) -> committed(zxid, message);
            case PeerMessage.NewLeader(Zxid zxid, String _) -> {
                expect(stage == Stage.SYNCHRONISING && zxid.equals(Zxid.startOf(epoch)), message);
                stage = Stage.COMPLETE;
                countSynchronisation();
            }
            case PeerMessage.UpToDate _ -> {
                expect(stage == Stage.ADOPTED, message);
                stage = Stage.ACTIVE;
            }
            case PeerMessage.LeaderPing _, PeerMessage.Synced _, PeerMessage.Revalidated _ ->
                expect(stage == Stage.ACTIVE, message);
            case PeerMessage.Inform _, PeerMessage.InformAndActivate _, PeerMessage.Unrecognised _ ->
                expect(false, message);
        }
    }

    private void begin(String kind, Past known, Past knownCommitted, PeerMessage message) {
        expect(stage == Stage.PROMISED, message);
        stage = Stage.SYNCHRONISING;
        how = kind;
        heard = known;
        committed = knownCommitted;
    }

    private void proposed(LoggedTxn txn, PeerMessage message) {
        Past past = proposals.require(txn, "hears of", learner);
        expect(stage.compareTo(Stage.SYNCHRONISING) >= 0 && past.before() == heard, message);
        heard = past;
        if (stage == Stage.SYNCHRONISING) {
            proposed++;
        }
    }

    private void committed(Zxid zxid, PeerMessage message) {
        Past past = proposals.require(zxid, "hears of the commit of", learner);
        expect(
                stage.compareTo(Stage.SYNCHRONISING) >= 0 && past.before() == committed && heard.contains(past),
                message);
        committed = past;
    }

    private void expect(boolean legal, PeerMessage message) {
        if (!legal) {
            throw new Violation(
                    "I-MSG",
                    "server %s hears %s from leader %s of epoch %s at stage %s, having heard of %s and of commits up to %s",
                    learner,
                    message,
                    leader,
                    epoch,
                    stage,
                    heard,
                    committed);
        }
    }

    private void countSynchronisation() {
        if (how.equals("DIFF")) {
            tally.count(proposed == 0 ? "synchronisation DIFF of nothing" : "synchronisation DIFF");
        } else {
            tally.count("synchronisation " + how + (proposed == 0 ? "" : "+DIFF"));
        }
    }

    // ---- speaking

    void said(PeerMessage.FromLearner message, Epochs epochs) {
        switch (message) {
            case PeerMessage.LearnerInfo info -> epochs.introduced(learner, info);
            case PeerMessage.AckEpoch ack -> {
                epochs.promised(learner, epoch, ack);
                stage = Stage.PROMISED;
            }
            case PeerMessage.Ack(Zxid zxid) -> {
                epochs.acknowledged(learner, zxid, this);
                if (!zxid.isEpochStart()) {
                    checkDurable(zxid);
                } else if (stage == Stage.COMPLETE) {
                    stage = Stage.ADOPTED;
                }
            }
            case PeerMessage.LearnerPing _,
                    PeerMessage.Revalidate _,
                    PeerMessage.Forward _,
                    PeerMessage.Unrecognised _ -> {
                // Promises nothing.
            }
        }
    }

    private void checkDurable(Zxid zxid) {
        Past past = proposals.require(zxid, "acknowledges", learner);
        if (!learner.shelf().history().contains(past)) {
            throw new Violation(
                    "I-DURABLE",
                    "server %s acknowledges %s, but its disk holds %s",
                    learner,
                    zxid,
                    learner.shelf().history());
        }
    }
}
