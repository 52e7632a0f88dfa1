package io.quorate.runtime;

import java.util.concurrent.TimeUnit;

/// How many events of clients the replica takes at a time: many if they are cheap, since each batch has a price of its
/// own, and few if they are dear, since whoever comes in the middle of a batch waits for its end. For one thread.
final class BatchPace {
    static final int MOST = 1000;

    /// About how long a batch is to take.
    private static final long TARGET_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private double nanosPerEvent;

    int events() {
        return nanosPerEvent <= 0 ? MOST : (int) Math.clamp(TARGET_NANOS / nanosPerEvent, 1, MOST);
    }

    /// A batch of so many events has taken so long.
    void took(int events, long nanos) {
        if (events > 0) {
            nanosPerEvent += ((double) nanos / events - nanosPerEvent) / 4;
        }
    }
}
