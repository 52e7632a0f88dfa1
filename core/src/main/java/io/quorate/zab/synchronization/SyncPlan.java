package io.quorate.zab.synchronization;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import java.util.ArrayList;
import java.util.List;

/// How a learner that reported the end of its history is brought to the leader's.
public sealed interface SyncPlan {
    /// Its history is part of the leader's: send what is missing. `upTo` is where both have the same then.
    record Diff(Zxid upTo, List<LoggedTxn> missing) implements SyncPlan {}

    /// It has txns that never were: cut behind `to`, then send what is missing.
    record Trunc(Zxid to, List<LoggedTxn> missing) implements SyncPlan {}

    /// It cannot be placed: send everything.
    record Snap() implements SyncPlan {}

    /// ZooKeeper's decision, first match wins, restricted to what memory can prove.
    ///
    /// @param peer the last zxid of the learner's history
    /// @param last the last zxid of what the leader has applied; `recent` ends there
    /// @param pending the txns that the leader has logged after `last`. A learner must keep those of them that it
    /// holds: while the leader's own disk lags they may be committed, with this learner as one of a bare majority.
    static SyncPlan choose(Zxid peer, RecentTxns recent, Zxid last, List<LoggedTxn> pending) {
        if (peer.equals(last)) {
            return new Diff(peer, List.of());
        }
        if (peer.isAfter(last)) {
            if (pending.stream().anyMatch(txn -> txn.zxid().equals(peer))) {
                return new Diff(peer, List.of());
            }
            // The start of an epoch names no txn, so there is nothing to cut.
            return peer.isEpochStart() ? new Snap() : new Trunc(last, List.of());
        }
        if (recent.isEmpty() || recent.first().isAfter(peer)) {
            return new Snap();
        }
        return walk(peer, recent, last);
    }

    private static SyncPlan walk(Zxid peer, RecentTxns recent, Zxid last) {
        List<LoggedTxn> missing = new ArrayList<>();
        Zxid before = Zxid.ZERO;
        boolean found = peer.isEpochStart();
        for (LoggedTxn txn : recent) {
            Zxid zxid = txn.zxid();
            if (zxid.isAtMost(peer)) {
                before = zxid;
                found |= zxid.equals(peer);
            } else {
                missing.add(txn);
            }
        }
        if (found) {
            return new Diff(last, missing);
        }
        // The learner's last txn never was. What follows its predecessor replaces it, unless an epoch ended there: then
        // the
        // learner may have missed txns before the orphan as well.
        boolean sameEpoch = missing.getFirst().zxid().epoch() == peer.epoch();
        return sameEpoch ? new Trunc(before, missing) : new Snap();
    }
}
