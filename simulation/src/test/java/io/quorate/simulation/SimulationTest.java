package io.quorate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.simulation.plan.Plan;
import io.quorate.simulation.plan.PlanText;
import io.quorate.simulation.plan.Storm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void theSamePlanGivesTheSameRunToTheLastBit(int servers) {
        for (long seed = 1; seed <= 5; seed++) {
            Outcome first = Simulation.run(Storm.of(seed, servers));
            Outcome second = Simulation.run(Storm.of(seed, servers));
            assertThat(second.fingerprint()).as("seed %d", seed).isEqualTo(first.fingerprint());
            assertThat(second.steps()).isEqualTo(first.steps()).isPositive();
        }
    }

    @Test
    void anotherSeedGivesAnotherRun() {
        assertThat(Simulation.run(Storm.of(1, 3)).fingerprint())
                .isNotEqualTo(Simulation.run(Storm.of(2, 3)).fingerprint());
    }

    @Test
    void aPlanIsTheSameAfterItWasWrittenAndRead() {
        for (long seed = 1; seed <= 50; seed++) {
            Plan plan = Storm.of(seed, 1 + (int) (seed % 7));
            assertThat(PlanText.read(PlanText.write(plan))).isEqualTo(plan);
        }
    }

    @Test
    void aLineThatNobodyUnderstandsIsNamed() {
        String text = PlanText.write(Storm.of(1, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanText.read(text + "100 kill\n"))
                .withMessageContaining("'100 kill'")
                .withMessageContaining("expected 'kill server'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanText.read(text + "100 tease 1\n"))
                .withMessageContaining("'tease' is no deed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanText.read(text + "colour 7\n"))
                .withMessageContaining("a plan has no [colour]");
    }
}
