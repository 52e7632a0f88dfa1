package io.quorate.simulation.fuzz;

import io.quorate.simulation.world.Chance;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every target with the corpus that is kept, and with a fixed number of inputs made from it. The same inputs each
/// time; `simulation/fuzz` looks for others.
class DecodersTest {
    private static final long SEED = 20_261_122;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theCorpusBreaksNoPromise(Target target) throws Exception {
        for (Map.Entry<String, byte[]> input : Corpus.of(target).entrySet()) {
            take(target, input.getValue(), input.getKey());
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void nearlyRightBytesBreakNoPromise(Target target) throws Exception {
        List<byte[]> corpus = List.copyOf(Corpus.of(target).values());
        Mutator mutator = new Mutator(new Chance(SEED).stream(target.word()), corpus);
        for (int round = 0; round < target.quickRounds(); round++) {
            take(target, mutator.next(), "round " + round);
        }
    }

    private static void take(Target target, byte[] input, String name) {
        try {
            target.take(input);
        } catch (Exception | AssertionError | StackOverflowError e) {
            throw new AssertionError(
                    name + " of " + target + ", " + HexFormat.of().formatHex(input), e);
        }
    }
}
