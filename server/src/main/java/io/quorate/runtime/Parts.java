package io.quorate.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What was started, to be stopped in the opposite order.
final class Parts {
    private final Deque<Part> started = new ArrayDeque<>();

    interface Part {
        void stop() throws InterruptedException;
    }

    void add(Part part) {
        started.push(part);
    }

    /// Stops what has been started. The second time there is nothing left to do.
    synchronized void stop() {
        @Nullable Part part;
        while ((part = started.poll()) != null) {
            try {
                part.stop();
            } catch (InterruptedException e) {
                // Whoever is in such a hurry ends the process, which is as safe: what was promised is durable.
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
