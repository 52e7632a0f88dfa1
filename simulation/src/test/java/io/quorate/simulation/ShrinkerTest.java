package io.quorate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.simulation.plan.Action;
import io.quorate.simulation.plan.Deed;
import io.quorate.simulation.plan.Plan;
import io.quorate.simulation.plan.Storm;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// On a world that fails for a reason of which everybody can see what it takes.
class ShrinkerTest {
    private static final Plan PLAN = Storm.of(1, 3)
            .withActions(LongStream.rangeClosed(1, 100)
                    .mapToObj(millis -> Action.at(millis, Deed.KILL, millis % 3 + 1))
                    .toList());

    @Test
    void whatIsNotNeededToFailIsLeftOut() {
        Outcome shortest = Shrinker.shrink(plan -> outcome(plan, 17, 60), outcome(PLAN, 17, 60), 1000);
        assertThat(times(shortest.plan())).containsExactly(17L, 60L);
        assertThat(shortest.verdict()).isEqualTo("I-TEST");
    }

    @Test
    void itStopsAfterSoManyRuns() {
        int[] runs = {0};
        Outcome shorter = Shrinker.shrink(
                plan -> {
                    runs[0]++;
                    return outcome(plan, 17, 60);
                },
                outcome(PLAN, 17, 60),
                5);
        assertThat(runs[0]).isLessThanOrEqualTo(5);
        assertThat(times(shorter.plan())).contains(17L, 60L);
    }

    @Test
    void anotherFailureIsNotTheOneThatIsLookedFor() {
        Outcome shortest = Shrinker.shrink(
                plan -> times(plan).contains(50L) ? outcome(plan, 17, 60) : failed(plan, "I-OTHER"),
                outcome(PLAN, 17, 60),
                1000);
        assertThat(times(shortest.plan())).containsExactly(17L, 50L, 60L);
    }

    @Test
    void whatHasNotFailedCannotBeShortened() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shrinker.shrink(outcome(PLAN, 17, 101), 10));
    }

    private static List<Long> times(Plan plan) {
        return plan.actions().stream().map(Action::atMillis).toList();
    }

    /// Fails if there are actions at both times.
    private static Outcome outcome(Plan plan, long one, long other) {
        boolean fails = times(plan).containsAll(List.of(one, other));
        return fails ? failed(plan, "I-TEST") : new Outcome(plan, null, "", 0, Long.MAX_VALUE, 0, new Tally());
    }

    private static Outcome failed(Plan plan, String invariant) {
        return new Outcome(plan, new Violation(invariant, "does not hold"), "", 0, Long.MAX_VALUE, 0, new Tally());
    }
}
