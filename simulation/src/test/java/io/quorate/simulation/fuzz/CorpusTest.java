package io.quorate.simulation.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The corpus is in files so that its growth can be seen; what it begins with can be made anew
/// (`simulation/fuzz --seeds`).
class CorpusTest {
    /// What a compressor makes of the same bytes is not the same with every version of it.
    private static final String COMPRESSED = Seeds.PREFIX + "gzip";

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theSeedsAreWhatServersAndClientsWrite(Target target) throws Exception {
        SortedMap<String, byte[]> made = new TreeMap<>(Seeds.of(target));
        SortedMap<String, byte[]> kept = new TreeMap<>(Corpus.of(target));
        kept.keySet().removeIf(name -> !name.startsWith(Seeds.PREFIX));

        assertThat(kept.keySet()).isEqualTo(made.keySet());
        made.remove(COMPRESSED);
        made.forEach((name, bytes) -> assertThat(kept.get(name)).as(name).isEqualTo(bytes));
    }
}
