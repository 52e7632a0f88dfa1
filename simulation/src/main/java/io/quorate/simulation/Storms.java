package io.quorate.simulation;

import io.quorate.simulation.plan.Storm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Many storms, several at a time. No more are begun once one has failed.
public final class Storms {
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

    private final AtomicLong next;
    private final long last;
    private final long endNanos;
    private final List<Integer> sizes;

    private Storms(long first, long last, long endNanos, List<Integer> sizes) {
        this.next = new AtomicLong(first);
        this.last = last;
        this.endNanos = endNanos;
        this.sizes = List.copyOf(sizes);
    }

    /// @param sizes how many servers, in turns
    public static Storms of(long first, long count, List<Integer> sizes) {
        return new Storms(first, first + count - 1, Long.MAX_VALUE, sizes);
    }

    /// As many as can be begun in a time.
    public static Storms during(long first, long nanos, List<Integer> sizes) {
        return new Storms(first, Long.MAX_VALUE, System.nanoTime() + nanos, sizes);
    }

    /// Returns when all is over.
    ///
    /// @param word called now and then meanwhile
    public void run(int threads, Census census, Runnable word) throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 1; i <= Math.max(1, threads); i++) {
            workers.add(Thread.ofPlatform().name("storm-" + i).daemon().start(() -> work(census)));
        }
        for (Thread worker : workers) {
            while (!worker.join(BETWEEN_WORDS)) {
                word.run();
            }
        }
    }

    private void work(Census census) {
        while (census.failures().isEmpty() && (endNanos == Long.MAX_VALUE || System.nanoTime() - endNanos < 0)) {
            long seed = next.getAndIncrement();
            if (seed > last) {
                return;
            }
            census.add(Simulation.run(Storm.of(seed, sizes.get((int) Math.floorMod(seed, (long) sizes.size())))));
        }
    }
}
