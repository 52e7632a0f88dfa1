package io.quorate.storage;

import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.storage.StorageFailure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A snapshot from a leader takes the place of all that is there.
///
/// Nothing of the old history may stay: its last txns may never have been committed, and a log in
/// which they are followed by newer ones looks whole. The step that decides is a
/// name: once `installing-snapshot.Z` is durable the installation will be finished, by this process
/// or by the next start; all that follows may be repeated.
///
/// 1. write `unfinished-installation`, sync it, rename it to `installing-snapshot.Z`, sync the
/// directory;
/// 2. delete all log files and snapshots, sync both directories;
/// 3. rename it to `snapshot.Z`, sync the directory.
final class Installation {
    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private static final String PREFIX = "installing-" + SnapshotFile.PREFIX;

    private Installation() {}

    /// Step 1.
    static void prepare(DataDirectory data, SnapshotSource source) throws IOException {
        Disk disk = data.disk();
        Path directory = data.snapshotDirectory();
        Path unfinished = directory.resolve(DataDirectory.UNFINISHED + "installation");
        SnapshotFile.write(disk, unfinished, source);
        disk.rename(
                unfinished,
                directory.resolve(PREFIX + Long.toHexString(source.zxid().value())));
        disk.syncDirectory(directory);
    }

    /// Steps 2 and 3, if step 1 has been taken.
    static void finish(DataDirectory data) throws IOException {
        for (String name : data.disk().list(data.snapshotDirectory())) {
            Zxid zxid = LogFile.zxidBehind(PREFIX, name);
            if (zxid != null) {
                finish(data, data.snapshotDirectory().resolve(name), zxid);
            }
        }
    }

    private static void finish(DataDirectory data, Path installing, Zxid zxid) throws IOException {
        Disk disk = data.disk();
        checkReadable(data, installing, zxid);
        // A process that was killed in step 1 may have left a name that the power can still take away.
        disk.syncDirectory(data.snapshotDirectory());
        for (LogFile file : LogFile.in(disk, data.logDirectory())) {
            disk.delete(file.path());
        }
        for (SnapshotFile snapshot : SnapshotFile.in(disk, data.snapshotDirectory())) {
            disk.delete(snapshot.path());
        }
        disk.syncDirectory(data.logDirectory());
        disk.syncDirectory(data.snapshotDirectory());
        disk.rename(
                installing, SnapshotFile.named(data.snapshotDirectory(), zxid).path());
        disk.syncDirectory(data.snapshotDirectory());
        LOG.info("Installed the snapshot at {}; everything older is gone", zxid);
    }

    private static void checkReadable(DataDirectory data, Path installing, Zxid zxid) throws IOException {
        try {
            new SnapshotFile(zxid, installing, SnapshotFile.Compression.NONE)
                    .verify(data.disk(), data.settings().maxRecordBytes());
        } catch (MalformedException malformed) {
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA, "the snapshot " + installing + " is damaged: " + malformed.getMessage());
        }
    }
}
