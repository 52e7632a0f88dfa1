package io.quorate.watch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// One connection that watches. Knows its spots, so that dropping it need not look at anything else; the list
/// may hold spots that it no longer watches, or hold one twice, until there are too many of those.
final class Watcher implements Comparable<Watcher> {
    static final int DATA = 1;
    static final int CHILD = 1 << 1;
    static final int PERSISTENT = 1 << 2;
    static final int RECURSIVE = 1 << 3;
    static final int ALL = DATA | CHILD | PERSISTENT | RECURSIVE;

    static final int ONE_SHOT = DATA | CHILD;
    static final int IN_DATA_TABLE = DATA | PERSISTENT | RECURSIVE;
    static final int IN_CHILD_TABLE = CHILD | PERSISTENT;

    /// Below this size a list of spots is not worth tidying.
    private static final int SMALL = 16;

    private final long number;
    private List<Spot> spots = new ArrayList<>(1);
    private int watched;
    private long claimedBy;

    Watcher(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    /// Whether nothing is watched.
    boolean isIdle() {
        return watched == 0;
    }

    /// Whether `lookup` has not notified this watcher before; from now on it has.
    boolean claim(long lookup) {
        boolean first = claimedBy != lookup;
        claimedBy = lookup;
        return first;
    }

    /// A spot where this watcher had no watch has got one; the spot knows already.
    void gained(Spot spot) {
        spots.add(spot);
        watched++;
        if (spots.size() > SMALL && spots.size() > 2 * watched) {
            tidy();
        }
    }

    /// A spot where this watcher had a watch has none left.
    void lost() {
        watched--;
    }

    private void tidy() {
        Set<Spot> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Spot> live = new ArrayList<>(watched + SMALL / 2);
        for (Spot spot : spots) {
            if (spot.modesOf(this) != 0 && seen.add(spot)) {
                live.add(spot);
            }
        }
        spots = live;
    }

    /// Visits at least every spot that is watched.
    void forEachSpot(Consumer<Spot> visitor) {
        spots.forEach(visitor);
    }

    @Override
    public int compareTo(Watcher other) {
        return Long.compare(number, other.number);
    }
}
