package io.quorate.simulation.history;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.simulation.reference.Change;
import java.util.ArrayList;
import java.util.List;

/// The txns that are known to be committed, in their order.
final class Commits {
    /// One txn, with what a watcher could hear of it.
    record Commit(TxnHeader header, Txn txn, List<Change> changes) {
        Zxid zxid() {
            return header.zxid();
        }

        /// Whether it did what was asked; a multi with a failed member did nothing.
        boolean succeeded() {
            return switch (txn) {
                case Txn.Failed _ -> false;
                case Txn.Multi(List<Txn> members) -> members.stream().noneMatch(Txn.Failed.class::isInstance);
                case Txn.Create _,
                        Txn.Delete _,
                        Txn.SetData _,
                        Txn.SetAcl _,
                        Txn.Check _,
                        Txn.CreateSession _,
                        Txn.CloseSession _ -> true;
            };
        }
    }

    private final List<Commit> commits = new ArrayList<>();
    private Zxid last = Zxid.ZERO;

    void add(Commit commit) {
        if (!commit.zxid().isAfter(last)) {
            throw new IllegalArgumentException(commit.zxid() + " is told after " + last);
        }
        commits.add(commit);
        last = commit.zxid();
    }

    Zxid last() {
        return last;
    }

    int size() {
        return commits.size();
    }

    Commit get(int index) {
        return commits.get(index);
    }

    /// How many are at most `zxid`.
    int countUpTo(Zxid zxid) {
        // Nearly all questions are about now.
        if (last.isAtMost(zxid)) {
            return commits.size();
        }
        int from = 0;
        int to = commits.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (commits.get(middle).zxid().isAtMost(zxid)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
