package io.quorate.replica;

import io.quorate.model.Zxid;
import java.util.SplittableRandom;

/// When to take the next snapshot: after a random number of txns between half of `snapCount` and all of it, so that the
/// servers of an
/// ensemble do not all write at the same time.
final class SnapshotPace {
    private final int snapCount;
    private final SplittableRandom random;
    private Zxid seen = Zxid.UNKNOWN;
    private int remaining;
    private boolean taking;

    SnapshotPace(int snapCount, SplittableRandom random) {
        this.snapCount = snapCount;
        this.random = random;
        redraw();
    }

    /// Called after every step; counts the steps in which the state moved on, and the txns they applied if they are of
    /// one epoch.
    boolean isDue(Zxid zxid) {
        if (zxid.equals(seen)) {
            return false;
        }
        remaining -= seen.epoch() == zxid.epoch() ? (int) Math.min(Integer.MAX_VALUE, zxid.value() - seen.value()) : 1;
        seen = zxid;
        if (remaining > 0 || taking) {
            return false;
        }
        taking = true;
        redraw();
        return true;
    }

    void taken() {
        taking = false;
    }

    private void redraw() {
        int half = Math.max(1, snapCount / 2);
        remaining = half + random.nextInt(half);
    }
}
