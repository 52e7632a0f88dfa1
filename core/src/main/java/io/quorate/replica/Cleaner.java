package io.quorate.replica;

import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Finds containers that have served their time: they had children and have none now. Each round looks at all of them
/// and takes a
/// bounded number.
final class Cleaner {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int MOST_PER_ROUND = 10_000;

    private final Self self;
    private long dueAtNanos = Long.MIN_VALUE;

    Cleaner(Self self) {
        this.self = self;
    }

    long wakeAtNanos() {
        return dueAtNanos == Long.MIN_VALUE ? Long.MAX_VALUE : dueAtNanos;
    }

    /// The paths to remove now; empty between rounds.
    List<String> due() {
        long now = self.nowNanos();
        if (dueAtNanos == Long.MIN_VALUE) {
            dueAtNanos = now + INTERVAL_NANOS;
        }
        if (now < dueAtNanos) {
            return List.of();
        }
        dueAtNanos = now + INTERVAL_NANOS;
        Tree tree = self.history().preparedTree();
        List<String> paths = new ArrayList<>();
        for (Map.Entry<String, Boolean> container : tree.containers()) {
            Znode znode = tree.find(container.getKey());
            if (znode != null
                    && znode.childCount() == 0
                    && znode.storedStat().cversion() > 0
                    && paths.size() < MOST_PER_ROUND) {
                paths.add(container.getKey());
            }
        }
        return paths;
    }
}
