package io.quorate.benchmark.load;

import java.util.Map;
import java.util.TreeMap;

/// What came of a run of a {@link Load}. Requests that were answered with an error are counted here and nowhere else.
public final class Tally {
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final Map<String, Long> errors = new TreeMap<>();
    private long elapsedNanos;

    /// Requests answered without an error.
    public long operations() {
        return latencies.count();
    }

    /// From the first request to the last reply.
    public long elapsedNanos() {
        return elapsedNanos;
    }

    public LatencyHistogram latencies() {
        return latencies;
    }

    /// How often which error was the answer, by what is to be told of it.
    public Map<String, Long> errors() {
        return Map.copyOf(errors);
    }

    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    void answered(long latencyNanos) {
        latencies.record(latencyNanos);
    }

    void failed(String error) {
        errors.merge(error, 1L, Long::sum);
    }

    void ended(long elapsed) {
        elapsedNanos = elapsed;
    }
}
