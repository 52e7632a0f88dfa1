package io.quorate.storage;

import io.quorate.storage.LogReader.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the end of the log into order after a crash: what an unfinished flush left behind goes,
/// what can be read is made durable. Only the newest file is touched.
final class LogRepair {
    private static final Logger LOG = LoggerFactory.getLogger(LogRepair.class);

    private final Disk disk;
    private final Path directory;
    private final StorageSettings settings;

    LogRepair(Disk disk, Path directory, StorageSettings settings) {
        this.disk = disk;
        this.directory = directory;
        this.settings = settings;
    }

    /// @throws StorageFailure if the newest file is damaged
    void repair() throws IOException {
        List<LogFile> files = LogFile.in(disk, directory);
        for (LogFile newest : files.reversed()) {
            if (holdsRecords(newest)) {
                return;
            }
            LOG.warn("The log file {} holds no txn and is removed", newest);
            disk.delete(newest.path());
            disk.syncDirectory(directory);
        }
    }

    private boolean holdsRecords(LogFile file) throws IOException {
        long goodUntil;
        LogTail tail;
        try (LogReader reader = LogReader.open(disk, file, settings.maxRecordBytes())) {
            Entry entry = reader.next();
            while (entry != null) {
                entry = reader.next();
            }
            goodUntil = reader.goodUntil();
            tail = LogTail.judge(disk, reader, settings.maxRecordBytes());
            if (tail == LogTail.DAMAGED) {
                throw LogWalk.damaged(reader);
            }
        }
        if (goodUntil <= LogFile.HEADER_BYTES) {
            return false;
        }
        if (tail != LogTail.CLEAN) {
            LOG.warn(
                    "The log file {} was being written when the server stopped; it is cut at byte {}", file, goodUntil);
        }
        settle(file, goodUntil, tail != LogTail.CLEAN);
        return true;
    }

    /// Makes durable what has been read, as it will be reported as such. What a failed or missing
    /// sync left in the memory of the operating system may look like a clean copy of the disk; only
    /// writing it again is sure to reach the disk. These are the same bytes, so a crash in between
    /// does no harm.
    private void settle(LogFile file, long goodUntil, boolean cut) throws IOException {
        long from = Math.max(0, goodUntil - LogFile.maxTornBytes(settings.maxRecordBytes()));
        byte[] end;
        try (InputStream in = disk.read(file.path(), from)) {
            end = in.readNBytes((int) (goodUntil - from));
        }
        try (Disk.Output output = disk.open(file.path(), from)) {
            if (cut) {
                output.truncateTo(goodUntil);
            }
            output.write(end, 0, end.length);
            output.sync();
        }
    }
}
