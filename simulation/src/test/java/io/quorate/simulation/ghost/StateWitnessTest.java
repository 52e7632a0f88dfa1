package io.quorate.simulation.ghost;

import static io.quorate.simulation.ghost.SessionWitnessTest.assertBreaks;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import io.quorate.replica.Recovered;
import io.quorate.tree.Tree;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Shows the ghost a server whose tree is not what was committed.
class StateWitnessTest {
    private static final Event ANY = new Event.ClientGone(new ConnectionId(99));

    private final Txns txns = new Txns();

    /// A server that follows nobody, with this on its disk, in an ensemble that has committed some txns.
    private static OneServer with(Tree tree, List<LoggedTxn> recent, List<LoggedTxn> committed) {
        Recovered recovered = new Recovered(tree, recent, 1, 1, true);
        OneServer server = new OneServer(3, recovered, 100);
        committed.forEach(server.ghost::commit);
        server.start(recovered);
        return server;
    }

    private List<LoggedTxn> three() {
        return List.of(txns.next(Txns.begin()), txns.next(Txns.create("/a", 1)), txns.next(Txns.setData("/a", 1)));
    }

    private static Tree replayed(List<LoggedTxn> all) {
        Tree tree = Tree.fresh();
        for (LoggedTxn txn : all) {
            tree = tree.apply(txn.header(), txn.txn()).tree();
        }
        return tree;
    }

    private static LoggedTxn other(LoggedTxn txn, Txn instead) {
        return TxnCodec.seal(txn.header(), instead, null);
    }

    @Test
    void aTreeWithAnotherZnodeIsFoundAtOnce() {
        List<LoggedTxn> all = three();
        OneServer server = with(replayed(all.subList(0, 2)), List.of(), all);
        Tree wrong = replayed(List.of(all.get(0), all.get(1), other(all.get(2), Txns.setData("/a", 2))));
        server.showTree(wrong);
        assertBreaks("I-STATE", () -> server.ghost.stepped(server, ANY, List.of()));
    }

    @Test
    void aTreeWithAnotherAclIsFoundInTheEnd() {
        List<LoggedTxn> all = three();
        OneServer server = with(replayed(all.subList(0, 1)), List.of(), all);
        Txn.Create closed = new Txn.Create(OpCode.CREATE, "/a", new byte[] {1}, Acl.READ_ONLY, false, 1, 0);
        server.showTree(replayed(List.of(all.get(0), other(all.get(1), closed), all.get(2))));
        server.ghost.stepped(server, ANY, List.of());
        assertBreaks("I-STATE", () -> server.ghost.ended(List.of(server)));
    }

    @Test
    void aTreeWithAnotherTimeoutOfASessionIsFoundInTheEnd() {
        List<LoggedTxn> all = three();
        OneServer server = with(replayed(all.subList(0, 0)), List.of(), all);
        server.showTree(replayed(List.of(other(all.get(0), new Txn.CreateSession(1)), all.get(1), all.get(2))));
        server.ghost.stepped(server, ANY, List.of());
        assertBreaks("I-STATE", () -> server.ghost.ended(List.of(server)));
    }

    @Test
    void aTreeAtATxnThatNobodyProposedIsFound() {
        List<LoggedTxn> all = three();
        OneServer server = with(replayed(all.subList(0, 2)), List.of(), all.subList(0, 2));
        server.showTree(replayed(all));
        assertBreaks("I-STATE", () -> server.ghost.stepped(server, ANY, List.of()));
    }

    @Test
    void whoServesHoldsNothingUncommitted() {
        OneServer server = OneServer.alone();
        server.connect(1);
        server.tellsCommits = false;
        assertBreaks("I-STATE", () -> server.create(1, "/a", 0));
    }

    @Test
    void whatWasProposedAndNotCommittedMayBeHeldByWhoLooksForALeader() {
        List<LoggedTxn> all = three();
        OneServer server = with(replayed(all.subList(0, 1)), List.of(), all.subList(0, 1));
        server.ghost.stepped(server, ANY, List.of(new Effect.Append(all.get(1)), new Effect.Append(all.get(2))));
        server.showTree(replayed(all));
        assertThatCode(() -> server.ghost.stepped(server, ANY, List.of())).doesNotThrowAnyException();
        server.showTree(replayed(List.of(all.get(0), other(all.get(1), Txns.create("/b", 1)), all.get(2))));
        assertBreaks("I-STATE", () -> server.ghost.stepped(server, ANY, List.of()));
    }

    @Test
    void theTxnsDigestIsThatOfTheTree() {
        OneServer server = OneServer.alone();
        server.connect(1);
        server.shownCommit = txn -> TxnCodec.seal(txn.header(), txn.txn(), new TxnDigest(TxnDigest.VERSION, 5));
        assertBreaks("I-DIGEST", () -> server.create(1, "/a", 0));
    }

    @Test
    void halfAMultiIsCalledSo() {
        LoggedTxn begin = txns.next(Txns.begin());
        LoggedTxn multi = txns.next(new Txn.Multi(List.of(Txns.create("/a", 1), Txns.create("/b", 2))));
        OneServer server = with(replayed(List.of(begin)), List.of(), List.of(begin, multi));
        server.showTree(replayed(List.of(begin, other(multi, Txns.create("/a", 1)))));
        assertBreaks("I-ATOMIC-MULTI", () -> server.ghost.stepped(server, ANY, List.of()));
    }

    @Test
    void halfAMultiUnderTheNameOfTheTxnBeforeIsCalledSo() {
        LoggedTxn begin = txns.next(Txns.begin());
        LoggedTxn before = txns.next(Txns.create("/x", 1));
        LoggedTxn multi = txns.next(new Txn.Multi(List.of(Txns.create("/a", 2), Txns.create("/b", 3))));
        OneServer server = with(replayed(List.of(begin)), List.of(), List.of(begin, before, multi));
        TxnHeader header = multi.header();
        Tree.Builder ahead = new Tree.Builder();
        Tree half = replayed(List.of(begin, before))
                .apply(header, Txns.create("/a", 2))
                .tree();
        half.sessions().forEach(session -> ahead.session(session.getKey(), session.getValue()));
        half.znodes().forEachRemaining(ahead::znode);
        server.showTree(ahead.build(before.zxid()));
        assertBreaks("I-ATOMIC-MULTI", () -> server.ghost.stepped(server, ANY, List.of()));
    }

    // ---- recovery

    @Test
    void aDiskThatGivesAnotherStateIsFound() {
        List<LoggedTxn> all = three();
        Tree wrong = replayed(List.of(all.get(0), all.get(1), other(all.get(2), Txns.setData("/a", 2))));
        assertBreaks("I-RECOVERY", () -> with(wrong, List.of(), all));
    }

    @Test
    void aDiskThatGivesAnUnknownTxnIsFound() {
        List<LoggedTxn> all = three();
        assertBreaks("I-RECOVERY", () -> with(replayed(all), List.of(), all.subList(0, 2)));
    }

    @Test
    void aLogThatIsNotTheTreesIsFound() {
        List<LoggedTxn> all = three();
        assertBreaks("I-RECOVERY", () -> with(replayed(all), all.subList(0, 2), all));
        List<LoggedTxn> others = List.of(all.get(1), other(all.get(2), Txns.setData("/a", 2)));
        assertBreaks("I-RECOVERY", () -> with(replayed(all), others, all));
    }

    @Test
    void theUncommittedEndOfALogIsFoundAgain() {
        List<LoggedTxn> all = three();
        OneServer server = with(replayed(all.subList(0, 2)), List.of(), all.subList(0, 2));
        server.ghost.stepped(server, ANY, List.of(new Effect.Append(all.get(2))));
        server.ghost.stopped(server, "killed", true);
        assertThatCode(() -> server.ghost.started(server, new Recovered(replayed(all), all, 1, 1, true)))
                .doesNotThrowAnyException();
    }

    // ---- snapshots

    @Test
    void aSnapshotOfSomethingUncommittedIsFound() {
        List<LoggedTxn> all = three();
        OneServer server = with(replayed(all.subList(0, 2)), List.of(), all.subList(0, 2));
        server.ghost.stepped(server, ANY, List.of(new Effect.Append(all.get(2))));
        Effect take = new Effect.TakeSnapshot(replayed(all));
        assertBreaks("I-SNAPSHOT", () -> server.ghost.stepped(server, ANY, List.of(take)));
    }

    @Test
    void aSnapshotThatLacksSomethingIsFound() {
        List<LoggedTxn> all = three();
        OneServer server = with(replayed(all), List.of(), all);
        Tree wrong = replayed(List.of(all.get(0), all.get(1), other(all.get(2), Txns.setData("/none", 1))));
        Effect take = new Effect.TakeSnapshot(wrong);
        Effect send = new Effect.SendSnapshot(new LinkId(1), wrong);
        Effect install = new Effect.InstallSnapshot(wrong);
        assertBreaks("I-SNAPSHOT", () -> server.ghost.stepped(server, ANY, List.of(take)));
        assertBreaks("I-SNAPSHOT", () -> server.ghost.stepped(server, ANY, List.of(send)));
        assertBreaks("I-SNAPSHOT", () -> server.ghost.stepped(server, ANY, List.of(install)));
    }

    @Test
    void aDiskThatHasLostSomethingWhenItWasTidiedIsFound() {
        List<LoggedTxn> all = three();
        Tree whole = replayed(all);
        OneServer server = with(whole, List.of(), all);
        server.onDisk = new Recovered(whole, List.of(), 1, 1, true);
        server.ghost.tidied(server, whole.zxid());
        OneServer another = with(whole, List.of(), all);
        another.onDisk = new Recovered(replayed(all.subList(0, 2)), List.of(), 1, 1, true);
        assertBreaks("I-PURGE", () -> another.ghost.tidied(another, Zxid.ZERO));
        OneServer third = with(whole, List.of(), all);
        third.onDisk = new Recovered(
                replayed(List.of(all.get(0), all.get(1), other(all.get(2), Txns.setData("/a", 5)))),
                List.of(),
                1,
                1,
                true);
        assertBreaks("I-PURGE", () -> third.ghost.tidied(third, Zxid.ZERO));
    }

    @Test
    void aSnapshotThatReplayDoesNotMendIsFound() {
        OneServer server = OneServer.alone();
        server.connect(1);
        server.create(1, "/a", 0);
        // Only the trial of snapshots sees the step: others would find the wrong tree before.
        Tree wrong = server.tree()
                .apply(
                        new TxnHeader(SessionId.NONE, 0, server.tree().zxid(), 5),
                        new Txn.SetData(OpCode.SET_DATA, "/a", new byte[] {9}, 7))
                .tree();
        States states = new States(server.reference);
        Roles roles = new Roles();
        roles.started(server, new Recovered(wrong, List.of(), 1, 1, true));
        roles.stepped(server, ANY, List.of(new Effect.StateChanged(ServerState.LEADING, "")));
        ReplayWitness replays = new ReplayWitness(states, roles, new SplittableRandom(1));
        server.showTree(wrong);
        replays.stepped(server, ANY, List.of(new Effect.TakeSnapshot(wrong)));
        assertBreaks("I-REPLAY-IDEMPOTENT", () -> replays.ended(List.of(server)));
    }
}
