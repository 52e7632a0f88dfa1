package io.quorate.simulation;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often things have happened, by their names; always told in the order of the names.
public final class Tally {
    private final SortedMap<String, Long> counts = new TreeMap<>();

    public void count(String what) {
        count(what, 1);
    }

    public void count(String what, long times) {
        counts.merge(what, times, Long::sum);
    }

    /// 0 for what has never happened.
    public long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /// Takes over what another has counted.
    public void add(Tally other) {
        for (Map.Entry<String, Long> entry : other.counts.entrySet()) {
            count(entry.getKey(), entry.getValue());
        }
    }

    /// A copy, in the order of the names.
    public SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
