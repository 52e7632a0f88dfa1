package io.quorate.replica;

import io.quorate.tree.OrderedMap;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/// Finds the znodes that nobody deletes: containers that have served their time, and znodes whose time to live has
/// passed. From time to time it looks at all of them, and then lets those that may go follow one another with
/// pauses between. Works for one leader during one epoch.
final class Cleaner {
    private static final long NEVER = Long.MIN_VALUE;

    private final Self self;
    private final long intervalNanos;
    private final long pauseNanos;
    private final Queue<String> found = new ArrayDeque<>();
    private long lookAtNanos = NEVER;
    private long nextAtNanos = NEVER;

    Cleaner(Self self) {
        this.self = self;
        CleanerSettings settings = self.settings().cleaner();
        intervalNanos = TimeUnit.MILLISECONDS.toNanos(settings.checkIntervalMillis());
        pauseNanos = TimeUnit.MILLISECONDS.toNanos(settings.pauseMillis());
    }

    long wakeAtNanos() {
        if (lookAtNanos == NEVER) {
            return Long.MAX_VALUE;
        }
        return found.isEmpty() ? Math.max(lookAtNanos, nextAtNanos) : nextAtNanos;
    }

    /// The paths to remove now. The first look comes an interval after the leader has begun.
    List<String> due() {
        long now = self.nowNanos();
        if (lookAtNanos == NEVER) {
            lookAtNanos = now + intervalNanos;
            nextAtNanos = now;
        }
        if (found.isEmpty() && now >= lookAtNanos) {
            look();
            lookAtNanos = Math.max(lookAtNanos, now - intervalNanos) + intervalNanos;
        }
        List<String> due = new ArrayList<>();
        while (!found.isEmpty() && now >= nextAtNanos) {
            String path = found.remove();
            Znode znode = self.history().preparedTree().find(path);
            // Much may have happened since it was found.
            if (znode != null && mayGo(znode)) {
                due.add(path);
                nextAtNanos = now + pauseNanos;
            }
        }
        return due;
    }

    private void look() {
        Tree tree = self.history().preparedTree();
        look(tree, tree.containers());
        look(tree, tree.ttls());
    }

    private void look(Tree tree, OrderedMap<String, Boolean> paths) {
        for (Map.Entry<String, Boolean> entry : paths) {
            Znode znode = tree.find(entry.getKey());
            if (znode != null && mayGo(znode)) {
                found.add(entry.getKey());
            }
        }
    }

    /// A container that never had children stays, unless it is to be used within some time. Ages count from the last
    /// change of the data, by the wall clock of whoever leads.
    private boolean mayGo(Znode znode) {
        if (znode.childCount() > 0) {
            return false;
        }
        long ageMillis = self.wallMillis() - znode.storedStat().mtime();
        if (znode.isTtl()) {
            return znode.ttlMillis() > 0 && ageMillis > znode.ttlMillis();
        }
        long mostMillis = self.settings().cleaner().maxNeverUsedMillis();
        return znode.isContainer() && (znode.storedStat().cversion() > 0 || (mostMillis > 0 && ageMillis > mostMillis));
    }
}
