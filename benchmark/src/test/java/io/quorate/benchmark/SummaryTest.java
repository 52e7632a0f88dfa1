package io.quorate.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quorate.benchmark.load.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SummaryTest {
    private static final Workload GETS = new Workload(Kind.GET, 1, 1);

    private static Sample sample(String candidate, int round, int cpuMillis) {
        return new Sample(candidate, GETS, round, new Tally(), Duration.ofMillis(cpuMillis), Duration.ZERO);
    }

    private static Summary.Row cpu(Summary summary) {
        return summary.rows().stream()
                .filter(row -> row.quantity().startsWith("CPU"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ratiosAreTakenWithinARound() {
        var samples = new ArrayList<Sample>();
        int[] ours = {10, 40, 30};
        int[] theirs = {20, 40, 120};
        for (int round = 1; round <= 3; round++) {
            samples.add(sample("Quorate", round, ours[round - 1]));
            samples.add(sample("Apache", round, theirs[round - 1]));
        }
        Summary.Row row = cpu(Summary.of("Quorate", "Apache", samples));
        assertThat(row.one()).isEqualTo(new Spread(10_000, 30_000, 40_000));
        assertThat(row.other()).isEqualTo(new Spread(20_000, 40_000, 120_000));
        assertThat(row.ratio()).isEqualTo(new Spread(0.25, 0.5, 1));
    }

    @Test
    void theTableNamesWorkloadsAndCandidates() {
        String text = Summary.of("Quorate", "Apache", List.of(sample("Quorate", 1, 1), sample("Apache", 1, 2)))
                .text();
        assertThat(text).contains("get, one at a time", "Quorate/Apache", "CPU us/op", "0.500 (0.500 to 0.500)");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        Spread spread = Spread.of(List.of(4.0, 1.0, 3.0, 2.0));
        assertThat(spread.median()).isEqualTo(2.5, within(1e-9));
        assertThat(spread.min()).isEqualTo(1);
        assertThat(spread.max()).isEqualTo(4);
    }

    @Test
    void jsonEscapesAndIndents() {
        assertThat(Json.text(Map.of("a\"b\n", List.of(1, 2L, true, 0.5, Double.NaN, Map.of()))))
                .isEqualTo("""
                        {
                          "a\\"b\\u000a": [
                            1,
                            2,
                            true,
                            0.500000,
                            null,
                            {}
                          ]
                        }
                        """);
    }

    @Test
    void theEstimateCountsBothCandidatesAndTheWarmUp() {
        var plan = new Plan(
                Plan.workloads(List.of(Kind.values()), 10, 20), 3, Duration.ofSeconds(3), Duration.ofSeconds(2));
        assertThat(plan.workloads()).hasSize(6);
        assertThat(plan.estimate()).isGreaterThan(Duration.ofSeconds(2 * 6 * (3 * 3 + 2)));
        assertThat(plan.estimate()).isLessThan(Duration.ofMinutes(3).plusSeconds(10));
    }
}
