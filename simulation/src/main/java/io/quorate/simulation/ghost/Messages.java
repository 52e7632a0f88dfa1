package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import io.quorate.simulation.Tally;
import io.quorate.simulation.Violation;
import java.util.HashMap;
import java.util.Map;

/// What leaders and learners say to each other, and what that means for the rest of the record.
final class Messages {
    /// A leader's end of a link.
    private record End(ServerId leader, LinkId link) {}

    private final Map<End, LeaderTalk> leaderTalks = new HashMap<>();
    private final Proposals proposals;
    private final Commits commits;
    private final Epochs epochs;
    private final Tally tally;

    Messages(Proposals proposals, Commits commits, Epochs epochs, Tally tally) {
        this.proposals = proposals;
        this.commits = commits;
        this.epochs = epochs;
        this.tally = tally;
    }

    // ---- what arrives

    void happened(Subject server, Event event) {
        switch (event) {
            case Event.FromLeader(LinkId link, var message) -> {
                LearnerTalk talk = server.talk();
                if (talk != null && talk.isOn(link)) {
                    server.contact().heardLeader(server.nowNanos());
                    talk.hear(message);
                }
            }
            case Event.LearnerArrived(LinkId link) -> {
                if (server.state() == ServerState.LEADING) {
                    leaderTalks.put(new End(server.id(), link), new LeaderTalk(server));
                }
            }
            case Event.FromLearner(LinkId link, var message) -> {
                LeaderTalk talk = leaderTalks.get(new End(server.id(), link));
                if (talk != null) {
                    talk.hear(message);
                    ServerId learner = talk.learner();
                    if (learner != null) {
                        server.contact().heardLearner(learner);
                    }
                }
            }
            case Event.LinkLost(LinkId link) -> leaderTalks.remove(new End(server.id(), link));
            default -> {
                // Of no concern to peers.
            }
        }
    }

    // ---- what is sent

    void dialled(Subject server, Effect.DialLeader dial) {
        server.talk(new LearnerTalk(server, dial.link(), dial.leader(), proposals, tally));
    }

    void dropped(Subject server, LinkId link) {
        leaderTalks.remove(new End(server.id(), link));
        LearnerTalk talk = server.talk();
        if (talk != null && talk.isOn(link)) {
            server.talk(null);
        }
    }

    /// The process is gone and all links with it.
    void stopped(Subject server) {
        leaderTalks.keySet().removeIf(end -> end.leader().equals(server.id()));
    }

    void sent(Subject server, LinkId link, PeerMessage message) {
        switch (message) {
            case PeerMessage.Unrecognised _ -> throw illegal(server, message);
            case PeerMessage.FromLeader fromLeader -> {
                LeaderTalk talk = leaderTalks.get(new End(server.id(), link));
                if (server.state() != ServerState.LEADING) {
                    throw illegal(server, message);
                }
                record(server, fromLeader);
                if (talk != null) {
                    // On a link that has gone nobody hears it.
                    talk.said(fromLeader);
                }
            }
            case PeerMessage.FromLearner fromLearner -> {
                LearnerTalk talk = server.talk();
                if (talk == null || !talk.isOn(link)) {
                    throw illegal(server, message);
                }
                talk.said(fromLearner, epochs);
            }
        }
    }

    private static Violation illegal(Subject server, PeerMessage message) {
        return new Violation("I-MSG", "server %s (%s) sends %s", server, server.detail(), message);
    }

    private void record(Subject leader, PeerMessage.FromLeader message) {
        switch (message) {
            case PeerMessage.LeaderInfo info -> epochs.proposed(leader, info.newEpoch());
            case PeerMessage.NewLeader(Zxid zxid, String _) -> epochs.offered(leader, zxid);
            case PeerMessage.Proposal(LoggedTxn txn) -> checkOwn(leader, proposals.require(txn, "proposes", leader));
            case PeerMessage.Commit(Zxid zxid) -> committed(leader, zxid);
            case PeerMessage.CommitAndActivate(Zxid zxid, ServerId _) -> committed(leader, zxid);
            case PeerMessage.Diff(Zxid zxid) -> checkOwn(leader, proposals.require(zxid, "offers", leader));
            case PeerMessage.Trunc(Zxid zxid) -> checkOwn(leader, proposals.require(zxid, "offers", leader));
            case PeerMessage.Snap(Zxid zxid) -> checkOwn(leader, proposals.require(zxid, "offers", leader));
            case PeerMessage.UpToDate _,
                    PeerMessage.LeaderPing _,
                    PeerMessage.Synced _,
                    PeerMessage.Revalidated _,
                    PeerMessage.Inform _,
                    PeerMessage.InformAndActivate _,
                    PeerMessage.Unrecognised _ -> {
                // Says nothing of the history.
            }
        }
    }

    /// Before its epoch is established a leader commits what is history only if it gets that far.
    private void committed(Subject leader, Zxid zxid) {
        Past past = proposals.require(zxid, "commits", leader);
        checkOwn(leader, past);
        if (leader.isEstablished()) {
            commits.commit(leader, past);
        }
    }

    private static void checkOwn(Subject leader, Past past) {
        if (!leader.shelf().ordered().contains(past)) {
            throw new Violation(
                    "I-INTEGRITY",
                    "leader %s hands on %s, which is not part of its own history %s",
                    leader,
                    past,
                    leader.shelf().ordered());
        }
    }
}
