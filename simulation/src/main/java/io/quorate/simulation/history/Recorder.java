package io.quorate.simulation.history;

/// Takes down what clients do and are told, in the order of time.
public interface Recorder {
    /// @throws io.quorate.simulation.Violation if this entry cannot be explained
    void record(Entry entry);
}
