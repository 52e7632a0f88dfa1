package io.quorate.simulation.ghost;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.simulation.Violation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every txn that a leader has ever handed to a disk or a channel. I-ZXID-UNIQUE, I-INTEGRITY.
final class Proposals {
    private final Past beginning = Past.beginning();
    private final Map<Zxid, Past> pasts = new HashMap<>();

    /// The last of each epoch; a leader begins to count anew.
    private final Map<Long, Zxid> last = new HashMap<>();

    Proposals() {
        pasts.put(Zxid.ZERO, beginning);
    }

    Past beginning() {
        return beginning;
    }

    /// The history that ends with `zxid`; null if no leader has proposed it.
    @Nullable
    Past find(Zxid zxid) {
        return pasts.get(zxid);
    }

    /// The history that ends with `zxid`.
    ///
    /// @param what who has to do with it and how, for people
    Past require(Zxid zxid, String what, Subject server) {
        Past past = pasts.get(zxid);
        if (past == null) {
            throw new Violation("I-INTEGRITY", "server %s %s %s, which no leader has proposed", server, what, zxid);
        }
        return past;
    }

    /// The history that ends with `txn`.
    Past require(LoggedTxn txn, String what, Subject server) {
        Past past = require(txn.zxid(), what, server);
        if (!past.endsWith(txn)) {
            throw new Violation(
                    "I-INTEGRITY", "server %s %s %s, but what was proposed is %s", server, what, txn, past.txn());
        }
        return past;
    }

    /// A leader begins to propose what nobody has heard of.
    ///
    /// @param after its own history
    Past propose(Subject leader, LoggedTxn txn, Past after) {
        Zxid zxid = txn.zxid();
        Past former = pasts.get(zxid);
        if (former != null) {
            throw new Violation(
                    "I-ZXID-UNIQUE", "leader %s proposes %s, but there has been %s", leader, txn, former.txn());
        }
        if (!leader.isEstablished() || zxid.epoch() != leader.epoch()) {
            throw new Violation(
                    "I-ZXID-UNIQUE",
                    "server %s (%s, epoch %s) proposes %s without leading that epoch",
                    leader,
                    leader.detail(),
                    leader.epoch(),
                    txn);
        }
        Zxid expected =
                last.getOrDefault(zxid.epoch(), Zxid.startOf(zxid.epoch())).next();
        if (!zxid.equals(expected)) {
            throw new Violation("I-ZXID-UNIQUE", "leader %s proposes %s, expected %s", leader, txn, expected);
        }
        if (!zxid.follows(after.zxid())) {
            throw new Violation("I-LOG-CONTIGUOUS", "leader %s proposes %s after %s", leader, txn, after);
        }
        Past past = after.then(txn, leader.id(), leader.nowNanos());
        pasts.put(zxid, past);
        last.put(zxid.epoch(), zxid);
        return past;
    }
}
