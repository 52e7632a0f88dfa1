package io.quorate.simulation.mutation;

import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/// The search for a seed that finds a mutation. For one thread at a time.
final class Hunt implements Closeable {
    private final Path root;
    private final MutantCompiler compiler = new MutantCompiler();

    /// @param root of the repository
    Hunt(Path root) {
        this.root = root;
    }

    /// Of the repository that this runs in, from any directory below.
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("core/src/main/java"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("mutations need the sources, and there are none in "
                    + Path.of("").toAbsolutePath() + " or above");
        }
        return directory;
    }

    /// What became of a mutation.
    ///
    /// @param verdict the invariant that does not hold, or the name of the error; empty if nobody noticed
    /// @param seed the one that found it, or the last that was tried
    /// @param millis of the processor that it took
    record Find(Mutation mutation, String verdict, String message, long seed, long millis) {
        boolean survived() {
            return verdict.isEmpty();
        }

        /// As a row of a table.
        String row() {
            return "| %s | %s | %s | %.1f |"
                    .formatted(
                            mutation.title(),
                            survived() ? "**nobody**" : verdict,
                            survived() ? "> " + seed : String.valueOf(seed),
                            millis / 1e3);
        }
    }

    static final String TABLE_HEAD = "| mutation | found by | seeds | seconds |\n| --- | --- | ---: | ---: |";

    /// Tries the seeds from `first` to `last` until one finds it: the mutant fails where the ordinary
    /// code does not.
    Find find(Mutation mutation, long first, long last) throws IOException {
        long begun = cpuNanos();
        LongFunction<String[]> ordinary = new SeedRun();
        LongFunction<String[]> runs = mutant(mutation);
        for (long seed = first; seed <= last; seed++) {
            String[] failure = runs.apply(seed);
            if (failure.length > 0 && ordinary.apply(seed).length == 0) {
                return new Find(mutation, failure[0], failure[1], seed, millisSince(begun));
            }
        }
        return new Find(mutation, "", "", last, millisSince(begun));
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(cpuNanos() - nanos);
    }

    /// Of this thread; what else the machine does at the time does not matter.
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @SuppressWarnings("unchecked")
    private LongFunction<String[]> mutant(Mutation mutation) throws IOException {
        Map<String, byte[]> classes = compile(mutation);
        ClassLoader loader = new MutantLoader(Hunt.class.getClassLoader(), classes);
        try {
            return (LongFunction<String[]>) loader.loadClass(SeedRun.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot begin the runs of " + mutation.name(), e);
        }
    }

    /// The text of a source as it is.
    String source(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    /// The classes of a mutant that are not the ordinary ones.
    ///
    /// @throws IllegalStateException if the mutation does not fit the source any more, or does not compile
    Map<String, byte[]> compile(Mutation mutation) throws IOException {
        try {
            return compiler.compile(mutation.mutate(this::source));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(mutation.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        compiler.close();
    }
}
