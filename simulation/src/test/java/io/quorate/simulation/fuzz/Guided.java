package io.quorate.simulation.fuzz;

import org.jspecify.annotations.Nullable;

/// Where Jazzer comes in: it makes inputs, watches which code they reach, and keeps what leads to new places. What a
/// target throws is a finding. `simulation/fuzz` starts it.
public final class Guided {
    private static @Nullable Target target;

    private Guided() {}

    /// Called once, with the name of a target.
    public static void fuzzerInitialize(String[] arguments) {
        target = Target.named(arguments.length == 0 ? "" : arguments[0]);
    }

    /// Called for each input.
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Target chosen = target;
        if (chosen != null) {
            chosen.take(input);
        }
    }
}
