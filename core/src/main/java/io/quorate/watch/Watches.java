package io.quorate.watch;

import io.quorate.model.EventType;
import io.quorate.model.Invariant;
import io.quorate.model.ZnodePath;
import java.util.HashMap;
import java.util.Map;

/// All watches of one server.
///
/// One event is looked up in up to two tables (what clients call data and child watches), and a lookup
/// notifies each watcher at most once. Within a lookup the order is: watchers of the path itself, then
/// recursive watchers of its ancestors from the nearest to the root; on each path by ascending watcher
/// number, which for connections is the order in which they came.
///
/// A registration costs a bit in a set per watcher and path; a path that a single connection watches about 80
/// bytes and its text, each further watcher about 14. Dropping a watcher visits only what it watches.
public final class Watches {
    public enum Kind {
        DATA(Watcher.DATA),
        CHILD(Watcher.CHILD),
        PERSISTENT(Watcher.PERSISTENT),
        PERSISTENT_RECURSIVE(Watcher.RECURSIVE);

        private final int bit;

        Kind(int bit) {
            this.bit = bit;
        }
    }

    /// Told of each notification while the event is looked up; must not change the watches.
    public interface Delivery {
        void deliver(long watcher, EventType type, String path);
    }

    private final Map<String, Spot> spots = new HashMap<>();
    private final Map<Long, Watcher> watchers = new HashMap<>();
    /// Pairs of watcher and path, counted once for each table they are in.
    private int count;

    private int watchersWithWatches;
    /// Recursive watches; while there is none, nobody asks the ancestors.
    private int recursiveCount;
    /// The number of the current event: a watcher that carries it has been notified by the lookup at hand.
    private long lookup;

    // ---- the contents

    /// Setting the same watch twice is one watch.
    public void add(long watcher, String path, Kind kind) {
        Watcher who = watchers.computeIfAbsent(watcher, Watcher::new);
        Spot spot = spots.computeIfAbsent(path, Spot::new);
        int before = spot.modesOf(who);
        int after = before | kind.bit;
        if (after != before) {
            spot.set(who, after);
            account(before, after);
            if (before == 0) {
                watchersWithWatches += who.isIdle() ? 1 : 0;
                who.gained(spot);
            }
        }
    }

    /// Whether `selector` is one that clients know: 1 children, 2 data, 3 any, 4 persistent, 5 persistent
    /// recursive.
    public static boolean isSelector(int selector) {
        return selector >= 1 && selector <= 5;
    }

    private static int modesOf(int selector) {
        return switch (selector) {
            case 1 -> Watcher.CHILD;
            case 2 -> Watcher.DATA;
            case 3 -> Watcher.ALL;
            case 4 -> Watcher.PERSISTENT;
            case 5 -> Watcher.RECURSIVE;
            default -> throw Invariant.broken("there is no kind of watch with the number %s", selector);
        };
    }

    /// Whether the watcher has a watch on exactly this path that `selector` is about.
    public boolean has(long watcher, String path, int selector) {
        Watcher who = watchers.get(watcher);
        Spot spot = spots.get(path);
        return who != null && spot != null && (spot.modesOf(who) & modesOf(selector)) != 0;
    }

    /// Removes what {@link #has} asks for.
    ///
    /// @return whether there was anything
    public boolean remove(long watcher, String path, int selector) {
        Watcher who = watchers.get(watcher);
        Spot spot = spots.get(path);
        int modes = modesOf(selector);
        if (who == null || spot == null || (spot.modesOf(who) & modes) == 0) {
            return false;
        }
        clear(spot, who, modes);
        discardIfEmpty(spot);
        return true;
    }

    /// Forgets a watcher and all its watches.
    public void drop(long watcher) {
        Watcher who = watchers.remove(watcher);
        if (who != null) {
            watchersWithWatches -= who.isIdle() ? 0 : 1;
            who.forEachSpot(spot -> {
                int modes = spot.modesOf(who);
                if (modes != 0) {
                    spot.set(who, 0);
                    account(modes, 0);
                    discardIfEmpty(spot);
                }
            });
        }
    }

    private void clear(Spot spot, Watcher who, int modes) {
        int before = spot.modesOf(who);
        int after = before & ~modes;
        spot.set(who, after);
        account(before, after);
        if (after == 0) {
            lost(who);
        }
    }

    private void lost(Watcher who) {
        who.lost();
        watchersWithWatches -= who.isIdle() ? 1 : 0;
    }

    private void discardIfEmpty(Spot spot) {
        if (spot.isEmpty()) {
            spots.remove(spot.path());
        }
    }

    private void account(int before, int after) {
        count += tables(after) - tables(before);
        recursiveCount += Integer.signum(after & Watcher.RECURSIVE) - Integer.signum(before & Watcher.RECURSIVE);
    }

    private static int tables(int modes) {
        return Integer.signum(modes & Watcher.IN_DATA_TABLE) + Integer.signum(modes & Watcher.IN_CHILD_TABLE);
    }

    /// Pairs of watcher and path in both tables together; a persistent watch is in both.
    public int count() {
        return count;
    }

    public int pathCount() {
        return spots.size();
    }

    /// How many watchers have a watch.
    public int watcherCount() {
        return watchersWithWatches;
    }

    /// Told of each pair of watcher and path, once, for people who ask; in no particular order.
    public interface Visitor {
        void visit(long watcher, String path);
    }

    public void forEach(Visitor visitor) {
        for (Spot spot : spots.values()) {
            for (int i = 0; i < spot.size(); i++) {
                if (spot.modes(i) != 0) {
                    visitor.visit(spot.watcher(i).number(), spot.path());
                }
            }
        }
    }

    // ---- events

    /// The znode `path` came into being.
    public void created(String path, Delivery delivery) {
        lookup++;
        notifyDataWatchers(EventType.CREATED, path, delivery);
        notifyParent(path, delivery);
    }

    /// The znode `path` is gone.
    public void deleted(String path, Delivery delivery) {
        lookup++;
        notifyDataWatchers(EventType.DELETED, path, delivery);
        // Still the same lookup: who heard of it as a data watcher does not hear of it again as a child watcher.
        notifySpot(EventType.DELETED, path, Watcher.IN_CHILD_TABLE, delivery);
        notifyParent(path, delivery);
    }

    /// The znode `path` has new data.
    public void dataChanged(String path, Delivery delivery) {
        lookup++;
        notifyDataWatchers(EventType.DATA_CHANGED, path, delivery);
    }

    private void notifyParent(String path, Delivery delivery) {
        lookup++;
        notifySpot(EventType.CHILDREN_CHANGED, ZnodePath.parent(path), Watcher.IN_CHILD_TABLE, delivery);
    }

    private void notifyDataWatchers(EventType type, String path, Delivery delivery) {
        notifySpot(type, path, Watcher.IN_DATA_TABLE, delivery);
        if (recursiveCount > 0) {
            String ancestor = path;
            while (ancestor.length() > 1) {
                ancestor = ZnodePath.parent(ancestor);
                Spot spot = spots.get(ancestor);
                if (spot != null) {
                    notifyEach(spot, Watcher.RECURSIVE, type, path, delivery);
                }
            }
        }
    }

    /// Notifies the watchers of `path` itself that have any of `modes`, and takes the one-shot ones away.
    private void notifySpot(EventType type, String path, int modes, Delivery delivery) {
        Spot spot = spots.get(path);
        if (spot != null) {
            notifyEach(spot, modes, type, path, delivery);
            takeOneShots(spot, modes);
        }
    }

    private void notifyEach(Spot spot, int modes, EventType type, String path, Delivery delivery) {
        for (int i = 0; i < spot.size(); i++) {
            Watcher watcher = spot.watcher(i);
            if ((spot.modes(i) & modes) != 0 && watcher.claim(lookup)) {
                delivery.deliver(watcher.number(), type, path);
            }
        }
    }

    private void takeOneShots(Spot spot, int modes) {
        int used = modes & Watcher.ONE_SHOT;
        for (int i = 0; i < spot.size(); i++) {
            int before = spot.modes(i);
            int after = before & ~used;
            account(before, after);
            if (before != 0 && after == 0) {
                lost(spot.watcher(i));
            }
        }
        spot.clear(used);
        discardIfEmpty(spot);
    }
}
