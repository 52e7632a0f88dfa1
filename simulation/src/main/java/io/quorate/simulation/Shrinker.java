package io.quorate.simulation;

import io.quorate.simulation.plan.Action;
import io.quorate.simulation.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Makes a failing plan short: leaves out whatever is not needed to fail in the same way. Halves first,
/// then ever smaller pieces (delta debugging, Zeller and Hildebrandt 2002).
public final class Shrinker {
    private final Function<Plan, Outcome> run;
    private final String verdict;
    private int runsLeft;
    private Outcome shortest;

    private Shrinker(Function<Plan, Outcome> run, Outcome failed, int runs) {
        this.run = run;
        this.verdict = failed.verdict();
        this.runsLeft = runs;
        this.shortest = failed;
    }

    /// @param failed an outcome that did not pass
    /// @param runs how many attempts may be made
    /// @return an outcome with the same verdict, of a plan that is no longer
    public static Outcome shrink(Outcome failed, int runs) {
        return shrink(Simulation::run, failed, runs);
    }

    static Outcome shrink(Function<Plan, Outcome> run, Outcome failed, int runs) {
        if (failed.passed()) {
            throw new IllegalArgumentException(
                    "the run of seed " + failed.plan().seed() + " has not failed");
        }
        Shrinker shrinker = new Shrinker(run, failed, runs);
        shrinker.endWithTheFailure();
        shrinker.leaveOut();
        return shrinker.shortest;
    }

    /// What was to come after the failure does not matter, nor does when the calm would have come.
    private void endWithTheFailure() {
        long endedMillis = TimeUnit.NANOSECONDS.toMillis(shortest.simulatedNanos()) + 1;
        Plan plan = shortest.plan();
        if (endedMillis < plan.calmAtMillis()) {
            List<Action> before = plan.actions().stream()
                    .filter(action -> action.atMillis() <= endedMillis)
                    .toList();
            accept(plan.withActions(before));
        }
    }

    private void leaveOut() {
        int pieces = 2;
        while (runsLeft > 0) {
            int before = shortest.plan().actions().size();
            int size = Math.max(1, (before + pieces - 1) / pieces);
            for (int from = 0; from < shortest.plan().actions().size() && runsLeft > 0; ) {
                if (!accept(shortest.plan().withActions(without(shortest.plan().actions(), from, size)))) {
                    from += size;
                }
            }
            if (size == 1 && shortest.plan().actions().size() == before) {
                return;
            }
            pieces = size == 1 ? Math.max(2, shortest.plan().actions().size()) : 2 * pieces;
        }
    }

    private static List<Action> without(List<Action> actions, int from, int count) {
        List<Action> left = new ArrayList<>(actions.subList(0, from));
        left.addAll(actions.subList(Math.min(actions.size(), from + count), actions.size()));
        return left;
    }

    private boolean accept(Plan candidate) {
        if (runsLeft-- <= 0 || candidate.equals(shortest.plan())) {
            return false;
        }
        Outcome outcome = run.apply(candidate);
        if (outcome.verdict().equals(verdict)) {
            shortest = outcome;
            return true;
        }
        return false;
    }
}
