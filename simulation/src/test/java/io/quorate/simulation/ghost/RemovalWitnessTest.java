package io.quorate.simulation.ghost;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.Reference;
import org.junit.jupiter.api.Test;

/// One znode is created at time 1000, and removed at another.
class RemovalWitnessTest {
    private static LoggedTxn at(long counter, long timeMillis, Txn txn) {
        return TxnCodec.seal(new TxnHeader(new SessionId(7), 1, Zxid.of(1, counter), timeMillis), txn, null);
    }

    private static void remove(OpCode created, long ttlMillis, long timeMillis) {
        Reference reference = new Reference();
        LoggedTxn creation = at(1, 1000, new Txn.Create(created, "/a", new byte[0], Acl.OPEN, false, 1, ttlMillis));
        reference.commit(creation.header(), creation.txn());
        LoggedTxn removal = at(2, timeMillis, new Txn.Delete(OpCode.DELETE_CONTAINER, "/a"));
        new RemovalWitness().commit(removal, reference.at(reference.last()));
    }

    @Test
    void aZnodeWithATtlStaysAsLongAsItMay() {
        assertThatThrownBy(() -> remove(OpCode.CREATE_TTL, 500, 1500))
                .isInstanceOf(Violation.class)
                .hasMessageContaining("I-REMOVAL");
        assertThatCode(() -> remove(OpCode.CREATE_TTL, 500, 1501)).doesNotThrowAnyException();
    }

    @Test
    void whatIsToStayStays() {
        assertThatThrownBy(() -> remove(OpCode.CREATE, 0, 1_000_000)).isInstanceOf(Violation.class);
        assertThatCode(() -> remove(OpCode.CREATE_CONTAINER, 0, 7000)).doesNotThrowAnyException();
    }
}
