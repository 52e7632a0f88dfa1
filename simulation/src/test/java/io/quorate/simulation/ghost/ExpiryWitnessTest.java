package io.quorate.simulation.ghost;

import static io.quorate.simulation.ghost.SessionWitnessTest.assertBreaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.peer.Vote;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import io.quorate.replica.Recovered;
import io.quorate.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Lets a leader end sessions when it should not, and a follower keep to itself what it has heard.
class ExpiryWitnessTest {
    private static final Event ANY = new Event.ClientGone(new ConnectionId(99));

    private final OneServer leader = OneServer.alone();

    private SessionId connected() {
        leader.connect(1);
        return leader.tree().sessions().keyList().getLast();
    }

    private void addToNextTicks(Effect effect) {
        leader.shownEffects = effects -> {
            List<Effect> more = new ArrayList<>(effects);
            more.add(effect);
            return more;
        };
    }

    @Test
    void aSilentSessionEndsInItsTime() {
        connected();
        leader.pass(OneServer.TIMEOUT_MILLIS + 2 * OneServer.TICK_MILLIS);
        assertThat(leader.tree().sessionCount()).isZero();
    }

    @Test
    void noSessionEndsBeforeItsTime() {
        SessionId session = connected();
        leader.pass(OneServer.TIMEOUT_MILLIS - 20);
        addToNextTicks(new Effect.SessionExpired(session, OneServer.TIMEOUT_MILLIS));
        assertBreaks("I-SESSION-EXPIRY", () -> leader.pass(10));
    }

    @Test
    void aSignOfLifeGivesAWholeTimeout() {
        SessionId session = connected();
        leader.pass(OneServer.TIMEOUT_MILLIS - 100);
        leader.ping(1);
        leader.pass(150);
        addToNextTicks(new Effect.SessionExpired(session, OneServer.TIMEOUT_MILLIS));
        assertBreaks("I-SESSION-EXPIRY", () -> leader.pass(10));
    }

    @Test
    void anEndThatNobodyAskedForIsAnExpiryEvenIfItIsNotCalledSo() {
        SessionId session = connected();
        LoggedTxn txn = leader.wantedTxn(session, Txns.end());
        addToNextTicks(new Effect.Append(txn));
        assertBreaks("I-SESSION-EXPIRY", () -> leader.pass(10));
    }

    @Test
    void aSessionIsNotEndedTwice() {
        SessionId session = connected();
        leader.pass(OneServer.TIMEOUT_MILLIS + 2 * OneServer.TICK_MILLIS);
        addToNextTicks(new Effect.SessionExpired(session, OneServer.TIMEOUT_MILLIS));
        assertBreaks("I-SESSION-EXPIRY", () -> leader.pass(10));
    }

    @Test
    void aSessionThatIsOverDoesNotGoOn() {
        SessionId session = connected();
        leader.pass(OneServer.TIMEOUT_MILLIS + 2 * OneServer.TICK_MILLIS);
        ConnectResponse welcome =
                new ConnectResponse(OneServer.TIMEOUT_MILLIS, session, session.password(), true, false);
        leader.shownEffects = _ -> List.of(new Effect.Say(new ConnectionId(2), new ServerMessage.Handshake(welcome)));
        assertBreaks("I-SESSION-LIFE", () -> leader.resume(2, session));
        Event.FromLearner asks =
                new Event.FromLearner(new LinkId(5), new PeerMessage.Revalidate(session, OneServer.TIMEOUT_MILLIS));
        leader.shownEffects = UnaryOperator.identity();
        assertThatCode(() -> leader.step(asks)).doesNotThrowAnyException();
    }

    @Test
    void onlyALeaderEndsSessions() {
        Recovered nothing = new Recovered(Tree.fresh(), List.of(), 0, 0, true);
        OneServer looking = new OneServer(3, nothing, 100);
        looking.start(nothing);
        Effect end = new Effect.SessionExpired(Txns.SESSION, OneServer.TIMEOUT_MILLIS);
        assertBreaks("I-SESSION-EXPIRY", () -> looking.ghost.stepped(looking, ANY, List.of(end)));
    }

    @Test
    void aSessionThatWasInheritedGetsAWholeTimeout() {
        Txns txns = new Txns();
        LoggedTxn begin = txns.next(Txns.begin());
        Recovered recovered = new Recovered(txns.tree(), List.of(begin), 1, 1, true);
        OneServer heir = new OneServer(1, recovered, 100);
        heir.ghost.commit(begin);
        heir.start(recovered);
        heir.pass(OneServer.TIMEOUT_MILLIS - 20);
        heir.shownEffects = _ -> List.of(new Effect.SessionExpired(Txns.SESSION, OneServer.TIMEOUT_MILLIS));
        assertBreaks("I-SESSION-EXPIRY", () -> heir.pass(10));
    }

    @Test
    void aSilentSessionDoesNotLiveForEver() {
        connected();
        // The ghost hears the time, and of nothing that the leader does about it.
        leader.shownEffects = _ -> List.of();
        leader.tellsCommits = false;
        Tree tree = leader.tree();
        leader.showTree(tree);
        leader.pass(OneServer.TIMEOUT_MILLIS + 5 * OneServer.TICK_MILLIS);
        assertBreaks("I-SESSION-EXPIRY", () -> leader.ghost.ended(List.of(leader)));
    }

    // ---- followers

    private static OneServer follower(LinkId[] link) {
        Recovered nothing = new Recovered(Tree.fresh(), List.of(), 0, 0, true);
        OneServer follower = new OneServer(3, nothing, 100);
        follower.start(nothing);
        Vote vote = new Vote(new ServerId(3), Zxid.ZERO, 1, 0);
        follower.step(heard(2, ServerState.FOLLOWING, vote));
        follower.step(heard(3, ServerState.LEADING, vote));
        for (Effect effect : follower.wanted) {
            if (effect instanceof Effect.DialLeader dial) {
                link[0] = dial.link();
            }
        }
        follower.step(new Event.LeaderDialled(link[0]));
        follower.step(new Event.FromLeader(link[0], new PeerMessage.LeaderInfo(1, 0x10000)));
        follower.step(new Event.FromLeader(link[0], new PeerMessage.Diff(Zxid.ZERO)));
        follower.step(new Event.FromLeader(link[0], new PeerMessage.NewLeader(Zxid.startOf(1), "")));
        follower.step(new Event.FromLeader(link[0], new PeerMessage.UpToDate()));
        assertThat(follower.replica().status().serving()).isTrue();
        return follower;
    }

    private static Event heard(long from, ServerState state, Vote vote) {
        return new Event.NotificationReceived(new ServerId(from), new ElectionNotification(state, vote, 2, ""));
    }

    private static OneServer followerWithAClient(LinkId[] link) {
        OneServer follower = follower(link);
        LoggedTxn begin = new Txns().next(Txns.begin());
        follower.ghost.commit(begin);
        follower.tellsCommits = false;
        follower.step(new Event.FromLeader(link[0], new PeerMessage.Proposal(begin)));
        follower.step(new Event.FromLeader(link[0], new PeerMessage.Commit(begin.zxid())));
        follower.resume(1, Txns.SESSION);
        follower.step(new Event.FromLeader(link[0], new PeerMessage.Revalidated(Txns.SESSION, true)));
        follower.ping(1);
        return follower;
    }

    @Test
    void aFollowerTellsWhomItHasHeard() {
        LinkId[] link = new LinkId[1];
        OneServer follower = followerWithAClient(link);
        follower.step(new Event.FromLeader(link[0], new PeerMessage.LeaderPing(Zxid.startOf(1))));
        assertThat(follower.wanted)
                .anyMatch(effect -> effect instanceof Effect.Send(var _, PeerMessage.LearnerPing(var _, var touched))
                        && touched.containsKey(Txns.SESSION));
    }

    @Test
    void aFollowerThatForgetsWhomItHasHeardIsFound() {
        LinkId[] link = new LinkId[1];
        OneServer follower = followerWithAClient(link);
        follower.shownEffects = _ -> List.of(
                new Effect.Send(link[0], new PeerMessage.LearnerPing(Zxid.startOf(1), Map.of(new SessionId(5), 400))));
        assertBreaks(
                "I-SESSION-EXPIRY",
                () -> follower.step(new Event.FromLeader(link[0], new PeerMessage.LeaderPing(Zxid.startOf(1)))));
    }

    @Test
    void aFollowerThatDoesNotAnswerIsFound() {
        LinkId[] link = new LinkId[1];
        OneServer follower = followerWithAClient(link);
        follower.shownEffects = _ -> List.of();
        Event ping = new Event.FromLeader(link[0], new PeerMessage.LeaderPing(Zxid.startOf(1)));
        assertBreaks("I-SESSION-EXPIRY", () -> follower.step(ping));
    }

    @Test
    void aLeaderThatDoesNotPingIsFound() {
        Effect begun = new Effect.Send(new LinkId(5), new PeerMessage.UpToDate());
        leader.ghost.stepped(leader, ANY, List.of(begun));
        leader.pass(OneServer.TICK_MILLIS);
        assertBreaks("I-SESSION-EXPIRY", () -> leader.pass(20));
    }

    @Test
    void aLeaderThatPingsIsNotBlamed() {
        for (int i = 0; i < 5; i++) {
            Effect ping = new Effect.Send(new LinkId(5), new PeerMessage.LeaderPing(Zxid.startOf(1)));
            leader.ghost.stepped(leader, ANY, List.of(ping));
            leader.pass(OneServer.TICK_MILLIS / 2);
        }
        leader.ghost.stepped(leader, new Event.LinkLost(new LinkId(5)), List.of());
        leader.pass(OneServer.TICK_MILLIS * 5);
        assertThat(leader.replica().status().serving()).isTrue();
    }
}
