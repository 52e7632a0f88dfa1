package io.quorate.transport;

import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What has passed over one connection, and the requests that wait for their answers. Written by the connection's event
/// loop, read by whoever asks; the lock is all but uncontended.
final class Traffic {
    /// When each unanswered request was decoded, oldest first: a ring. Answers come in the order of the requests, so
    /// the oldest is always the next to be answered.
    private long[] startedNanos = new long[8];

    /// How many bytes each of them had: the same ring.
    private int[] sizes = new int[8];

    private int oldest;
    private int outstanding;

    private long received;
    private long sent;
    private final LatencyTally latencies = new LatencyTally();
    private @Nullable OpCode lastOp;
    private int lastXid;
    private Zxid lastZxid = Zxid.ZERO;
    private long lastAnsweredNanos;
    private long lastLatencyNanos;

    /// A request was decoded; it is outstanding from now on.
    synchronized void heard(OpCode op, int xid, int bytes, long nowNanos) {
        received++;
        lastOp = op;
        lastXid = xid;
        if (outstanding == startedNanos.length) {
            grow();
        }
        int last = (oldest + outstanding) % startedNanos.length;
        startedNanos[last] = nowNanos;
        sizes[last] = bytes;
        outstanding++;
    }

    /// Something was written that answers no request.
    synchronized void said() {
        sent++;
    }

    /// The oldest outstanding request was answered; returns how long that took, in nanoseconds.
    synchronized long answered(Zxid zxid, long nowNanos) {
        sent++;
        lastZxid = zxid;
        lastAnsweredNanos = nowNanos;
        if (outstanding == 0) {
            return 0;
        }
        lastLatencyNanos = Math.max(0, nowNanos - startedNanos[oldest]);
        oldest = (oldest + 1) % startedNanos.length;
        outstanding--;
        latencies.add(lastLatencyNanos);
        return lastLatencyNanos;
    }

    /// The bytes of the oldest outstanding request; 0 if there is none.
    synchronized int oldestBytes() {
        return outstanding == 0 ? 0 : sizes[oldest];
    }

    /// The bytes of each outstanding request.
    synchronized int[] outstandingBytes() {
        int[] each = new int[outstanding];
        for (int i = 0; i < outstanding; i++) {
            each[i] = sizes[(oldest + i) % sizes.length];
        }
        return each;
    }

    synchronized int outstanding() {
        return outstanding;
    }

    synchronized long received() {
        return received;
    }

    synchronized long sent() {
        return sent;
    }

    synchronized Latency latency() {
        return latencies.latency();
    }

    synchronized ConnectionTable.Last last() {
        return new ConnectionTable.Last(
                lastOp, lastXid, lastZxid, lastAnsweredNanos, TimeUnit.NANOSECONDS.toMillis(lastLatencyNanos));
    }

    /// Forgets what has passed, not what is outstanding.
    synchronized void reset() {
        received = 0;
        sent = 0;
        latencies.reset();
        lastOp = null;
        lastXid = 0;
        lastZxid = Zxid.ZERO;
        lastAnsweredNanos = 0;
        lastLatencyNanos = 0;
    }

    private void grow() {
        int[] largerSizes = Arrays.copyOf(outstandingBytes(), sizes.length * 2);
        long[] larger = new long[startedNanos.length * 2];
        for (int i = 0; i < outstanding; i++) {
            larger[i] = startedNanos[(oldest + i) % startedNanos.length];
        }
        startedNanos = larger;
        sizes = largerSizes;
        oldest = 0;
    }
}
