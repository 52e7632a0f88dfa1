package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Where the servers of a test live: a directory below `target/stage` and whatever has to be closed.
/// Registered as a static field it is cleared after the last test of the class, otherwise after each
/// test. After a failure processes end as always, but the directory stays to be read.
public final class Stage implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Path directory = Path.of("");
    private boolean forWholeClass;
    private boolean failed;
    private int ensembles;

    @Override
    public void beforeAll(ExtensionContext context) {
        forWholeClass = true;
        enter(context.getRequiredTestClass().getSimpleName());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!forWholeClass) {
            enter(context.getRequiredTestClass().getSimpleName() + "/"
                    + context.getRequiredTestMethod().getName());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        failed |= context.getExecutionException().isPresent();
        if (!forWholeClass) {
            leave();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (forWholeClass) {
            failed |= context.getExecutionException().isPresent();
            leave();
        }
    }

    private void enter(String name) {
        directory = emptied(Archive.TARGET.resolve("stage").resolve(name));
        failed = false;
        ensembles = 0;
    }

    private void leave() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        if (failed) {
            System.out.println("Servers' files and logs are kept in " + directory);
        } else {
            remove(directory);
        }
    }

    /// A directory of this test's own.
    public Path directory() {
        return directory;
    }

    /// Three servers, not started yet.
    public Ensemble ensemble(Flavor flavor) {
        return ensemble(Collections.nCopies(3, flavor), Map.of());
    }

    /// Servers 1, 2 ... of these flavors, not started yet.
    ///
    /// @param settings lines of `zoo.cfg` that differ from what tests usually want
    public Ensemble ensemble(List<Flavor> flavors, Map<String, String> settings) {
        return closing(new Ensemble(directory.resolve("ensemble-" + ++ensembles), flavors, settings, false));
    }

    /// Servers of ours with {@link Ensemble#cables} between them, not started yet.
    public Ensemble cabled(int servers, Map<String, String> settings) {
        List<Flavor> flavors = Collections.nCopies(servers, Flavor.underTest());
        return closing(new Ensemble(directory.resolve("ensemble-" + ++ensembles), flavors, settings, true));
    }

    /// Has something closed before the directory goes; the last comes first.
    public <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    static Path emptied(Path directory) {
        remove(directory);
        try {
            return Files.createDirectories(directory).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory, e);
        }
    }

    /// Removes a directory and all that is in it, if it exists.
    public static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
