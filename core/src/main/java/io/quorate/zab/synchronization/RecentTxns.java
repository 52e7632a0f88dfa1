package io.quorate.zab.synchronization;

import io.quorate.model.Invariant;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import java.util.ArrayDeque;
import java.util.Iterator;

/// The last txns of this server's history, without a hole, kept for learners that were away for a moment. Bounded: at
/// least `minCount` are kept, and more while they are no larger than `maxBytes` together.
public final class RecentTxns implements Iterable<LoggedTxn> {
    private final int minCount;
    private final long maxBytes;
    private final ArrayDeque<LoggedTxn> txns = new ArrayDeque<>();
    private long bytes;

    public RecentTxns(int minCount, long maxBytes) {
        this.minCount = minCount;
        this.maxBytes = maxBytes;
    }

    public void add(LoggedTxn txn) {
        Invariant.check(
                txns.isEmpty() || txn.zxid().follows(txns.getLast().zxid()),
                "txn %s leaves a hole in the history that ends at %s",
                txn,
                txns.isEmpty() ? Zxid.ZERO : txns.getLast().zxid());
        txns.addLast(txn);
        bytes += txn.encoded().length;
        while (txns.size() > minCount && bytes > maxBytes) {
            bytes -= txns.removeFirst().encoded().length;
        }
    }

    public void clear() {
        txns.clear();
        bytes = 0;
    }

    public boolean isEmpty() {
        return txns.isEmpty();
    }

    /// @throws java.util.NoSuchElementException if there is none
    public Zxid first() {
        return txns.getFirst().zxid();
    }

    @Override
    public Iterator<LoggedTxn> iterator() {
        return txns.iterator();
    }
}
