package io.quorate.simulation.plan;

import io.quorate.simulation.world.Setting;
import java.util.List;

/// All that a run depends on.
///
/// @param seed where everything comes from that the plan leaves to chance: delays, what a crash leaves
/// of a disk
/// @param clients how many use the service
/// @param calmAtMillis when all faults end, and everything is put right
/// @param actions in the order of time
public record Plan(long seed, Setting setting, int clients, long calmAtMillis, List<Action> actions) {
    public Plan {
        actions = List.copyOf(actions);
    }

    public Plan withActions(List<Action> others) {
        return new Plan(seed, setting, clients, calmAtMillis, others);
    }

    public Plan calmAt(long millis) {
        return new Plan(seed, setting, clients, millis, actions);
    }
}
