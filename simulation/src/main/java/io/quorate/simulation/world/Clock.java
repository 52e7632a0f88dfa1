package io.quorate.simulation.world;

/// A machine's clocks: a monotonic one that runs a little too fast or too slow, and a time of day that
/// people set.
final class Clock {
    /// 2026-01-01, when every world begins.
    private static final long EPOCH_MILLIS = 1_767_225_600_000L;

    private static final long MILLION = 1_000_000L;

    private final Timeline timeline;
    private final long beganNanos;
    private long driftPpm;

    /// Where the present rate began, on both scales.
    private long rateSinceNanos;

    private long localSinceNanos;
    private long wallOffsetMillis;

    /// @param beganNanos what the monotonic clock shows when the world begins
    Clock(Timeline timeline, long beganNanos) {
        this.timeline = timeline;
        this.beganNanos = beganNanos;
        this.localSinceNanos = beganNanos;
    }

    /// @param ppm parts per million by which the clock is too fast
    void drift(long ppm) {
        localSinceNanos = localNanos();
        rateSinceNanos = timeline.nowNanos();
        driftPpm = ppm;
    }

    void jump(long millis) {
        wallOffsetMillis += millis;
    }

    long localNanos() {
        long elapsed = timeline.nowNanos() - rateSinceNanos;
        return localSinceNanos + elapsed + elapsed / MILLION * driftPpm;
    }

    long wallMillis() {
        return EPOCH_MILLIS + (localNanos() - beganNanos) / MILLION + wallOffsetMillis;
    }

    /// When in the world's time the monotonic clock will show `localNanos`, or a little later.
    long worldNanos(long localNanos) {
        long ahead = localNanos - localNanos();
        return timeline.nowNanos() + ahead - ahead / MILLION * driftPpm + MILLION;
    }
}
