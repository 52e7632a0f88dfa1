package io.quorate.simulation;

import io.quorate.simulation.plan.Plan;
import org.jspecify.annotations.Nullable;

/// What became of a run.
///
/// @param failure what ended it, or null if all went well
/// @param trace the last events of each server before a failure; empty without one
/// @param fingerprint equal for equal runs
/// @param simulatedNanos how long it lasted, in its own time
/// @param steps how many steps the replicas took
public record Outcome(
        Plan plan,
        @Nullable Throwable failure,
        String trace,
        long fingerprint,
        long simulatedNanos,
        long steps,
        Tally tally) {
    public boolean passed() {
        return failure == null;
    }

    /// The failure in a sentence.
    public String reason() {
        return failure == null ? "all went well" : String.valueOf(failure.getMessage());
    }

    /// What kind of failure it was: the invariant, or the error's name.
    public String verdict() {
        return switch (failure) {
            case null -> "passed";
            case Violation violation -> violation.invariant();
            default -> failure.getClass().getSimpleName();
        };
    }
}
