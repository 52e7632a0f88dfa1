package io.quorate.transport;

import java.util.concurrent.TimeUnit;

/// Sums up latencies. Guarded by whoever owns it.
final class LatencyTally {
    private long count;
    private long sumNanos;
    private long minNanos;
    private long maxNanos;

    void add(long nanos) {
        minNanos = count == 0 ? nanos : Math.min(minNanos, nanos);
        maxNanos = Math.max(maxNanos, nanos);
        sumNanos += nanos;
        count++;
    }

    void reset() {
        count = 0;
        sumNanos = 0;
        minNanos = 0;
        maxNanos = 0;
    }

    Latency latency() {
        return count == 0
                ? Latency.NONE
                : new Latency(
                        count,
                        TimeUnit.NANOSECONDS.toMillis(minNanos),
                        (double) sumNanos / count / TimeUnit.MILLISECONDS.toNanos(1),
                        TimeUnit.NANOSECONDS.toMillis(maxNanos));
    }
}
