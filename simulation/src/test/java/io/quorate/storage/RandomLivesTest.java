package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.storage.RandomLife.Tally;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Storage through many lives, by the code that a server's storage thread runs.
class RandomLivesTest {
    private static final int SEEDS = Integer.getInteger("quorate.storage.lives", 100);

    @Test
    void whateverEndsAProcessTheNextFindsAllThatWasAnsweredAndNothingThatWasGivenUp() throws IOException {
        Tally tally = new Tally();
        for (long seed = 0; seed < SEEDS; seed++) {
            new RandomLife(seed, tally).run();
        }
        assertThat(Map.of(
                        "truncated", tally.truncated,
                        "refused", tally.refused,
                        "installed", tally.installed,
                        "snapshots written", tally.snapshotsWritten,
                        "snapshots dropped", tally.snapshotsDropped,
                        "purged", tally.purged,
                        "interruptions", tally.interruptions,
                        "ended", tally.ended,
                        "failed", tally.failed,
                        "starts failed", tally.startsFailed))
                .allSatisfy((_, count) -> assertThat(count).isGreaterThan(SEEDS / 10));
    }
}
