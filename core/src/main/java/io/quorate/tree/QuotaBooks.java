package io.quorate.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Keeps the usage of quotas in step while a tree changes. Nothing but the data of a usage znode changes by that, not
/// even its version; neither txns nor digests know of it, so two servers may differ there.
///
/// A znode counts for the longest prefix above it alone. Where quotas are nested or a client has written into a usage
/// znode, a count from the start, as when a snapshot is loaded, may give another number. A usage that cannot be read is
/// left as it is.
final class QuotaBooks {
    private final Edit edit;

    QuotaBooks(Edit edit) {
        this.edit = edit;
    }

    void created(String path, Znode znode) {
        String measured = Quota.measuredBy(path);
        if (measured != null) {
            recount(measured);
        }
        add(path, 1, znode.dataLength());
    }

    /// @param gone with what was below it, if there was something
    void deleted(String path, Znode gone) {
        if (!edit.quotas().isEmpty()) {
            Sum sum = Sum.of(gone);
            add(path, -sum.count, -sum.bytes);
        }
    }

    void changed(String path, long moreBytes) {
        add(path, 0, moreBytes);
    }

    private void add(String path, long moreCount, long moreBytes) {
        String prefix = Quota.longest(edit.quotas(), path);
        Trail trail = prefix == null ? null : Trail.to(edit.root(), Quota.usagePath(prefix));
        QuotaText usage = trail == null ? null : QuotaText.parse(trail.last().data());
        if (prefix != null && trail != null && usage != null) {
            write(prefix, trail, usage.plus(moreCount, moreBytes));
        }
    }

    /// Of all quotas.
    void recountAll() {
        edit.quotas().keyList().forEach(this::recount);
    }

    private void recount(String prefix) {
        Trail trail = Trail.to(edit.root(), Quota.usagePath(prefix));
        if (trail != null) {
            Sum sum = Sum.of(Trail.find(edit.root(), prefix));
            write(prefix, trail, QuotaText.usage(sum.count, sum.bytes));
        }
    }

    private void write(String prefix, Trail trail, QuotaText usage) {
        edit.replace(trail, Quota.usagePath(prefix), trail.last().content().withData(usage.toBytes()));
    }

    /// What there is in a subtree.
    private record Sum(long count, long bytes) {
        static Sum of(@Nullable Znode top) {
            long count = 0;
            long bytes = 0;
            Deque<Znode> open = new ArrayDeque<>();
            if (top != null) {
                open.push(top);
            }
            while (!open.isEmpty()) {
                Znode znode = open.pop();
                count++;
                bytes += znode.dataLength();
                znode.children().forEach(open::push);
            }
            return new Sum(count, bytes);
        }
    }
}
