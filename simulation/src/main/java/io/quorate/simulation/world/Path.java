package io.quorate.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The way from one place to another, one direction of it. While it is cut nothing gets through, and
/// nobody is told.
final class Path {
    private final Timeline timeline;
    private final RandomGenerator random;
    private final long latencyNanos;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean cut;

    /// By how much everything takes longer than usual.
    private int slowness = 1;

    /// @param latencyNanos what a short message takes on a usual day
    Path(Timeline timeline, RandomGenerator random, long latencyNanos) {
        this.timeline = timeline;
        this.random = random;
        this.latencyNanos = latencyNanos;
    }

    boolean isCut() {
        return cut;
    }

    void cut() {
        cut = true;
    }

    void heal() {
        slowness = 1;
        if (cut) {
            cut = false;
            List<Runnable> woken = List.copyOf(waiting);
            waiting.clear();
            woken.forEach(what -> timeline.after(delayNanos(0), what));
        }
    }

    void slowDown(int times) {
        slowness = times;
    }

    /// Lets `what` happen once the way is open again.
    void onHeal(Runnable what) {
        waiting.add(what);
    }

    /// How long a message takes: half to one and a half times the latency, now and then much more, and
    /// the bytes at about 100 MB/s.
    long delayNanos(long bytes) {
        long usual = latencyNanos / 2 + random.nextLong(latencyNanos);
        if (random.nextInt(500) == 0) {
            usual += random.nextLong(TimeUnit.MILLISECONDS.toNanos(400));
        }
        return (usual + 10 * bytes) * slowness;
    }
}
