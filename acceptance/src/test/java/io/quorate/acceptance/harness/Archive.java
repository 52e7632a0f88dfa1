package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The archive that operators download: what is tested is what is in there.
public final class Archive {
    /// Where this module builds; everything that tests write is below it.
    static final Path TARGET = Path.of(System.getProperty("acceptance.directory", "target"));

    private Archive() {}

    /// One copy for all servers that do not need one of their own.
    private static final class Shared {
        static final Path HOME = unpackInto(Stage.emptied(TARGET.resolve("unpacked")));
    }

    public static Path unpackedOnce() {
        return Shared.HOME;
    }

    /// Unpacks it below `directory` and returns the one directory that was in it.
    public static Path unpackInto(Path directory) {
        String archive = System.getProperty("acceptance.archive", "");
        if (!Files.exists(Path.of(archive))) {
            throw new AssertionError(
                    "There is no '" + archive + "': the module dist packs it, in the phase 'package'.");
        }
        try {
            Files.createDirectories(directory);
            String _ = Command.of("tar", "-xzf", archive).in(directory).run().succeeded();
            try (Stream<Path> content = Files.list(directory)) {
                List<Path> unpacked = content.filter(
                                path -> path.getFileName().toString().startsWith("quorate-"))
                        .toList();
                if (unpacked.size() != 1) {
                    throw new AssertionError(archive + " holds " + unpacked + ", not one directory quorate-VERSION");
                }
                return unpacked.getFirst();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + archive, e);
        }
    }
}
