package io.quorate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.simulation.plan.PlanText;
import io.quorate.simulation.world.CrashPoint;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Ensembles of all sizes live through storms, and every invariant is checked after every step. And the storms are
/// worth
/// it: whatever can happen to a server does happen.
class StormsTest {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    /// What must have happened in a few hundred storms.
    private static final List<String> OFTEN = List.of(
            "role looking -> following - discovery",
            "role looking -> leading - discovery",
            "role following - discovery -> following - synchronization",
            "role following - discovery -> looking",
            "role following - synchronization -> following - broadcast",
            "role following - synchronization -> looking",
            "role following - broadcast -> looking",
            "role leading - discovery -> leading - synchronization",
            "role leading - discovery -> looking",
            "role leading - synchronization -> leading - broadcast",
            "role leading - synchronization -> looking",
            "role leading - broadcast -> looking",
            "synchronisation DIFF",
            "synchronisation DIFF of nothing",
            "synchronisation TRUNC",
            "synchronisation SNAP",
            "synchronisation SNAP+DIFF",
            "ended while LOOKING election",
            "ended while FOLLOWING discovery",
            "ended while FOLLOWING synchronization",
            "ended while FOLLOWING broadcast",
            "ended while LEADING discovery",
            "ended while LEADING synchronization",
            "ended while LEADING broadcast",
            "ended with Append on its way to the disk",
            "ended with SaveEpochs on its way to the disk",
            "ended after its last write, before it knew",
            "ended in the middle of a write",
            "recovery of exactly what was durable",
            "recovery of more than was reported",
            "recovery after damage",
            "proposal dropped",
            "half-open connection",
            "start refused",
            "stopped by its disk",
            "storage work in the middle of a snapshot",
            "client sessions begun",
            "client sessions resumed",
            "client sessions moved",
            "client sessions expired",
            "session closed by its client",
            "session of the leader expired",
            "session of a follower expired",
            "session expired under a later leader");

    /// What takes some thousands.
    private static final List<String> SELDOM = List.of(
            "synchronisation TRUNC+DIFF",
            "ended with TakeSnapshot on its way to the disk",
            "ended with InstallSnapshot on its way to the disk",
            "ended with TruncateLog on its way to the disk");

    @Test
    void hundredsOfStormsBreakNothing() throws InterruptedException {
        Census census = live(1, 300, List.of(3, 4, 5));
        assertThat(OFTEN)
                .allSatisfy(what -> assertThat(census.of(what)).as(what).isPositive());
    }

    @Test
    void norDoStormsOverTheSmallestAndTheLargestEnsembles() throws InterruptedException {
        live(1, 60, List.of(1, 2, 7));
    }

    @Test
    @Tag("long")
    void norDoTenThousand() throws InterruptedException {
        Census census = live(1_000, 10_000, List.of(3, 4, 5));
        assertThat(OFTEN)
                .allSatisfy(what -> assertThat(census.of(what)).as(what).isPositive());
        assertThat(SELDOM)
                .allSatisfy(what -> assertThat(census.of(what)).as(what).isPositive());
        assertThat(CrashPoint.values()).allSatisfy(point -> {
            for (String moment : List.of("before", "after", "on disk after")) {
                String crash = "crash " + moment + " " + point;
                assertThat(census.of(crash)).as(crash).isPositive();
            }
        });
    }

    private static Census live(long first, long count, List<Integer> sizes) throws InterruptedException {
        Census census = new Census();
        Storms.of(first, count, sizes).run(THREADS, census, () -> {});
        assertThat(census.failures())
                .as("failures, each with its plan")
                .extracting(outcome -> outcome.reason() + "\n" + outcome.trace() + PlanText.write(outcome.plan()))
                .isEmpty();
        assertThat(census.runs()).isEqualTo(count);
        return census;
    }
}
