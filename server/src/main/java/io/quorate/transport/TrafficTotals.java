package io.quorate.transport;

import java.util.concurrent.atomic.AtomicInteger;

/// The sum over all connections, those that are gone included. Written by all event loops.
final class TrafficTotals {
    private final AtomicInteger outstanding = new AtomicInteger();
    private long received;
    private long sent;
    private final LatencyTally latencies = new LatencyTally();

    void heard() {
        outstanding.incrementAndGet();
        synchronized (this) {
            received++;
        }
    }

    synchronized void said() {
        sent++;
    }

    void answered(long latencyNanos) {
        outstanding.decrementAndGet();
        synchronized (this) {
            sent++;
            latencies.add(latencyNanos);
        }
    }

    /// A connection is gone, and with it this many requests that nobody will answer.
    void abandoned(int requests) {
        outstanding.addAndGet(-requests);
    }

    int outstanding() {
        return outstanding.get();
    }

    synchronized ConnectionTable.Totals totals(int connections) {
        return new ConnectionTable.Totals(received, sent, outstanding.get(), connections, latencies.latency());
    }

    /// Forgets what has passed, not what is outstanding.
    synchronized void reset() {
        received = 0;
        sent = 0;
        latencies.reset();
    }
}
