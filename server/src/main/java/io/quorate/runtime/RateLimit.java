package io.quorate.runtime;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Keeps what clients can cause from flooding the log: so many lines a second, then one that counts the rest. For one
/// thread.
final class RateLimit {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private long secondBeganNanos;
    private int spent;
    private long suppressed;
    private boolean begun;

    RateLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    /// Whether one more line may be written now.
    ///
    /// @param tellSuppressed is told how many lines were left out, before the first one that is written again
    boolean allows(long nowNanos, Consumer<Long> tellSuppressed) {
        if (!begun || nowNanos - secondBeganNanos >= SECOND) {
            begun = true;
            secondBeganNanos = nowNanos;
            spent = 0;
            if (suppressed > 0) {
                tellSuppressed.accept(suppressed);
                suppressed = 0;
            }
        }
        if (spent < perSecond) {
            spent++;
            return true;
        }
        suppressed++;
        return false;
    }
}
