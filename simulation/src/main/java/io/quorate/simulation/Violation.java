package io.quorate.simulation;

/// An invariant does not hold.
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    /// @param invariant its id, such as `I-DURABLE`
    /// @param what what was found, with the values, in one sentence
    public Violation(String invariant, String what, Object... values) {
        super(invariant + ": " + what.formatted(values));
        this.invariant = invariant;
    }

    public String invariant() {
        return invariant;
    }
}
