package io.quorate.storage;

import io.quorate.model.Invariant;
import io.quorate.model.Zxid;
import io.quorate.storage.StorageFailure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two epochs that a server must not forget, each a decimal number in a file of its own: the
/// highest it has promised to follow, and the one whose history it has adopted. For the storage thread
/// only.
///
/// A digit that has changed must be noticed, as it is by a {@link NumberFile}: the server would break
/// its promise, or win an election with a history that it does not have.
///
/// On disk, current is never above accepted: where both change, accepted is durable first.
public final class EpochFiles {
    private static final Logger LOG = LoggerFactory.getLogger(EpochFiles.class);

    static final String ACCEPTED = "acceptedEpoch";
    static final String CURRENT = "currentEpoch";

    private final NumberFile acceptedFile;
    private final NumberFile currentFile;
    private long accepted;
    private long current;

    EpochFiles(Disk disk, Path directory) {
        acceptedFile = new NumberFile(disk, directory, ACCEPTED);
        currentFile = new NumberFile(disk, directory, CURRENT);
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
            write(acceptedFile, newAccepted);
            accepted = newAccepted;
        }
        if (newCurrent != current) {
            write(currentFile, newCurrent);
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
        OptionalLong storedAccepted = acceptedFile.read();
        OptionalLong storedCurrent = currentFile.read();
        if (storedAccepted.isEmpty() && storedCurrent.isPresent()) {
            // Written first when there is none, so it has been there.
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    acceptedFile + " is missing although " + currentFile + " says " + storedCurrent.getAsLong()
                            + ": what this server has promised is not known any more");
        }
        long foundAccepted = storedAccepted.orElse(reached);
        long foundCurrent = storedCurrent.orElse(reached);
        if (foundCurrent > foundAccepted) {
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    acceptedFile + " says " + foundAccepted + ", expected at least " + foundCurrent + ", as in "
                            + currentFile);
        }
        if (reached > foundAccepted) {
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    acceptedFile + " says " + foundAccepted + ", expected at least " + reached
                            + ", the epoch of the last txn " + lastLogged);
        }
        if (reached > foundCurrent) {
            LOG.info("The current epoch was {} when the server stopped while adopting epoch {}", foundCurrent, reached);
            foundCurrent = reached;
        }
        if (storedAccepted.isEmpty()) {
            write(acceptedFile, foundAccepted);
        }
        if (storedCurrent.isEmpty() || storedCurrent.getAsLong() != foundCurrent) {
            write(currentFile, foundCurrent);
        }
        acceptedFile.deleteUnfinished();
        currentFile.deleteUnfinished();
        accepted = foundAccepted;
        current = foundCurrent;
    }

    /// The highest epoch that a file in `directory` tells of, 0 if there is none.
    static long highest(Disk disk, Path directory) throws IOException {
        EpochFiles files = new EpochFiles(disk, directory);
        return Math.max(
                files.acceptedFile.read().orElse(0), files.currentFile.read().orElse(0));
    }

    private static void write(NumberFile file, long epoch) {
        try {
            file.write(epoch);
        } catch (IOException cause) {
            throw new StorageFailure(Kind.DIRECTORY, "cannot write the epoch " + epoch + " to " + file, cause);
        }
    }
}
