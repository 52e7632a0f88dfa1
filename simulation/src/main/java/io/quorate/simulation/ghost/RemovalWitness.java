package io.quorate.simulation.ghost;

import io.quorate.model.OpCode;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.Entry;
import io.quorate.simulation.reference.State;
import org.jspecify.annotations.Nullable;

/// I-REMOVAL: what a leader removes without being asked has served its time, by the clock of its txn: a container whose
/// children have gone or that nobody wanted, or a znode whose time to live has passed; and there is nothing below it.
final class RemovalWitness {
    private static final long TTL_BITS = 0xFF_FFFF_FFFFL;

    /// @param before the state that the txn meets
    void commit(LoggedTxn txn, State before) {
        if (txn.txn() instanceof Txn.Delete(OpCode type, String path) && type == OpCode.DELETE_CONTAINER) {
            String objection = objection(before.find(path), txn.header().timeMillis());
            if (objection != null) {
                throw new Violation("I-REMOVAL", "%s removes %s, which %s", txn, path, objection);
            }
        }
    }

    private static @Nullable String objection(@Nullable Entry entry, long nowMillis) {
        if (entry == null) {
            return "is not there";
        }
        if (!entry.children().isEmpty()) {
            return "has children";
        }
        long ageMillis = nowMillis - entry.stat().mtime();
        if (entry.isContainer()) {
            return entry.stat().cversion() > 0 || ageMillis > 0 ? null : "has only just come";
        }
        if (!entry.hasTtl()) {
            return "is to stay";
        }
        long ttlMillis = entry.stat().ephemeralOwner() & TTL_BITS;
        return ageMillis > ttlMillis ? null : "is to stay for %d ms more".formatted(ttlMillis - ageMillis);
    }
}
