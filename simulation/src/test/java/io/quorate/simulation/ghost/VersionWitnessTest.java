package io.quorate.simulation.ghost;

import static io.quorate.simulation.ghost.SessionWitnessTest.assertBreaks;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Turns requests into txns that they should not have become.
class VersionWitnessTest {
    private final Txns txns = new Txns();
    private final OneServer server = OneServer.alone();

    @BeforeEach
    void aSessionWithAZnode() {
        commit(Txns.begin());
        commit(Txns.create("/a", 1));
        commit(Txns.setData("/a", 1));
    }

    private void commit(Txn txn) {
        server.ghost.commit(txns.next(txn));
    }

    private void commit(Request request, Txn txn) {
        LoggedTxn made = txns.next(txn);
        server.ghost.stepped(
                server,
                new Event.ClientRequest(new ConnectionId(1), made.header().cxid(), request),
                List.of(new Effect.Append(made)));
        server.ghost.commit(made);
    }

    @Test
    void aVersionFollowsTheOneBefore() {
        commit(Txns.setData("/a", 2));
        assertBreaks("I-VERSION", () -> commit(Txns.setData("/a", 4)));
        assertBreaks("I-VERSION", () -> commit(Txns.setData("/a", 2)));
    }

    @Test
    void theVersionOfAnAclFollowsTheOneBefore() {
        commit(new Txn.SetAcl("/a", Acl.READ_ONLY, 1));
        assertBreaks("I-VERSION", () -> commit(new Txn.SetAcl("/a", Acl.OPEN, 1)));
    }

    @Test
    void aCreationCountsItsParentOn() {
        assertBreaks("I-VERSION", () -> commit(Txns.create("/b", 1)));
        assertBreaks("I-VERSION", () -> commit(Txns.create("/b", 3)));
        commit(Txns.create("/b", 2));
    }

    @Test
    void whatIsCreatedIsNewAndWhatIsDeletedIsThereAndChildless() {
        commit(Txns.create("/a/b", 1));
        assertBreaks("I-VERSION", () -> commit(Txns.create("/a", 2)));
        assertBreaks("I-VERSION", () -> commit(Txns.delete("/none")));
        assertBreaks("I-VERSION", () -> commit(Txns.delete("/a")));
        assertBreaks("I-VERSION", () -> commit(Txns.create("/none/b", 1)));
    }

    @Test
    void aConditionThatDoesNotHoldStopsTheWrite() {
        commit(new Request.SetData("/a", new byte[0], 1), Txns.setData("/a", 2));
        assertBreaks("I-VERSION", () -> commit(new Request.SetData("/a", new byte[0], 1), Txns.setData("/a", 3)));
        assertBreaks("I-VERSION", () -> commit(new Request.Delete("/a", 0), Txns.delete("/a")));
    }

    @Test
    void aConditionThatHoldsDoesNot() {
        Txn refused = new Txn.Failed(ErrorCode.BAD_VERSION);
        commit(new Request.SetData("/a", new byte[0], 0), refused);
        assertBreaks("I-VERSION", () -> commit(new Request.SetData("/a", new byte[0], 1), refused));
        assertBreaks("I-VERSION", () -> commit(new Request.SetData("/a", new byte[0], -1), refused));
    }

    @Test
    void insideAMultiTheOperationsBeforeCount() {
        Request first = new Request.SetData("/a", new byte[0], 1);
        Request asked = new Request.Multi(OpCode.MULTI, List.of(first, new Request.Check("/a", 2)));
        commit(asked, new Txn.Multi(List.of(Txns.setData("/a", 2), new Txn.Check("/a", 3))));
        Request stale = new Request.Multi(
                OpCode.MULTI, List.of(new Request.SetData("/a", new byte[0], -1), new Request.Check("/a", 2)));
        assertBreaks(
                "I-VERSION",
                () -> commit(stale, new Txn.Multi(List.of(Txns.setData("/a", 3), new Txn.Check("/a", 3)))));
        commit(stale, new Txn.Multi(List.of(Txns.setData("/a", 3), new Txn.Failed(ErrorCode.BAD_VERSION))));
    }

    @Test
    void sequentialNamesGrow() {
        commit(OneServer.creation("/a/n-", 2), Txns.create("/a/n-0000000000", 1));
        commit(OneServer.creation("/a/m-", 2), Txns.create("/a/m-0000000001", 2));
        assertBreaks("I-SEQ", () -> commit(OneServer.creation("/a/m-", 2), Txns.create("/a/m-0000000000", 3)));
    }

    @Test
    void aNewParentBeginsAgain() {
        commit(OneServer.creation("/a/n-", 2), Txns.create("/a/n-0000000000", 1));
        commit(Txns.delete("/a/n-0000000000"));
        commit(Txns.delete("/a"));
        commit(Txns.create("/a", 2));
        commit(OneServer.creation("/a/n-", 2), Txns.create("/a/n-0000000000", 1));
    }

    @Test
    void aSequentialNameIsTheOneAskedForWithANumber() {
        assertBreaks("I-SEQ", () -> commit(OneServer.creation("/a/n-", 2), Txns.create("/a/x-0000000000", 1)));
        assertBreaks("I-SEQ", () -> commit(OneServer.creation("/a/n-", 2), Txns.create("/a/n-", 1)));
    }
}
