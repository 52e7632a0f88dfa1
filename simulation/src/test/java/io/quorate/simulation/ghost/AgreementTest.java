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
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.tree.Tree;
import io.quorate.zab.quorum.EnsembleConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
    private final Rehearsal play = Rehearsal.serving();

    @Test
    void committedTxnsAreToldInTheirOrder() {
        List<LoggedTxn> told = new ArrayList<>();
        play.ghost.onCommit(told::add);
        LoggedTxn first = play.propose(1, 1);
        LoggedTxn second = play.propose(1, 2);
        play.flush(LEADER, second);
        for (LoggedTxn txn : List.of(first, second)) {
            play.hold(ONE, txn);
        }
        assertThat(told).isEmpty();
        play.apply(LEADER, first);
        play.apply(LEADER, second);
        play.act(LEADER, new Effect.Send(down(ONE), new PeerMessage.Commit(second.zxid())));
        assertThat(told).containsExactly(first, second);
        assertThat(play.ghost.isCommitted(first.zxid())).isTrue();
    }

    // ---- proposals

    @Test
    void aLeaderGivesAZxidOnce() {
        LoggedTxn txn = play.propose(1, 1);
        assertBreaks("I-ZXID-UNIQUE", () -> play.act(LEADER, new Effect.Append(txn)));
    }

    @Test
    void aLeaderLeavesNoZxidOut() {
        assertBreaks("I-ZXID-UNIQUE", () -> play.propose(1, 2));
    }

    @Test
    void aLeaderProposesInItsOwnEpoch() {
        assertBreaks("I-ZXID-UNIQUE", () -> play.propose(2, 1));
    }

    @Test
    void aFollowerLogsNothingThatWasNotProposed() {
        assertBreaks("I-INTEGRITY", () -> play.act(ONE, new Effect.Append(play.txn(1, 1, "/a"))));
    }

    @Test
    void aFollowerLogsWhatWasProposedToTheLastByte() {
        LoggedTxn other = play.txn(1, 1, "/other");
        play.propose(1, 1);
        assertBreaks("I-INTEGRITY", () -> play.act(ONE, new Effect.Append(other)));
    }

    @Test
    void aFollowerLeavesNothingOutOfItsLog() {
        play.propose(1, 1);
        LoggedTxn second = play.propose(1, 2);
        assertBreaks("I-LOG-CONTIGUOUS", () -> play.act(ONE, new Effect.Append(second)));
    }

    @Test
    void aFollowerLogsAnEpochsFirstTxnOnlyAfterAllThatItsLeaderHadBefore() {
        play.writeWithoutOne(1, 1);
        play.lookAround();
        play.dial(TWO);
        play.promise(LEADER, 2);
        play.promise(TWO, 2);
        play.save(LEADER, 2, 2);
        play.offer(TWO, 2);
        play.adopt(TWO, 2);
        play.establish(LEADER);
        LoggedTxn next = play.propose(2, 1);
        assertBreaks("I-PREFIX", () -> play.act(ONE, new Effect.Append(next)));
    }

    // ---- commits

    @Test
    void whatOnlyTheLeaderHoldsIsNotCommitted() {
        LoggedTxn txn = play.propose(1, 1);
        play.flush(LEADER, txn);
        play.hear(ONE, txn);
        assertBreaks(
                "I-QUORUM-COMMIT",
                () -> play.act(LEADER, new Effect.Send(down(ONE), new PeerMessage.Commit(txn.zxid()))));
    }

    @Test
    void whatIsAppliedByAServerThatServesCountsAsCommitted() {
        LoggedTxn txn = play.propose(1, 1);
        play.flush(LEADER, txn);
        play.apply(LEADER, txn);
        assertBreaks("I-QUORUM-COMMIT", () -> play.act(LEADER));
    }

    @Test
    void aDiskThatWasDamagedMayHaveHeldWhatItAcknowledged() {
        LoggedTxn txn = play.propose(1, 1);
        play.flush(LEADER, txn);
        play.hold(ONE, txn);
        play.crash(ONE);
        play.ghost.damaged(ONE);
        play.commit(txn);
        assertThat(play.ghost.lastCommitted()).isEqualTo(txn.zxid());
    }

    @Test
    void aCommitThatLeavesTheCommittedHistoryIsFound() {
        Past beginning = Past.beginning();
        Subject alone = new Subject(ONE, beginning);
        Commits commits = new Commits(List.of(alone), new Voters(EnsembleConfig.standalone(ONE)), beginning);
        Past committed = beginning.then(play.txn(1, 1, "/a"), ONE, 0);
        alone.shelf().restarted(committed, 1, 1);
        commits.commit(alone, committed);
        Past other = beginning.then(play.txn(2, 1, "/b"), ONE, 0);
        alone.shelf().restarted(other, 2, 2);
        assertBreaks("I-PREFIX", () -> commits.commit(alone, other));
    }

    // ---- trees

    @Test
    void aTreeDoesNotGoBack() {
        Tree before = play.tree(ONE);
        play.write(1, 1);
        play.treeIs(ONE, before);
        assertBreaks("I-GLOBAL-PRIMARY", () -> play.act(ONE));
    }

    @Test
    void aTreeDoesNotGoBackWithinAnEpoch() {
        play.write(1, 1);
        Tree before = play.tree(ONE);
        play.write(1, 2);
        play.treeIs(ONE, before);
        assertBreaks("I-TOTAL-ORDER", () -> play.act(ONE));
    }

    @Test
    void aTreeIsWhatItsTxnsAddUpTo() {
        LoggedTxn txn = play.propose(1, 1);
        play.flush(LEADER, txn);
        play.hold(ONE, txn);
        play.commit(txn);
        LoggedTxn other = play.txn(1, 1, "/other");
        play.apply(ONE, other);
        assertBreaks("I-PREFIX", () -> play.act(ONE));
    }

    @Test
    void aTreeHoldsNothingThatIsNotOnItsOwnDisk() {
        LoggedTxn txn = play.propose(1, 1);
        play.flush(LEADER, txn);
        play.hold(ONE, txn);
        play.commit(txn);
        play.hear(TWO, txn);
        assertBreaks("I-NO-APPLY-AHEAD", () -> play.follow(TWO, txn));
    }

    @Test
    void aTreeHoldsNothingThatWasNotProposed() {
        play.apply(ONE, play.txn(1, 1, "/a"));
        assertBreaks("I-INTEGRITY", () -> play.act(ONE));
    }

    @Test
    void aSnapshotHoldsOnlyWhatIsCommitted() {
        LoggedTxn txn = play.propose(1, 1);
        play.apply(LEADER, txn);
        Tree tree = play.tree(LEADER);
        play.treeIs(LEADER, Tree.fresh());
        assertBreaks("I-SNAPSHOT", () -> play.act(LEADER, new Effect.TakeSnapshot(tree)));
    }

    // ---- sequences, which are kept apart

    private static Subject subject(long id) {
        return new Subject(new ServerId(id), Past.beginning());
    }

    @Test
    void aSequenceHasNoHolesAndNoStepsBack() {
        Subject server = subject(1);
        Sequence sequence = server.sequence();
        sequence.begin(Zxid.of(1, 5));
        sequence.add(server, Zxid.of(1, 6));
        assertBreaks("I-LOCAL-PRIMARY", () -> sequence.add(server, Zxid.of(1, 8)));
        assertBreaks("I-LOCAL-PRIMARY", () -> sequence.add(server, Zxid.of(2, 2)));
        assertBreaks("I-TOTAL-ORDER", () -> sequence.add(server, Zxid.of(1, 6)));
        sequence.add(server, Zxid.of(2, 1));
        assertBreaks("I-GLOBAL-PRIMARY", () -> sequence.add(server, Zxid.of(1, 7)));
    }

    @Test
    void ofTwoSequencesOneIsPartOfTheOther() {
        Subject one = subject(1);
        Subject two = subject(2);
        one.sequence().begin(Zxid.ZERO);
        two.sequence().begin(Zxid.ZERO);
        one.sequence().add(one, Zxid.of(1, 1));
        Applied.checkAgreement(one, List.of(one, two));
        two.sequence().add(two, Zxid.of(2, 1));
        assertBreaks("I-AGREEMENT", () -> Applied.checkAgreement(one, List.of(one, two)));
    }

    // ---- clients

    @Test
    void clientsSeeOnlyWhatIsCommitted() {
        LoggedTxn txn = play.propose(1, 1);
        assertBreaks("I-ACKED", () -> play.act(LEADER, Replies.ok(txn.zxid())));
    }

    @Test
    void clientsGetOnlySessionsThatExist() {
        assertBreaks("I-ACKED", () -> play.act(LEADER, Replies.welcome(Txns.SESSION)));
    }

    @Test
    void aFollowerThatHearsNothingOfItsLeaderServesNobody() {
        play.write(1, 1);
        play.sleep(Rehearsal.SYNC_LIMIT_TICKS);
        play.act(ONE, Replies.ok(Zxid.of(1, 1)));
        play.sleep(1);
        assertBreaks("I-STALE-BOUND", () -> play.act(ONE, Replies.ok(Zxid.of(1, 1))));
    }

    @Test
    void aLeaderThatHearsNothingOfAQuorumServesNobody() {
        play.write(1, 1);
        for (int i = 0; i < Rehearsal.SYNC_LIMIT_TICKS + 2; i++) {
            play.sleep(1);
            play.act(LEADER, Replies.ok(Zxid.of(1, 1)));
        }
        play.sleep(1);
        assertBreaks("I-STALE-BOUND", () -> play.act(LEADER, Replies.ok(Zxid.of(1, 1))));
    }

    @Test
    void aLeaderThatHasSleptMayListenFirst() {
        play.write(1, 1);
        play.act(LEADER);
        play.sleep(100);
        play.act(LEADER, Replies.ok(Zxid.of(1, 1)));
        assertThat(play.ghost.lastCommitted()).isEqualTo(Zxid.of(1, 1));
    }

    // ---- messages

    @Test
    void whatIsNotTheOldestProposalIsNotCommitted() {
        LoggedTxn first = play.propose(1, 1);
        LoggedTxn second = play.propose(1, 2);
        play.hear(ONE, first);
        play.hear(ONE, second);
        assertBreaks("I-MSG", () -> play.step(ONE, new Event.FromLeader(UP, new PeerMessage.Commit(second.zxid()))));
    }

    @Test
    void aProposalComesAfterItsPredecessor() {
        play.propose(1, 1);
        LoggedTxn second = play.propose(1, 2);
        assertBreaks("I-MSG", () -> play.step(ONE, new Event.FromLeader(UP, new PeerMessage.Proposal(second))));
    }

    @Test
    void upToDateIsSaidOnce() {
        assertBreaks("I-MSG", () -> play.tell(ONE, new PeerMessage.UpToDate()));
    }

    @Test
    void onlyWhatWasSentIsAcknowledged() {
        assertBreaks(
                "I-MSG", () -> play.step(LEADER, new Event.FromLearner(down(ONE), new PeerMessage.Ack(Zxid.of(1, 1)))));
    }

    @Test
    void aLearnerWithoutALinkSaysNothing() {
        play.lookAround();
        assertBreaks("I-MSG", () -> play.act(ONE, new Effect.Send(UP, new PeerMessage.Ack(Zxid.of(1, 1)))));
    }
}
