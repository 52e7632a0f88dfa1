package io.quorate.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What many runs came to, together. May be told of outcomes by several threads.
public final class Census {
    private final Tally tally = new Tally();
    private final List<Outcome> failures = new ArrayList<>();
    private final long beganNanos = System.nanoTime();
    private long runs;
    private long steps;
    private long simulatedNanos;

    public synchronized void add(Outcome outcome) {
        runs++;
        steps += outcome.steps();
        simulatedNanos += outcome.simulatedNanos();
        tally.add(outcome.tally());
        if (!outcome.passed()) {
            failures.add(outcome);
        }
    }

    public synchronized List<Outcome> failures() {
        return List.copyOf(failures);
    }

    public synchronized long runs() {
        return runs;
    }

    /// How often something happened, over all runs.
    public synchronized long of(String what) {
        return tally.of(what);
    }

    /// One line on how far it has come.
    public synchronized String line() {
        double seconds = (System.nanoTime() - beganNanos) / 1e9;
        double hours = simulatedNanos / (double) TimeUnit.HOURS.toNanos(1);
        return String.format(
                Locale.ROOT,
                "%,d seeds, %,.1f simulated hours in %,.0f s (%,.0f times as fast as life), %,d faults, %,d operations "
                        + "checked, %,d steps, %,d failed",
                runs,
                hours,
                seconds,
                hours * 3600 / Math.max(0.001, seconds),
                sum("fault: "),
                tally.of(Simulation.JUDGED),
                steps,
                failures.size());
    }

    private long sum(String prefix) {
        return tally.counts().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// Everything that was counted, one line each.
    public synchronized String table() {
        StringBuilder text = new StringBuilder();
        tally.counts().forEach((what, times) -> text.append(String.format(Locale.ROOT, "%,14d  %s%n", times, what)));
        return text.toString();
    }
}
