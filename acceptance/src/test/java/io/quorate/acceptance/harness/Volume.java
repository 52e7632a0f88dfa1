package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A small disk that can be full. It is a file system in memory, mounted where only a process of its own
/// sees it and others reach it through that process: so it needs nobody to unmount it, whatever
/// happens. It takes the rights to mount.
public final class Volume implements AutoCloseable {
    private static final String SCRIPT =
            "mount -t tmpfs -o size=\"$2\"k,mode=0755 volume \"$1\" && touch \"$1\"/ready && exec -a \"$0\" sleep 1d";

    private static final int CHUNK_BYTES = 4096;

    private final Process keeper;
    private final Path root;

    private Volume(Process keeper, Path root) {
        this.keeper = keeper;
        this.root = root;
    }

    /// A disk that is reached through `directory` from within a process of its own; null where that is
    /// not allowed.
    public static @Nullable Volume mount(Path directory, int sizeKib) {
        try {
            Path seen = Files.createDirectories(directory).toAbsolutePath();
            Process keeper = Command.of(
                            "unshare",
                            "-m",
                            "bash",
                            "-c",
                            SCRIPT,
                            Leash.MARK,
                            seen.toString(),
                            Integer.toString(sizeKib))
                    .startInto(seen.resolveSibling(seen.getFileName() + ".log"));
            // The root of that process, as others see it.
            Path root = Path.of("/proc/" + keeper.pid() + "/root" + seen);
            Eventually.holds(
                    "the disk is there, or cannot be", () -> Files.exists(root.resolve("ready")) || !keeper.isAlive());
            return keeper.isAlive() ? new Volume(keeper, root) : null;
        } catch (IOException e) {
            return null;
        }
    }

    public Path root() {
        return root;
    }

    /// Takes all the room there is left.
    public void fill() {
        try (var out = Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            while (true) {
                out.write(chunk);
            }
        } catch (IOException e) {
            // That was the last of it.
        }
    }

    /// Gives back what {@link #fill} has taken.
    public void makeRoom() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + filler(), e);
        }
    }

    private Path filler() {
        return root.resolve("filler");
    }

    @Override
    public void close() {
        var _ = keeper.destroyForcibly();
    }
}
