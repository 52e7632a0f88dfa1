package io.quorate.simulation.mutation;

import io.quorate.simulation.mutation.Hunt.Find;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/// Hunts many mutations and says what became of each: `main` takes the number of seeds to try at most,
/// the number of threads, and, if not all of them are wanted, a pattern of names.
final class MutationTable {
    static final Path MUTATIONS = Path.of("simulation/src/test/resources/mutations");

    private MutationTable() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        long seeds = args.length > 0 ? Long.parseLong(args[0]) : 300;
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        Pattern names = Pattern.compile(args.length > 2 ? args[2] : "");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<Mutation> mutations = Mutation.in(Hunt.root().resolve(MUTATIONS)).stream()
                .filter(mutation -> names.matcher(mutation.name()).find())
                .toList();
        List<Find> finds = hunt(mutations, seeds, threads, out);
        out.println(of(finds));
        System.exit(finds.stream().anyMatch(Find::survived) ? 1 : 0);
    }

    /// As a table in Markdown.
    static String of(List<Find> finds) {
        StringBuilder table = new StringBuilder(Hunt.TABLE_HEAD).append('\n');
        finds.forEach(find -> table.append(find.row()).append('\n'));
        return table.toString();
    }

    /// Each mutation with the seeds from 1 on, until one finds it; `progress` is told of each.
    static List<Find> hunt(List<Mutation> mutations, long seeds, int threads, PrintStream progress)
            throws InterruptedException {
        List<Find> finds = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Find>> awaited = mutations.stream()
                    .map(mutation -> pool.submit(() -> {
                        Find find = hunt(mutation, seeds);
                        progress.printf(
                                "%-34s %-22s seed %4d  %6.1f s  %s%n",
                                mutation.name(),
                                find.survived() ? "SURVIVED" : find.verdict(),
                                find.seed(),
                                find.millis() / 1e3,
                                find.message().lines().findFirst().orElse(""));
                        return find;
                    }))
                    .toList();
            for (Future<Find> one : awaited) {
                finds.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return finds;
    }

    private static Find hunt(Mutation mutation, long seeds) throws IOException {
        try (Hunt hunt = new Hunt(Hunt.root())) {
            return hunt.find(mutation, 1, seeds);
        }
    }
}
