package io.quorate.simulation.mutation;

import io.quorate.simulation.Outcome;
import io.quorate.simulation.Simulation;
import io.quorate.simulation.plan.Storm;
import java.util.function.LongFunction;

/// One storm, from its seed: what is called inside a {@link MutantLoader}, so it speaks in classes that
/// both sides have.
public final class SeedRun implements LongFunction<String[]> {
    /// Odd seeds have three servers, even ones five.
    static int serversOf(long seed) {
        return seed % 2 == 0 ? 5 : 3;
    }

    /// @return nothing if all went well, else the verdict and the failure in words
    @Override
    public String[] apply(long seed) {
        Outcome outcome = Simulation.run(Storm.of(seed, serversOf(seed)));
        return outcome.passed() ? new String[0] : new String[] {outcome.verdict(), String.valueOf(outcome.failure())};
    }
}
