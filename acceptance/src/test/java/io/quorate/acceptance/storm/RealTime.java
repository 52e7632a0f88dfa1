package io.quorate.acceptance.storm;

import io.quorate.simulation.world.Timeline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets the time of simulated clients pass as fast as everybody's. All that concerns them happens in one
/// thread, which ends with this.
final class RealTime implements AutoCloseable {
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Timeline timeline = new Timeline();
    private final LinkedBlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
    private final long beganNanos = System.nanoTime();
    private final Thread thread = Thread.ofPlatform().name("clients").unstarted(this::run);
    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    /// Only to be used from within {@link #post}.
    Timeline timeline() {
        return timeline;
    }

    void start() {
        thread.start();
    }

    void post(Runnable what) {
        posted.add(what);
    }

    /// Asks in that thread, and waits for the answer.
    <T> T ask(Supplier<T> question) throws Exception {
        var answer = new CompletableFuture<T>();
        post(() -> answer.complete(question.get()));
        return answer.get(1, TimeUnit.MINUTES);
    }

    void failIfFailed() {
        Throwable cause = failure;
        if (cause != null) {
            throw new AssertionError("clients met with a surprise", cause);
        }
    }

    private void run() {
        try {
            while (!over) {
                long waitNanos = Math.clamp(timeline.nextNanos() - nowNanos(), 0, LONGEST_WAIT_NANOS);
                Runnable next = posted.poll(waitNanos, TimeUnit.NANOSECONDS);
                timeline.runUntil(nowNanos());
                if (next != null) {
                    next.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private long nowNanos() {
        return System.nanoTime() - beganNanos;
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
