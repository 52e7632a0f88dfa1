package io.quorate.transport;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What all connections together may have under way. A connection whose next request finds no room stands in line
/// here, is not read from meanwhile, and is woken when there may be room again. For all event loops.
final class Admission {
    /// What is longer has to find room before it is read as a whole.
    static final int LARGE_BYTES = 64 << 10;

    /// Each answer makes a little room only, and whoever finds none goes to the end of the line again.
    private static final int WOKEN_AT_ONCE = 16;

    private final TransportSettings.Requests limits;
    private final long largeLimit;
    private final TrafficTotals totals;
    private final AtomicLong reserved = new AtomicLong();
    private final AtomicLong large = new AtomicLong();
    private final ConcurrentLinkedQueue<ClientConnection> line = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inLine = new AtomicInteger();
    private final AtomicLong waits = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    Admission(TransportSettings settings, TrafficTotals totals) {
        this.limits = settings.requests();
        this.largeLimit = settings.memory().largeRequests();
        this.totals = totals;
    }

    /// Whether connections with a request under way have to wait for its answer.
    boolean isBusy() {
        return totals.outstanding() > limits.outstanding();
    }

    /// Whether every request has to wait.
    boolean isFull() {
        return limits.throttle() > 0 && totals.outstanding() >= limits.throttle();
    }

    /// Takes room for a large request that is about to arrive. There is always room for one.
    boolean reserve(int bytes) {
        while (true) {
            long now = reserved.get();
            if (now > 0 && now + bytes > largeLimit) {
                return false;
            }
            if (reserved.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /// A request that arrived or was to arrive is under way no more.
    void leave(int bytes) {
        if (bytes > LARGE_BYTES) {
            reserved.addAndGet(-bytes);
        }
    }

    // ---- the operator's limit on large requests

    /// Whether a request of this size would be one too many.
    boolean exceedsLarge(int bytes) {
        TransportSettings.Large operators = limits.large();
        return isLarge(bytes) && large.get() + bytes > operators.maxBytes();
    }

    void beginLarge(int bytes) {
        if (isLarge(bytes)) {
            large.addAndGet(bytes);
        }
    }

    void endLarge(int bytes) {
        if (isLarge(bytes)) {
            large.addAndGet(-bytes);
        }
    }

    private boolean isLarge(int bytes) {
        int threshold = limits.large().thresholdBytes();
        return threshold >= 0 && bytes > threshold;
    }

    // ---- the line

    /// Lets `connection` wait for room; it is woken once, and may have to wait again.
    ///
    /// @param bytes what it needs room for; 0 if it waits for others' answers
    void queue(ClientConnection connection, int bytes) {
        waits.incrementAndGet();
        line.add(connection);
        inLine.incrementAndGet();
        long now = reserved.get();
        if (!isFull() && (now == 0 || now + bytes <= largeLimit)) {
            // Room was made while it was looking for some.
            wake();
        }
    }

    /// There may be room: wakes as many as may find some.
    void wake() {
        int waiting = inLine.get();
        if (waiting == 0) {
            return;
        }
        int room = limits.throttle() > 0 ? limits.throttle() - totals.outstanding() : WOKEN_AT_ONCE;
        for (int i = 0; i < Math.min(Math.min(waiting, room), WOKEN_AT_ONCE); i++) {
            ClientConnection next = line.poll();
            if (next == null) {
                return;
            }
            inLine.decrementAndGet();
            next.wake();
        }
    }

    // ---- being looked at

    /// How often a connection has had to wait.
    long waits() {
        return waits.get();
    }

    void refused() {
        refused.incrementAndGet();
    }

    /// How many requests were refused because they had waited too long.
    long refusals() {
        return refused.get();
    }
}
