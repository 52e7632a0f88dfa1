package io.quorate.replica;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server's stable storage in memory. Orders wait in a queue until they are carried out; a crash forgets those that
/// wait.
final class TestDisk {
    /// Whether an empty disk is what the server began with.
    boolean mayVote = true;

    private Tree base = Tree.fresh();
    private final List<LoggedTxn> log = new ArrayList<>();
    private long acceptedEpoch;
    private long currentEpoch;
    private final ArrayDeque<Effect.StorageOrder> waiting = new ArrayDeque<>();

    void order(Effect.StorageOrder order) {
        waiting.add(order);
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }

    void crash() {
        waiting.clear();
    }

    Zxid last() {
        return log.isEmpty() ? base.zxid() : log.getLast().zxid();
    }

    Recovered recover() {
        return new Recovered(tree(), List.copyOf(log), acceptedEpoch, currentEpoch, mayVote);
    }

    private Tree tree() {
        Tree tree = base;
        for (LoggedTxn txn : log) {
            tree = tree.apply(txn.header(), txn.txn()).tree();
        }
        return tree;
    }

    /// Carries out the oldest order; several appends in a row go in one flush of at most `batch`.
    @Nullable
    Event work(int batch) {
        return switch (waiting.removeFirst()) {
            case Effect.Append(LoggedTxn first) -> {
                log.add(first);
                while (log.size() < Integer.MAX_VALUE
                        && --batch > 0
                        && waiting.peek() instanceof Effect.Append(LoggedTxn txn)) {
                    waiting.removeFirst();
                    log.add(txn);
                }
                yield new Event.LogFlushed(last());
            }
            case Effect.SaveEpochs(long accepted, long current) -> {
                acceptedEpoch = accepted;
                currentEpoch = current;
                yield new Event.EpochsSaved(accepted, current);
            }
            case Effect.TruncateLog(Zxid zxid) -> truncate(zxid);
            case Effect.InstallSnapshot(Tree tree) -> {
                base = tree;
                log.clear();
                yield new Event.SnapshotInstalled(tree.zxid());
            }
            case Effect.TakeSnapshot(Tree tree) -> {
                base = tree;
                log.removeIf(txn -> txn.zxid().isAtMost(tree.zxid()));
                yield new Event.SnapshotTaken(tree.zxid());
            }
        };
    }

    private Event truncate(Zxid zxid) {
        boolean found = base.zxid().equals(zxid)
                || log.stream().anyMatch(txn -> txn.zxid().equals(zxid));
        if (!found) {
            return new Event.TruncationRefused(zxid);
        }
        log.removeIf(txn -> txn.zxid().isAfter(zxid));
        return new Event.LogTruncated(tree(), List.copyOf(log));
    }
}
