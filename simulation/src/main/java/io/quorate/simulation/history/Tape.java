package io.quorate.simulation.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Keeps what is recorded, by clients in any threads, to be judged afterwards.
public final class Tape implements Recorder {
    private final List<Entry> entries = new ArrayList<>();

    @Override
    public synchronized void record(Entry entry) {
        entries.add(entry);
    }

    /// Everything so far in the order of time; of one time in the order in which it was recorded.
    public synchronized List<Entry> entries() {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::atNanos));
        return sorted;
    }

    public void playTo(Recorder recorder) {
        entries().forEach(recorder::record);
    }
}
