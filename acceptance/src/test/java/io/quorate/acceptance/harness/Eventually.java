package io.quorate.acceptance.harness;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The one place where tests wait: looks again and again until something holds or the time is up.
public final class Eventually {
    /// Far more than anything needs on an idle machine; builds do not run on idle machines.
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 200;

    private Eventually() {}

    /// Something that may not be there yet. An exception counts as "not yet" and is told if the time
    /// runs out.
    @FunctionalInterface
    public interface Look<T> {
        Optional<T> at() throws Exception;
    }

    /// Something that may not hold yet, told by the same rule.
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /// An assertion that may not pass yet.
    @FunctionalInterface
    public interface Claim {
        void check() throws Exception;
    }

    public static void holds(String what, Condition condition) {
        holds(what, PATIENCE, condition);
    }

    public static void holds(String what, Duration patience, Condition condition) {
        Boolean _ = yields(what, patience, () -> condition.holds() ? Optional.of(true) : Optional.empty());
    }

    public static void passes(String what, Claim claim) {
        Boolean _ = yields(what, PATIENCE, () -> {
            claim.check();
            return Optional.of(true);
        });
    }

    /// For what must not come to an end by itself: fails as soon as it does, and ends when the time is
    /// up.
    public static void stays(String what, Duration time, Condition condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                if (!condition.holds()) {
                    throw new AssertionError("no longer: " + what);
                }
            } catch (Exception e) {
                throw new AssertionError("no longer: " + what, e);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LONGEST_PAUSE_MILLIS));
        }
    }

    public static <T> T yields(String what, Look<T> look) {
        return yields(what, PATIENCE, look);
    }

    public static <T> T yields(String what, Duration patience, Look<T> look) {
        long deadline = System.nanoTime() + patience.toNanos();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        @Nullable Throwable last = null;
        while (true) {
            try {
                Optional<T> found = look.at();
                if (found.isPresent()) {
                    return found.get();
                }
                last = null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for: " + what, e);
            } catch (Exception | AssertionError e) {
                last = e;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited " + patience.toSeconds() + " s in vain for: " + what, last);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
            pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
        }
    }
}
