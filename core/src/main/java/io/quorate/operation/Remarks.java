package io.quorate.operation;

/// Is told what an operator should hear about a write, whatever becomes of it.
@FunctionalInterface
public interface Remarks {
    /// @param sentence says which quota, how much there would be, and the limit
    void quotaExceeded(String sentence);

    /// For writes that nobody is to hear about.
    static Remarks none() {
        return _ -> {};
    }
}
