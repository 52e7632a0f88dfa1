package io.quorate.acceptance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever a client asks, Quorate answers as Apache ZooKeeper does, in every field, except where it differs on
/// purpose.
///
/// `-Ddifferential.first=SEED -Ddifferential.count=1` has {@link #aFewHundredScriptsAreAnsweredAlike} try other
/// seeds.
class DifferentialTest {
    private static final int MOST_FAILURES = 10;

    @RegisterExtension
    private final Stage stage = new Stage();

    private final Map<IntendedDifference, Integer> intended = new EnumMap<>(IntendedDifference.class);
    private final List<String> failures = new ArrayList<>();
    private int passing;

    @ParameterizedTest
    @EnumSource
    void aFewHundredScriptsAreAnsweredAlike(Rules rules) throws Exception {
        compare(rules, Long.getLong("differential.first", 1), Integer.getInteger("differential.count", 250));
        assertThat(failures).isEmpty();
    }

    @Test
    @Tag("long")
    void soAreThousands() throws Exception {
        for (Rules rules : Rules.values()) {
            compare(rules, 100_000, Integer.getInteger("differential.count", 5_000));
        }
        assertThat(failures).isEmpty();
        assertThat(intended.keySet())
                .as("the list of intended differences holds none that never shows")
                .containsExactly(IntendedDifference.values());
    }

    /// @param usual how many scripts it would be under the usual rules
    private void compare(Rules rules, long first, int usual) throws Exception {
        long begin = System.nanoTime();
        int count = rules.scripts(usual);
        try (var pair = new Pair(stage, rules)) {
            for (long seed = first; seed < first + count && failures.size() < MOST_FAILURES; seed++) {
                compare(Composer.script(seed, rules), pair);
            }
            System.out.println(
                    rules + ": " + count + " scripts in " + (System.nanoTime() - begin) / 1_000_000_000 + " s on "
                            + pair.starts() + " pairs of servers; intended differences: " + intended
                            + "; differences that did not show again: " + passing);
        }
        // What a clock has to do with: containers are swept once a minute, in the middle of whatever goes on.
        assertThat(passing).isLessThanOrEqualTo(1 + count / 200);
    }

    private void compare(Script script, Pair pair) throws Exception {
        Comparison comparison = Comparison.of(pair.ask(script));
        if (comparison.difference() == null) {
            comparison.intended().forEach((one, times) -> intended.merge(one, times, Integer::sum));
            return;
        }
        pair.replace();
        if (difference(script, pair) == null) {
            passing++;
            System.out.println("did not show again: seed " + script.seed() + " " + comparison.difference());
            return;
        }
        Script shortened = Shrinker.shrink(script, shorter -> difference(shorter, pair) != null);
        failures.add("seed " + script.seed() + ", shortened:\n" + shortened + "differs "
                + Objects.requireNonNullElse(
                        difference(shortened, pair), "no longer; as a whole " + comparison.difference()));
    }

    private static @Nullable String difference(Script script, Pair pair) throws Exception {
        return Comparison.of(pair.ask(script)).difference();
    }
}
