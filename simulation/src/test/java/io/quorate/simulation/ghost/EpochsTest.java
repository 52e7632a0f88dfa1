package io.quorate.simulation.ghost;

import static io.quorate.simulation.ghost.Rehearsal.LEADER;
import static io.quorate.simulation.ghost.Rehearsal.ONE;
import static io.quorate.simulation.ghost.Rehearsal.TWO;
import static io.quorate.simulation.ghost.Rehearsal.UP;
import static io.quorate.simulation.ghost.Rehearsal.assertBreaks;
import static io.quorate.simulation.ghost.Rehearsal.down;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.peer.Vote;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EpochsTest {
    private static Effect vote(ServerId of, Zxid zxid, long epoch) {
        return new Effect.Notify(
                TWO, new ElectionNotification(ServerState.LOOKING, new Vote(of, zxid, 1, epoch), 2, ""));
    }

    @Test
    void oneEpochAfterTheOtherIsInOrder() {
        Rehearsal play = Rehearsal.serving();
        play.write(1, 1);
        play.write(1, 2);
        play.lookAround();
        play.serve(2);
        play.write(2, 1);
        assertThat(play.ghost.epochCount()).isEqualTo(2);
        assertThat(play.ghost.committedCount()).isEqualTo(3);
        assertThat(play.ghost.lastCommitted()).isEqualTo(Zxid.of(2, 1));
    }

    @Test
    void aSecondLeaderOfAnEpochIsFoundWhenItClaimsIt() {
        Rehearsal play = new Rehearsal();
        play.dial(TWO);
        play.promise(LEADER, 1);
        play.promise(TWO, 1);
        play.save(LEADER, 1, 1);
        play.act(ONE, new Effect.StateChanged(ServerState.LEADING, "leading - discovery"));
        play.save(ONE, 1, 0);
        assertBreaks("I-ONE-LEADER", () -> play.save(ONE, 1, 1));
    }

    @Test
    void aSecondLeaderOfAnEpochIsFoundWhenItIsEstablished() {
        Rehearsal play = Rehearsal.serving();
        assertBreaks("I-ONE-LEADER", () -> play.establish(ONE));
    }

    @Test
    void epochsOnDiskDoNotGoBack() {
        Rehearsal play = Rehearsal.serving();
        assertBreaks("I-EPOCH-PROMISE", () -> play.save(ONE, 0, 0));
    }

    @Test
    void theCurrentEpochIsAPromisedOne() {
        Rehearsal play = Rehearsal.serving();
        assertBreaks("I-EPOCH-PROMISE", () -> play.save(ONE, 1, 2));
    }

    @Test
    void aPromiseIsOnDiskBeforeItIsGiven() {
        Rehearsal play = new Rehearsal();
        play.dial(ONE);
        play.promise(LEADER, 1);
        play.tell(ONE, new PeerMessage.LeaderInfo(1, 0x10000));
        assertBreaks("I-EPOCH-PROMISE", () -> play.say(ONE, new PeerMessage.AckEpoch(Zxid.ZERO, OptionalLong.of(0))));
    }

    @Test
    void aLeaderPromisesItsOwnEpochFirst() {
        Rehearsal play = new Rehearsal();
        play.dial(ONE);
        assertBreaks("I-EPOCH-PROMISE", () -> play.tell(ONE, new PeerMessage.LeaderInfo(1, 0x10000)));
    }

    @Test
    void aVoteNamesTheEpochOnDisk() {
        Rehearsal play = Rehearsal.serving();
        play.lookAround();
        play.act(ONE, vote(ONE, Zxid.ZERO, 1));
        assertBreaks("I-EPOCH-PROMISE", () -> play.act(ONE, vote(ONE, Zxid.ZERO, 2)));
    }

    @Test
    void aVoteNamesTheEndOfTheHistoryOnDisk() {
        Rehearsal play = Rehearsal.serving();
        LoggedTxn txn = play.propose(1, 1);
        play.hear(ONE, txn);
        play.lookAround();
        assertBreaks("I-NO-APPLY-AHEAD", () -> play.act(ONE, vote(ONE, txn.zxid(), 1)));
    }

    @Test
    void aPromiseIsGivenOnce() {
        Rehearsal play = new Rehearsal();
        play.dial(ONE);
        play.promise(LEADER, 1);
        play.promise(ONE, 1);
        assertBreaks(
                "I-EPOCH-FENCE",
                () -> play.act(ONE, new Effect.Send(UP, new PeerMessage.AckEpoch(Zxid.ZERO, OptionalLong.of(0)))));
    }

    @Test
    void whatAnOlderLeaderProposedIsNotAcknowledgedAfterAPromise() {
        Rehearsal play = Rehearsal.serving();
        LoggedTxn txn = play.propose(1, 1);
        play.hear(ONE, txn);
        play.flush(ONE, txn);
        play.flush(LEADER, txn);
        play.hear(TWO, txn);
        play.flush(TWO, txn);
        play.lookAround();
        for (ServerId server : new ServerId[] {ONE, TWO, LEADER}) {
            play.apply(server, txn);
        }
        play.dial(ONE);
        play.promise(LEADER, 2);
        play.promise(ONE, 2);
        assertBreaks("I-EPOCH-FENCE", () -> play.act(ONE, new Effect.Send(UP, new PeerMessage.Ack(txn.zxid()))));
    }

    @Test
    void aLeaderMayNotHavePromisedALaterEpoch() {
        Rehearsal play = new Rehearsal();
        play.dial(ONE);
        play.promise(LEADER, 1);
        play.promise(ONE, 1);
        play.save(LEADER, 1, 1);
        play.save(LEADER, 2, 1);
        assertBreaks("I-EPOCH-FENCE", () -> play.establish(LEADER));
    }

    private static Rehearsal withAStragglerInEpochTwo() {
        Rehearsal play = Rehearsal.serving();
        play.writeWithoutOne(1, 1);
        play.lookAround();
        play.dial(ONE);
        play.promise(LEADER, 2);
        play.promise(ONE, 2);
        play.save(LEADER, 2, 2);
        play.act(LEADER, new Effect.StateChanged(ServerState.LEADING, "leading - synchronization"));
        play.offer(ONE, 2);
        return play;
    }

    @Test
    void aFollowerAcknowledgesTheLeadersHistoryOnlyIfItHasIt() {
        Rehearsal play = withAStragglerInEpochTwo();
        assertBreaks(
                "I-INITIAL-HISTORY", () -> play.act(ONE, new Effect.Send(UP, new PeerMessage.Ack(Zxid.startOf(2)))));
    }

    @Test
    void aFollowerEntersAnEpochOnlyWithItsHistory() {
        Rehearsal play = withAStragglerInEpochTwo();
        assertBreaks("I-EPOCH-HISTORY", () -> play.save(ONE, 2, 2));
    }

    @Test
    void aFollowerAcknowledgesTheLeadersHistoryOnlyOnceItsEpochIsOnDisk() {
        Rehearsal play = new Rehearsal();
        play.dial(ONE);
        play.promise(LEADER, 1);
        play.promise(ONE, 1);
        play.save(LEADER, 1, 1);
        play.act(LEADER, new Effect.StateChanged(ServerState.LEADING, "leading - synchronization"));
        play.offer(ONE, 1);
        assertBreaks(
                "I-INITIAL-HISTORY", () -> play.act(ONE, new Effect.Send(UP, new PeerMessage.Ack(Zxid.startOf(1)))));
    }

    @Test
    void aLeaderThatLacksWhatClientsHaveSeenIsFound() {
        Rehearsal play = Rehearsal.serving();
        LoggedTxn txn = play.writeWithoutOne(1, 1);
        play.act(LEADER, Replies.ok(txn.zxid()));
        lead(play, ONE);
        assertBreaks("I-PRIMARY-INTEGRITY", () -> play.establish(ONE));
    }

    @Test
    void aLeaderThatLacksWhatIsCommittedIsFound() {
        Rehearsal play = Rehearsal.serving();
        play.writeWithoutOne(1, 1);
        lead(play, ONE);
        assertBreaks("I-DURABLE", () -> play.establish(ONE));
    }

    /// The acknowledgements of a quorum may reach a leader after that quorum has gone on with another one.
    @Test
    void aLeaderMayBeEstablishedAfterTheNext() {
        Rehearsal play = Rehearsal.serving();
        play.write(1, 1);
        lead(play, ONE);
        nextEpochWithout(play, ONE);
        play.establish(ONE);
        assertThat(play.ghost.epochCount()).isEqualTo(3);
        assertThat(play.ghost.lastCommitted()).isEqualTo(Zxid.of(3, 1));
    }

    @Test
    void aLeaderThatIsEstablishedAfterTheNextLacksNothingOfEarlierEpochs() {
        Rehearsal play = Rehearsal.serving();
        play.writeWithoutOne(1, 1);
        lead(play, ONE);
        nextEpochWithout(play, ONE);
        assertBreaks("I-DURABLE", () -> play.establish(ONE));
    }

    /// The other two serve in epoch 3, and write something.
    private static void nextEpochWithout(Rehearsal play, ServerId server) {
        assertThat(server).isEqualTo(ONE);
        play.dial(TWO);
        play.save(LEADER, 3, 1);
        play.tell(TWO, new PeerMessage.LeaderInfo(3, Rehearsal.PROTOCOL));
        play.save(TWO, 3, 1);
        play.say(TWO, new PeerMessage.AckEpoch(play.tree(TWO).zxid(), OptionalLong.of(1)));
        play.save(LEADER, 3, 3);
        play.act(LEADER, new Effect.StateChanged(ServerState.LEADING, "leading - synchronization"));
        play.offer(TWO, 3);
        play.adopt(TWO, 3);
        play.establish(LEADER);
        play.activate(TWO, 3);
        LoggedTxn txn = play.txn(3, 1, "/later");
        play.act(LEADER, new Effect.Append(txn), new Effect.Send(down(TWO), new PeerMessage.Proposal(txn)));
        play.flush(LEADER, txn);
        play.hold(TWO, txn);
        play.apply(LEADER, txn);
        play.act(LEADER, new Effect.Send(down(TWO), new PeerMessage.Commit(txn.zxid())));
    }

    private static void lead(Rehearsal play, ServerId server) {
        play.lookAround();
        play.act(server, new Effect.StateChanged(ServerState.LEADING, "leading - discovery"));
        play.save(server, 2, 1);
        play.save(server, 2, 2);
    }

    @Test
    void whatNobodyLeadsCannotBeProposed() {
        Rehearsal play = Rehearsal.serving();
        play.lookAround();
        play.act(LEADER, new Effect.StateChanged(ServerState.LEADING, "leading - discovery"));
        assertBreaks(
                "I-MSG",
                () -> play.act(ONE, new Effect.Send(down(TWO), new PeerMessage.Proposal(play.txn(1, 1, "/a")))));
        assertBreaks("I-INTEGRITY", () -> play.act(LEADER, new Effect.Append(play.txn(1, 1, "/a"))));
        assertBreaks("I-INTEGRITY", () -> play.act(ONE, new Effect.Append(play.txn(1, 1, "/a"))));
    }

    @Test
    void anAnswerOfTheDiskThatNobodyAskedForIsFound() {
        Rehearsal play = Rehearsal.serving();
        assertBreaks("I-DURABLE", () -> play.ghost.stored(ONE, new Event.EpochsSaved(1, 1)));
    }
}
