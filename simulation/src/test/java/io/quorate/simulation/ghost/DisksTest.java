package io.quorate.simulation.ghost;

import static io.quorate.simulation.ghost.Rehearsal.LEADER;
import static io.quorate.simulation.ghost.Rehearsal.ONE;
import static io.quorate.simulation.ghost.Rehearsal.TWO;
import static io.quorate.simulation.ghost.Rehearsal.UP;
import static io.quorate.simulation.ghost.Rehearsal.assertBreaks;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisksTest {
    private final Rehearsal play = Rehearsal.serving();

    private Tree after(LoggedTxn... txns) {
        Tree tree = Tree.fresh();
        for (LoggedTxn txn : txns) {
            tree = tree.apply(txn.header(), txn.txn()).tree();
        }
        return tree;
    }

    @Test
    void aFollowerAcknowledgesOnlyWhatIsOnItsDisk() {
        LoggedTxn txn = play.propose(1, 1);
        play.hear(ONE, txn);
        assertBreaks("I-DURABLE", () -> play.say(ONE, new PeerMessage.Ack(txn.zxid())));
    }

    @Test
    void whatWasDurableIsThereAfterACrash() {
        LoggedTxn txn = play.write(1, 1);
        play.crash(ONE);
        assertBreaks("I-DURABLE", () -> play.recover(ONE, Tree.fresh(), 1, 1));
        assertThat(txn.zxid()).isEqualTo(play.ghost.lastCommitted());
    }

    @Test
    void whatWasOnItsWayToTheDiskMayBeThereOrNot() {
        LoggedTxn first = play.propose(1, 1);
        LoggedTxn second = play.propose(1, 2);
        LoggedTxn third = play.propose(1, 3);
        for (LoggedTxn txn : List.of(first, second, third)) {
            play.hear(ONE, txn);
        }
        play.flush(ONE, first);
        play.crash(ONE);
        play.recover(ONE, after(first, second), 1, 1);
        assertThat(play.tally.of("recovery of more than was reported")).isEqualTo(1);
        play.crash(ONE);
        assertBreaks("I-RECOVERY", () -> play.recover(ONE, after(first, second, third), 1, 1));
        assertBreaks("I-DURABLE", () -> play.recover(ONE, after(first), 1, 1));
    }

    @Test
    void whatNobodyProposedIsNotRecovered() {
        LoggedTxn strange = play.txn(1, 1, "/a");
        play.crash(ONE);
        assertBreaks("I-INTEGRITY", () -> play.recover(ONE, after(strange), 1, 1));
    }

    @Test
    void aRecoveredTreeIsWhatItsTxnsAddUpTo() {
        LoggedTxn other = play.txn(1, 1, "/other");
        play.write(1, 1);
        play.crash(ONE);
        assertBreaks("I-PREFIX", () -> play.recover(ONE, after(other), 1, 1));
    }

    @Test
    void theRecentTxnsOfARecoveryHaveNoHole() {
        LoggedTxn first = play.write(1, 1);
        LoggedTxn second = play.write(1, 2);
        LoggedTxn third = play.write(1, 3);
        play.crash(ONE);
        assertBreaks(
                "I-LOG-CONTIGUOUS",
                () -> play.ghost.started(
                        ONE, new Recovered(after(first, second, third), List.of(first, third), 1, 1, true)));
    }

    @Test
    void aPromiseIsThereAfterACrash() {
        play.crash(ONE);
        assertBreaks("I-EPOCH-PROMISE", () -> play.recover(ONE, Tree.fresh(), 0, 0));
    }

    @Test
    void epochsOnTheirWayToTheDiskMayBeThereOneByOne() {
        play.act(ONE, new Effect.SaveEpochs(3, 2));
        play.crash(ONE);
        play.recover(ONE, Tree.fresh(), 3, 1);
        play.crash(ONE);
        assertBreaks("I-EPOCH-PROMISE", () -> play.recover(ONE, Tree.fresh(), 1, 1));
        assertBreaks("I-EPOCH-PROMISE", () -> play.recover(ONE, Tree.fresh(), 3, 2));
    }

    @Test
    void whatIsCommittedMayNotBeCutOffTheDisksOfAQuorum() {
        LoggedTxn txn = play.writeWithoutOne(1, 1);
        play.act(TWO, new Effect.TruncateLog(Tree.fresh().zxid()));
        assertBreaks("I-DURABLE", () -> play.ghost.stored(TWO, new Event.LogTruncated(Tree.fresh(), List.of())));
        assertThat(txn.zxid()).isEqualTo(play.ghost.lastCommitted());
    }

    @Test
    void anInterruptedCutLeavesAnyPartOfWhatIsCut() {
        LoggedTxn first = play.propose(1, 1);
        LoggedTxn second = play.propose(1, 2);
        LoggedTxn third = play.propose(1, 3);
        for (LoggedTxn txn : List.of(first, second, third)) {
            play.hear(ONE, txn);
        }
        play.flush(ONE, third);
        play.act(ONE, new Effect.TruncateLog(first.zxid()));
        play.crash(ONE);
        play.recover(ONE, after(first, second), 1, 1);
        assertThat(play.tally.of("recovery from an unfinished change of history"))
                .isEqualTo(1);
    }

    @Test
    void whatWasCutDoesNotComeBack() {
        LoggedTxn first = play.propose(1, 1);
        play.hear(ONE, first);
        play.flush(ONE, first);
        play.act(ONE, new Effect.TruncateLog(Tree.fresh().zxid()));
        play.ghost.stored(ONE, new Event.LogTruncated(Tree.fresh(), List.of()));
        assertThat(play.tally.of("proposal dropped")).isEqualTo(1);
        play.crash(ONE);
        assertBreaks("I-RECOVERY", () -> play.recover(ONE, after(first), 1, 1));
    }

    @Test
    void aRefusedCutChangesNothing() {
        LoggedTxn first = play.propose(1, 1);
        play.hear(ONE, first);
        play.flush(ONE, first);
        play.act(ONE, new Effect.TruncateLog(Tree.fresh().zxid()));
        play.ghost.stored(ONE, new Event.TruncationRefused(Tree.fresh().zxid()));
        play.crash(ONE);
        play.recover(ONE, after(first), 1, 1);
        assertThat(play.tally.of("recovery of exactly what was durable")).isPositive();
    }

    @Test
    void aSnapshotFromTheLeaderReplacesAllOrNothing() {
        LoggedTxn first = play.writeWithoutOne(1, 1);
        play.act(ONE, new Effect.DropLink(UP));
        play.act(ONE, new Effect.InstallSnapshot(after(first)));
        play.crash(ONE);
        play.recover(ONE, after(first), 1, 1);
        assertThat(play.tally.of("recovery of more than was reported")).isEqualTo(1);
    }

    @Test
    void aDamagedDiskCountsAgainOnceItHasBeenSynchronised() {
        LoggedTxn txn = play.write(1, 1);
        play.crash(ONE);
        play.ghost.damaged(ONE);
        play.recover(ONE, Tree.fresh(), 1, 1);
        assertThat(play.tally.of("recovery after damage")).isEqualTo(1);
        play.act(TWO, new Effect.TruncateLog(Tree.fresh().zxid()));
        // One lacks it by no fault of its own, so only TWO counts against it.
        play.ghost.stored(TWO, new Event.LogTruncated(Tree.fresh(), List.of()));
        play.crash(LEADER);
        play.ghost.damaged(LEADER);
        assertThat(txn.zxid()).isEqualTo(play.ghost.lastCommitted());
    }

    @Test
    void damageMustBeNoticedUnlessItLooksLikeATxnThatWasNotFinished() {
        LoggedTxn first = play.write(1, 1);
        LoggedTxn second = play.write(1, 2);
        play.act(ONE, new Effect.SaveEpochs(3, 1));
        play.ghost.stored(ONE, new Event.EpochsSaved(3, 1));
        play.crash(ONE);
        play.ghost.damaged(ONE);
        assertBreaks("I-DURABLE", () -> play.recover(ONE, Tree.fresh(), 3, 1));
        assertBreaks("I-DURABLE", () -> play.recover(ONE, after(first, second), 2, 1));
        play.recover(ONE, after(first), 3, 1);
    }

    @Test
    void aServerThatHasNoVoiceMayHaveLostEverything() {
        play.write(1, 1);
        play.crash(ONE);
        play.ghost.damaged(ONE);
        play.ghost.started(ONE, new Recovered(Tree.fresh(), List.of(), 0, 0, false));
        assertThat(play.tally.of("recovery of nothing")).isEqualTo(1);
    }
}
