package io.quorate.simulation.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.simulation.mutation.Hunt.Find;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Puts each fault of the collection into the product and lets the simulation look for it. One that no
/// seed finds shows a check that is missing.
final class MutationTest {
    private static final int SEEDS = 10_000;
    private static final int FEW_SEEDS = 20;

    private final Hunt hunt = new Hunt(Hunt.root());

    @AfterEach
    void endHunt() throws IOException {
        hunt.close();
    }

    private static List<Mutation> all() throws IOException {
        return Mutation.in(Hunt.root().resolve(MutationTable.MUTATIONS));
    }

    /// Compiles many at a time, as long as they are about different places; only where that fails one
    /// by one.
    @Test
    void everyMutationFitsTheSourceAndCompiles() throws IOException {
        List<Mutation> rest = all();
        assertThat(rest).hasSizeGreaterThanOrEqualTo(107);
        for (Mutation mutation : rest) {
            mutation.mutate(hunt::source);
        }
        while (!rest.isEmpty()) {
            Map<String, String> together = new HashMap<>();
            List<Mutation> left = rest.stream()
                    .filter(mutation -> !joined(mutation, together))
                    .toList();
            List<Mutation> taken =
                    rest.stream().filter(mutation -> !left.contains(mutation)).toList();
            if (!compiles(together)) {
                for (Mutation mutation : taken) {
                    assertThat(hunt.compile(mutation)).as(mutation.name()).isNotEmpty();
                }
            }
            rest = left;
        }
    }

    private boolean joined(Mutation mutation, Map<String, String> together) {
        try {
            together.putAll(
                    mutation.mutate(path -> together.containsKey(path) ? together.get(path) : hunt.source(path)));
            return true;
        } catch (IllegalStateException _) {
            return false; // another one has changed the same place
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean compiles(Map<String, String> sources) throws IOException {
        try (MutantCompiler compiler = new MutantCompiler()) {
            compiler.compile(sources);
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "002-leader-counts-unflushed",
                "009-newleader-ack-at-once",
                "031-flush-without-sync",
                "055-touches-reported-once",
                "066-stale-preparation",
                "080-read-overtakes-write"
            })
    void someAreFoundAtOnce(String name) throws IOException {
        Mutation mutation = all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();

        Find find = hunt.find(mutation, 1, FEW_SEEDS);

        assertThat(find.survived()).as(find.row()).isFalse();
    }

    @Test
    @Tag("long")
    void allAreFound() throws IOException, InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        List<Find> finds = MutationTable.hunt(all(), SEEDS, threads, System.out);

        System.out.println(MutationTable.of(finds));
        assertThat(finds).as(MutationTable.of(finds)).noneMatch(Find::survived);
    }
}
