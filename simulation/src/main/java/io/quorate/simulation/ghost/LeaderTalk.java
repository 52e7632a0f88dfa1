package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.simulation.Violation;
import org.jspecify.annotations.Nullable;

/// What a leader says to one learner and hears from it. I-MSG.
final class LeaderTalk {
    private static final int ACKS_OF_NEWLEADER = 2;

    private final Subject leader;
    private @Nullable ServerId learner;
    private long epoch = -1;
    private boolean invited;
    private boolean promised;
    private boolean offered;
    private boolean active;
    private int acksOfNewLeader;

    /// The last of what the learner was sent; it knows it all.
    private Zxid sent = Zxid.ZERO;

    private Zxid acknowledged = Zxid.ZERO;

    LeaderTalk(Subject leader) {
        this.leader = leader;
    }

    /// Null until it has introduced itself.
    @Nullable
    ServerId learner() {
        return learner;
    }

    void said(PeerMessage.FromLeader message) {
        switch (message) {
            case PeerMessage.LeaderInfo info -> {
                invited = true;
                epoch = info.newEpoch();
            }
            case PeerMessage.NewLeader _ -> offered = true;
            case PeerMessage.UpToDate _ -> {
                // The quorum is there first.
                expect(acksOfNewLeader > 0 && leader.isEstablished(), message);
                active = true;
            }
            case PeerMessage.Proposal(LoggedTxn txn) -> sent = txn.zxid();
            case PeerMessage.Diff _,
                    PeerMessage.Trunc _,
                    PeerMessage.Snap _,
                    PeerMessage.Commit _,
                    PeerMessage.CommitAndActivate _,
                    PeerMessage.Inform _,
                    PeerMessage.InformAndActivate _,
                    PeerMessage.LeaderPing _,
                    PeerMessage.Revalidated _,
                    PeerMessage.Synced _,
                    PeerMessage.Unrecognised _ -> {
                // Judged where it arrives.
            }
        }
    }

    void hear(PeerMessage.FromLearner message) {
        switch (message) {
            case PeerMessage.LearnerInfo info -> {
                expect(learner == null, message);
                learner = info.server();
            }
            case PeerMessage.AckEpoch _ -> {
                expect(invited && !promised, message);
                promised = true;
            }
            case PeerMessage.Ack(Zxid zxid) -> acknowledged(zxid, message);
            case PeerMessage.LearnerPing _, PeerMessage.Revalidate _, PeerMessage.Forward _ -> expect(active, message);
            case PeerMessage.Unrecognised _ -> expect(false, message);
        }
    }

    private void acknowledged(Zxid zxid, PeerMessage message) {
        if (zxid.isEpochStart()) {
            expect(offered && zxid.epoch() == epoch && ++acksOfNewLeader <= ACKS_OF_NEWLEADER, message);
        } else {
            expect(
                    acksOfNewLeader > 0 && zxid.epoch() == epoch && zxid.isAfter(acknowledged) && zxid.isAtMost(sent),
                    message);
            acknowledged = zxid;
        }
    }

    private void expect(boolean legal, PeerMessage message) {
        if (!legal) {
            throw new Violation(
                    "I-MSG",
                    "%s between leader %s of epoch %s and its learner %s, which was sent %s and has acknowledged %s",
                    message,
                    leader,
                    epoch,
                    learner == null ? "?" : learner,
                    sent,
                    acknowledged);
        }
    }
}
