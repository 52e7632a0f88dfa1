package io.quorate.simulation.reference;

import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.Collection;
import java.util.List;

/// The service as it must be: told of every committed txn in order, it knows the tree and the sessions after each of
/// them, what watchers hear of it, what a request has to become, and what the answer has to be.
public final class Reference {
    private final Ledger ledger;
    private final Zxid first;
    private Zxid last;

    /// Begins with what a server without a past has, except for the configuration of its ensemble.
    public Reference() {
        this(Beginnings.fresh(null, 0), Zxid.ZERO);
    }

    /// Begins with what a server without a past has.
    ///
    /// @param config what the znode of the configuration holds
    /// @param configVersion the zxid that the configuration dates from
    public Reference(byte[] config, long configVersion) {
        this(Beginnings.fresh(config, configVersion), Zxid.ZERO);
    }

    /// Begins with a snapshot; nothing is known of what was before.
    public Reference(SnapshotSource snapshot) {
        this(Beginnings.of(snapshot), snapshot.zxid());
    }

    private Reference(Ledger ledger, Zxid first) {
        this.ledger = ledger;
        this.first = first;
        this.last = first;
    }

    /// The next txn has been committed.
    ///
    /// @throws IllegalStateException if it is not after the last one, or does not fit the state
    public void commit(TxnHeader header, Txn txn) {
        if (!header.zxid().isAfter(last)) {
            throw new IllegalStateException(header + " was committed after " + last);
        }
        ledger.commit(header, txn);
        last = header.zxid();
    }

    /// The last txn that was committed.
    public Zxid last() {
        return last;
    }

    /// Whether a txn with this zxid was committed.
    public boolean knows(Zxid zxid) {
        return ledger.step(zxid.value()) != null;
    }

    /// The state after a txn, or after the last one before that zxid if there is none with it.
    ///
    /// @throws IllegalStateException if that is not known yet, or not any more
    public State at(Zxid zxid) {
        if (first.isAfter(zxid) || (zxid.isAfter(last) && !zxid.isEpochStart())) {
            throw new IllegalStateException(
                    "The state at " + zxid + " is not known, only from " + first + " to " + last);
        }
        return new State(ledger, zxid);
    }

    /// What a txn did that watchers could hear of, in order; empty if there is no such txn.
    public List<Change> changesOf(Zxid zxid) {
        Ledger.Step step = ledger.step(zxid.value());
        return step == null ? List.of() : step.changes();
    }

    /// The paths of all znodes that are no longer what they were before a txn, parents included; with a multi,
    /// also such that came and went.
    public List<String> touchedBy(Zxid zxid) {
        Ledger.Step step = ledger.step(zxid.value());
        return step == null ? List.of() : step.touched();
    }

    /// What a connection with a single watch is to be told of a txn, in order, if it may read.
    public List<WatchEvent> eventsFor(WatchKind kind, String path, Zxid zxid) {
        return noticesFor(List.of(new Watch(kind, path)), zxid).events();
    }

    /// What a connection with these watches is to be told of a txn, and which of them it has left then.
    public Notices noticesFor(Collection<Watch> watches, Zxid zxid) {
        return Watching.of(watches, changesOf(zxid));
    }

    @Override
    public String toString() {
        return "Reference[" + first + " to " + last + "]";
    }
}
