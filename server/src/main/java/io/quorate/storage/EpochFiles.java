package io.quorate.storage;

import io.quorate.model.Invariant;
import io.quorate.model.Zxid;
import io.quorate.storage.StorageFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two epochs that a server must not forget, each a decimal number in a file of its own: the
/// highest it has promised to follow, and the one whose history it has adopted. For the storage
/// thread only.
///
/// A second line, of which Apache takes no notice, holds a checksum: with one digit changed a server
/// would break its promise, or win an election with a history that it does not have. A file that has
/// no second line, as Apache writes it, is believed.
///
/// On disk, current is never above accepted: where both change, accepted is durable first.
public final class EpochFiles {
    private static final Logger LOG = LoggerFactory.getLogger(EpochFiles.class);

    static final String ACCEPTED = "acceptedEpoch";
    static final String CURRENT = "currentEpoch";

    /// Apache's name for a file that is being written.
    static final String UNFINISHED_SUFFIX = ".tmp";

    private static final int MOST_BYTES = 64;

    private final Disk disk;
    private final Path directory;
    private long accepted;
    private long current;

    EpochFiles(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /// The highest epoch this server has promised.
    public long accepted() {
        return accepted;
    }

    /// The epoch of the leader whose history this server has adopted last.
    public long current() {
        return current;
    }

    /// Returns once both are durable. Neither may go down.
    public void save(long newAccepted, long newCurrent) {
        Invariant.check(
                newAccepted >= accepted && newCurrent >= current && newCurrent <= newAccepted,
                "epochs go from accepted %s, current %s to accepted %s, current %s",
                accepted,
                current,
                newAccepted,
                newCurrent);
        if (newAccepted != accepted) {
            write(ACCEPTED, newAccepted);
            accepted = newAccepted;
        }
        if (newCurrent != current) {
            write(CURRENT, newCurrent);
            current = newCurrent;
        }
    }

    /// Reads both, given where the history ends.
    ///
    /// A history that reaches into an epoch above the current one was being adopted when the server
    /// went away. The first txn of an epoch, and a snapshot, come after all of the history that the
    /// epoch began with; so that epoch is the current one, if it was promised.
    void load(Zxid lastLogged) throws IOException {
        long reached = Math.max(0, lastLogged.epoch());
        OptionalLong storedAccepted = read(ACCEPTED);
        OptionalLong storedCurrent = read(CURRENT);
        if (storedAccepted.isEmpty() && storedCurrent.isPresent()) {
            // Written first when there is none, so it has been there.
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    directory.resolve(ACCEPTED) + " is missing although " + directory.resolve(CURRENT) + " says "
                            + storedCurrent.getAsLong() + ": what this server has promised is not known any more");
        }
        long foundAccepted = storedAccepted.orElse(reached);
        long foundCurrent = storedCurrent.orElse(reached);
        if (foundCurrent > foundAccepted) {
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    directory.resolve(ACCEPTED) + " says " + foundAccepted + ", expected at least " + foundCurrent
                            + ", as in " + directory.resolve(CURRENT));
        }
        if (reached > foundAccepted) {
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    directory.resolve(ACCEPTED) + " says " + foundAccepted + ", expected at least " + reached
                            + ", the epoch of the last txn " + lastLogged);
        }
        if (reached > foundCurrent) {
            LOG.info("The current epoch was {} when the server stopped while adopting epoch {}", foundCurrent, reached);
            foundCurrent = reached;
        }
        if (storedAccepted.isEmpty()) {
            write(ACCEPTED, foundAccepted);
        }
        if (storedCurrent.isEmpty() || storedCurrent.getAsLong() != foundCurrent) {
            write(CURRENT, foundCurrent);
        }
        deleteUnfinished(ACCEPTED);
        deleteUnfinished(CURRENT);
        accepted = foundAccepted;
        current = foundCurrent;
    }

    /// Apache would believe what it says, finished or not, if the history reaches beyond the
    /// current epoch.
    private void deleteUnfinished(String name) throws IOException {
        Path unfinished = directory.resolve(name + UNFINISHED_SUFFIX);
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
    }

    /// The highest epoch that a file in `directory` tells of, 0 if there is none.
    static long highest(Disk disk, Path directory) throws IOException {
        EpochFiles files = new EpochFiles(disk, directory);
        return Math.max(files.read(ACCEPTED).orElse(0), files.read(CURRENT).orElse(0));
    }

    private OptionalLong read(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!disk.exists(file)) {
            return OptionalLong.empty();
        }
        String text;
        try (InputStream in = disk.read(file, 0)) {
            text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        }
        try {
            int end = text.indexOf('\n');
            long epoch = Long.parseLong((end < 0 ? text : text.substring(0, end)).strip());
            boolean hasChecksum = end >= 0 && end < text.length() - 1;
            if (epoch >= 0 && (!hasChecksum || text.equals(textOf(name, epoch)))) {
                return OptionalLong.of(epoch);
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new StorageFailure(
                Kind.UNUSABLE_DATA,
                file + " says '" + text.strip().replace("\n", "', '")
                        + "', expected the number of an epoch, 0 or more, and its checksum if there is a second line");
    }

    private static String textOf(String name, long epoch) {
        CRC32 checksum = new CRC32();
        checksum.update((name + epoch).getBytes(StandardCharsets.UTF_8));
        return epoch + "\n" + HexFormat.of().toHexDigits((int) checksum.getValue()) + "\n";
    }

    private void write(String name, long epoch) {
        Path file = directory.resolve(name);
        Path unfinished = directory.resolve(name + UNFINISHED_SUFFIX);
        byte[] text = textOf(name, epoch).getBytes(StandardCharsets.UTF_8);
        try {
            try (Disk.Output output = disk.create(unfinished)) {
                output.write(text, 0, text.length);
                output.sync();
            }
            disk.rename(unfinished, file);
            disk.syncDirectory(directory);
        } catch (IOException cause) {
            throw new StorageFailure(Kind.DIRECTORY, "cannot write the epoch " + epoch + " to " + file, cause);
        }
    }
}
