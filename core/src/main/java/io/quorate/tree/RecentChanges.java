package io.quorate.tree;

import io.quorate.model.Zxid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/// The last changes of this server's tree, without a hole, kept for watchers that were away for a moment. Bounded by
/// about what they take of memory.
public final class RecentChanges {
    private static final int STEP_BYTES = 64;
    private static final int CHANGE_BYTES = 96;

    /// @param changes those of one txn; not empty
    private record Step(Zxid zxid, List<Change> changes) {
        long bytes() {
            long bytes = STEP_BYTES;
            for (Change change : changes) {
                bytes += CHANGE_BYTES + change.path().length();
            }
            return bytes;
        }
    }

    private final long maxBytes;
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private long bytes;

    /// Every change after this txn is here.
    private Zxid since;

    /// @param maxBytes 0: none are kept
    /// @param since the last txn whose changes are not known
    public RecentChanges(long maxBytes, Zxid since) {
        this.maxBytes = maxBytes;
        this.since = since;
    }

    /// The tree is another one now: that after `zxid`.
    public void restart(Zxid zxid) {
        steps.clear();
        bytes = 0;
        since = zxid;
    }

    /// What the next txn has changed.
    public void add(Zxid zxid, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Step step = new Step(zxid, changes);
        steps.addLast(step);
        bytes += step.bytes();
        while (bytes > maxBytes && !steps.isEmpty()) {
            Step oldest = steps.removeFirst();
            bytes -= oldest.bytes();
            since = oldest.zxid();
        }
    }

    /// Whether any are ever kept.
    public boolean areKept() {
        return maxBytes > 0;
    }

    /// Whether all that has changed after the txn `zxid` is known.
    public boolean reachBackTo(long zxid) {
        return zxid >= since.value();
    }

    /// What has changed after the txn `zxid`, oldest first, as far as it is known.
    public List<Change> after(long zxid) {
        List<List<Change>> missed = new ArrayList<>();
        Iterator<Step> newestFirst = steps.descendingIterator();
        while (newestFirst.hasNext()) {
            Step step = newestFirst.next();
            if (step.zxid().value() <= zxid) {
                break;
            }
            missed.add(step.changes());
        }
        Collections.reverse(missed);
        return missed.stream().flatMap(List::stream).toList();
    }
}
