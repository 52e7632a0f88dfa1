package io.quorate.simulation.ghost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.Reference;
import io.quorate.tree.Tree;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Commits txns that no sound leader would propose.
class SessionWitnessTest {
    private final Txns txns = new Txns();
    private final StateGhost ghost =
            new StateGhost(new Reference(), new SplittableRandom(1), Reload.NEVER, OneServer.TICK_MILLIS);

    private void commit(Txn txn) {
        ghost.commit(txns.next(txn));
    }

    static void assertBreaks(String invariant, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Violation.class,
                        violation -> assertThat(violation.invariant())
                                .as(violation.getMessage())
                                .isEqualTo(invariant));
    }

    @Test
    void aSessionBeginsOnlyOnce() {
        commit(Txns.begin());
        assertBreaks("I-SESSION-ID", () -> commit(Txns.begin()));
    }

    @Test
    void anIdIsNotGivenAgainAfterItsSessionIsOver() {
        commit(Txns.begin());
        commit(Txns.end());
        assertBreaks("I-SESSION-ID", () -> commit(Txns.begin()));
    }

    @Test
    void reservedIdsAreNobodys() {
        assertBreaks("I-SESSION-ID", () -> ghost.commit(txns.next(SessionId.NONE, Txns.begin())));
        assertBreaks("I-SESSION-ID", () -> ghost.commit(txns.next(new SessionId(Long.MIN_VALUE), Txns.begin())));
    }

    @Test
    void twoProposalsOfOneIdAreSeenBeforeEitherIsCommitted() {
        OneServer server = OneServer.alone();
        LoggedTxn first = txns.next(Txns.begin());
        LoggedTxn second = txns.next(Txns.begin());
        Event any = new Event.ClientGone(new ConnectionId(1));
        server.ghost.stepped(server, any, List.of(new Effect.Append(first)));
        assertBreaks("I-SESSION-ID", () -> server.ghost.stepped(server, any, List.of(new Effect.Append(second))));
    }

    @Test
    void nothingIsDoneByASessionThatNoTxnHasBegun() {
        assertBreaks("I-SESSION-LIFE", () -> commit(Txns.create("/a", 1)));
    }

    @Test
    void nothingIsDoneByASessionThatIsOver() {
        commit(Txns.begin());
        commit(Txns.end());
        assertBreaks("I-SESSION-LIFE", () -> commit(Txns.create("/a", 1)));
    }

    @Test
    void aSessionEndsOnlyOnce() {
        commit(Txns.begin());
        commit(Txns.end());
        assertBreaks("I-SESSION-LIFE", () -> commit(Txns.end()));
    }

    @Test
    void anEphemeralNeedsALiveSession() {
        commit(Txns.begin());
        commit(Txns.end());
        assertBreaks("I-EPHEMERAL", () -> commit(Txns.ephemeral("/e", 1)));
    }

    @Test
    void theEndOfASessionTakesNothingOfOthers() {
        commit(Txns.begin());
        commit(Txns.create("/a", 1));
        assertBreaks("I-EPHEMERAL", () -> commit(Txns.end("/a")));
    }

    @Test
    void ephemeralsHaveNoChildren() {
        commit(Txns.begin());
        commit(Txns.ephemeral("/e", 1));
        assertBreaks("I-EPHEMERAL-EXCLUSIVE", () -> commit(Txns.create("/e/a", 1)));
    }

    @Test
    void aServerThatHasAppliedTheEndHasNothingOfTheSession() {
        LoggedTxn begin = txns.next(Txns.begin());
        LoggedTxn ephemeral = txns.next(Txns.ephemeral("/e", 1));
        Tree before = txns.tree();
        LoggedTxn end = txns.next(Txns.end("/e"));
        Tree wrong = before.apply(end.header(), new Txn.Delete(OpCode.DELETE, "/none"))
                .tree();
        OneServer server = new OneServer(3, new Recovered(before, List.of(), 1, 1, true), 100);
        List.of(begin, ephemeral).forEach(server.ghost::commit);
        server.start(new Recovered(before, List.of(), 1, 1, true));
        server.ghost.commit(end);
        server.showTree(wrong);
        assertBreaks("I-EPHEMERAL", () -> server.pass(10));
    }

    @Test
    void noNewClientIsGivenTheIdOfAnother() {
        OneServer server = OneServer.alone();
        server.connect(1);
        SessionId first = server.tree().sessions().keyList().getFirst();
        server.shownEffects = effects -> effects.stream()
                .map(effect -> effect instanceof Effect.Say(ConnectionId to, ServerMessage.Handshake _)
                        ? new Effect.Say(
                                to,
                                new ServerMessage.Handshake(new ConnectResponse(
                                        OneServer.TIMEOUT_MILLIS, first, first.password(), true, false)))
                        : effect)
                .toList();
        assertBreaks("I-SESSION-ID", () -> server.connect(2));
    }

    @Test
    void nobodyIsWelcomedBeforeTheSessionIsCommitted() {
        OneServer server = OneServer.alone();
        server.tellsCommits = false;
        assertBreaks("I-SESSION-LIFE", () -> server.connect(1));
    }
}
