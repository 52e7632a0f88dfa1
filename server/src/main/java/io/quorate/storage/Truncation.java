package io.quorate.storage;

import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import io.quorate.storage.LogReader.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts the history behind one txn. A snapshot that is newer than it goes as well: it contains what
/// is being given up.
///
/// Each step leaves a history that the old one begins with, whatever a crash makes of it: snapshots
/// first, newest first, then log files, newest first, each durable before the next, at last the end
/// of the file that holds the txn.
final class Truncation {
    private final Disk disk;
    private final Path snapshotDirectory;
    private final Path logDirectory;
    private final StorageSettings settings;
    private final Zxid zxid;

    Truncation(DataDirectory data, Zxid zxid) {
        this.disk = data.disk();
        this.snapshotDirectory = data.snapshotDirectory();
        this.logDirectory = data.logDirectory();
        this.settings = data.settings();
        this.zxid = zxid;
    }

    /// Makes sure that a snapshot and the log lead to exactly this txn.
    void check() throws IOException, MissingZxid {
        Zxid base = null;
        for (SnapshotFile snapshot : SnapshotFile.in(disk, snapshotDirectory)) {
            if (snapshot.zxid().isAtMost(zxid) && isReadable(snapshot)) {
                base = snapshot.zxid();
                break;
            }
        }
        if (base == null) {
            throw new MissingZxid(zxid, "no readable snapshot in " + snapshotDirectory + " is that old");
        }
        Search search = new Search(base.equals(zxid));
        new LogWalk(disk, LogFile.in(disk, logDirectory), settings.maxRecordBytes(), base, search).walk();
        if (!search.found) {
            throw new MissingZxid(zxid, "it is not in the log behind the snapshot at " + base);
        }
    }

    private boolean isReadable(SnapshotFile snapshot) {
        try {
            snapshot.verify(disk, settings.maxRecordBytes());
            return true;
        } catch (MalformedException | IOException _) {
            return false;
        }
    }

    void carryOut() throws IOException {
        List<Path> superfluous = new ArrayList<>();
        for (SnapshotFile snapshot : SnapshotFile.in(disk, snapshotDirectory)) {
            if (snapshot.zxid().isAfter(zxid)) {
                superfluous.add(snapshot.path());
            }
        }
        LogFile cut = null;
        for (LogFile file : LogFile.in(disk, logDirectory).reversed()) {
            if (file.first().isAfter(zxid)) {
                superfluous.add(file.path());
            } else if (cut == null) {
                cut = file;
            }
        }
        for (Path file : superfluous) {
            disk.delete(file);
            disk.syncDirectory(parent(file));
        }
        if (cut != null) {
            cut(cut);
        }
    }

    private Path parent(Path file) {
        return file.startsWith(logDirectory) ? logDirectory : snapshotDirectory;
    }

    private void cut(LogFile file) throws IOException {
        long end;
        try (LogReader reader = LogReader.open(disk, file, settings.maxRecordBytes())) {
            end = reader.goodUntil();
            for (Entry entry = reader.next(); entry != null && entry.zxid().isAtMost(zxid); entry = reader.next()) {
                end = entry.endOffset();
            }
        }
        try (Disk.Output output = disk.open(file.path(), end)) {
            output.truncateTo(end);
            output.sync();
        }
    }

    private final class Search implements LogWalk.Visitor {
        private boolean found;
        private @Nullable Entry last;

        Search(boolean found) {
            this.found = found;
        }

        @Override
        public void covered(Entry entry) {}

        @Override
        public void txn(Entry entry) {
            found |= entry.zxid().equals(zxid);
            last = entry;
        }

        @Override
        public boolean isRepetition(Entry entry) {
            return last != null && last.zxid().isAfter(entry.zxid());
        }
    }
}
