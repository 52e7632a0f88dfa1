package io.quorate.simulation.world;

import java.util.PriorityQueue;

/// Virtual time, and what is due when. Things due at the same time happen in the order in which they
/// were scheduled.
public final class Timeline {
    private record Due(long atNanos, long order, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return atNanos != other.atNanos ? Long.compare(atNanos, other.atNanos) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> dues = new PriorityQueue<>();
    private long nowNanos;
    private long scheduled;

    /// Since the world began.
    public long nowNanos() {
        return nowNanos;
    }

    /// Lets `what` happen `delayNanos` from now, 0 being after everything that is due now already.
    public void after(long delayNanos, Runnable what) {
        at(nowNanos + Math.max(0, delayNanos), what);
    }

    /// Lets `what` happen at a time; what lies in the past happens now.
    public void at(long atNanos, Runnable what) {
        dues.add(new Due(Math.max(nowNanos, atNanos), ++scheduled, what));
    }

    /// When the next thing happens; `Long.MAX_VALUE` if nothing will.
    public long nextNanos() {
        Due next = dues.peek();
        return next == null ? Long.MAX_VALUE : next.atNanos();
    }

    /// Lets the next thing happen.
    ///
    /// @return false if there is none
    public boolean step() {
        Due next = dues.poll();
        if (next == null) {
            return false;
        }
        nowNanos = next.atNanos();
        next.what().run();
        return true;
    }

    /// Lets happen what is due until a time, which it is then.
    public void runUntil(long nanos) {
        while (nextNanos() <= nanos) {
            step();
        }
        nowNanos = Math.max(nowNanos, nanos);
    }
}
