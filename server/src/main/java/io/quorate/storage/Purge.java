package io.quorate.storage;

import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes room. What is retained are snapshots that can be read from beginning to end, and all of
/// the log behind the oldest of them: a snapshot counts only if a start could use it.
final class Purge {
    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private final Disk disk;
    private final Path snapshotDirectory;
    private final Path logDirectory;
    private final int maxBufferBytes;
    private final int retainCount;
    private @Nullable Zxid oldestRetained;

    Purge(DataDirectory data, int retainCount) {
        this.disk = data.disk();
        this.snapshotDirectory = data.snapshotDirectory();
        this.logDirectory = data.logDirectory();
        this.maxBufferBytes = data.settings().maxRecordBytes();
        this.retainCount = retainCount;
    }

    /// Finds the newest snapshots that are good. Takes time, changes nothing.
    void verify() throws IOException {
        int good = 0;
        for (SnapshotFile snapshot : SnapshotFile.in(disk, snapshotDirectory)) {
            if (good < retainCount && isGood(snapshot)) {
                good++;
                oldestRetained = snapshot.zxid();
            }
        }
    }

    private boolean isGood(SnapshotFile snapshot) throws IOException {
        try {
            snapshot.verify(disk, maxBufferBytes);
        } catch (MalformedException | IOException failure) {
            LOG.warn(
                    "The snapshot {} cannot be read and does not count: {}",
                    snapshot,
                    String.valueOf(failure.getMessage()));
            return false;
        }
        // Apache does not make a snapshot durable, and the log behind it may be about to go.
        try (Disk.Output output = disk.open(snapshot.path(), 0)) {
            output.sync();
        }
        return true;
    }

    void carryOut() throws IOException {
        Zxid oldest = oldestRetained;
        if (oldest == null) {
            return;
        }
        disk.syncDirectory(snapshotDirectory);
        List<Path> superfluous = new ArrayList<>();
        for (SnapshotFile snapshot : SnapshotFile.in(disk, snapshotDirectory)) {
            if (oldest.isAfter(snapshot.zxid())) {
                superfluous.add(snapshot.path());
            }
        }
        boolean needed = true;
        for (LogFile file : LogFile.in(disk, logDirectory).reversed()) {
            if (!needed) {
                superfluous.add(file.path());
            }
            // The newest file that begins at or before the snapshot may hold txns after it.
            needed &= file.first().isAfter(oldest);
        }
        for (Path file : superfluous) {
            disk.delete(file);
        }
        if (!superfluous.isEmpty()) {
            LOG.info("Purged {} files that the snapshot at {} makes superfluous", superfluous.size(), oldest);
        }
    }
}
