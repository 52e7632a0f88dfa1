package io.quorate.transport;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/// Warnings that somebody outside can cause as often as he likes: at most some in ten seconds are logged, and how many
/// were not. Safe for use by several threads.
final class Warnings {
    private static final int IN_A_ROW = 10;
    private static final long ROW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private long rowSinceNanos = System.nanoTime();
    private int logged;
    private long withheld;

    Warnings(Logger log) {
        this.log = log;
    }

    /// @param arguments for each `{}` in the sentence
    synchronized void warn(String sentence, Object... arguments) {
        long now = System.nanoTime();
        if (now - rowSinceNanos > ROW_NANOS) {
            if (withheld > 0) {
                log.warn("{} more warnings like these were not logged", withheld);
            }
            rowSinceNanos = now;
            logged = 0;
            withheld = 0;
        }
        if (logged < IN_A_ROW) {
            logged++;
            log.warn(sentence, arguments);
        } else {
            withheld++;
        }
    }
}
