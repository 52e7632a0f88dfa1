package io.quorate.storage;

import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import io.quorate.storage.LogReader.Entry;
import io.quorate.storage.StorageFailure.Kind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the log behind a snapshot, and makes sure that nothing is missing in it: a state with a
/// hole in its history must never be served, and a hole once replayed spreads to the peers.
final class LogWalk {
    private static final Logger LOG = LoggerFactory.getLogger(LogWalk.class);

    /// What is done with the records.
    interface Visitor {
        /// A record that the snapshot covers, in the order of the log; not all of them are visited,
        /// and older ones may belong to a history that was given up.
        void covered(Entry entry);

        /// The next txn behind the snapshot.
        ///
        /// @throws MalformedException if it is no txn
        void txn(Entry entry);

        /// Whether a record that comes a second time is the same as the first.
        boolean isRepetition(Entry entry);
    }

    private final Disk disk;
    private final List<LogFile> files;
    private final int maxRecordBytes;
    private final Visitor visitor;
    private final Zxid base;
    private Zxid last;

    /// Where a file that is not the newest ended in a record that was cut off, until the next txn
    /// shows whether something was lost.
    private @Nullable String cutOff;

    /// @param base the zxid of the snapshot
    LogWalk(Disk disk, List<LogFile> files, int maxRecordBytes, Zxid base, Visitor visitor) {
        this.disk = disk;
        this.files = files;
        this.maxRecordBytes = maxRecordBytes;
        this.base = base;
        this.visitor = visitor;
        this.last = base;
    }

    /// @return the last zxid of the history
    Zxid walk() throws IOException {
        int firstNeeded = 0;
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).first().isAtMost(base.next())) {
                firstNeeded = i;
            }
        }
        // One file more, for txns that peers may lack; whatever is wrong with it is of no importance.
        for (int i = Math.max(0, firstNeeded - 1); i < files.size(); i++) {
            walk(files.get(i), i >= firstNeeded);
        }
        return last;
    }

    private void walk(LogFile file, boolean needed) throws IOException {
        try (LogReader reader = LogReader.open(disk, file, maxRecordBytes)) {
            if (needed) {
                checkLink(reader);
            }
            long offset = reader.goodUntil();
            for (Entry entry = reader.next(); entry != null; entry = reader.next()) {
                if (needed && offset == LogFile.HEADER_BYTES) {
                    checkName(file, entry);
                }
                visit(file, offset, entry);
                offset = entry.endOffset();
            }
            if (needed) {
                checkTail(reader);
            }
        }
    }

    /// Which files are read, in which order, and which ones a truncation deletes, goes by their names.
    private static void checkName(LogFile file, Entry entry) {
        if (!entry.zxid().equals(file.first())) {
            throw refuse(
                    file,
                    LogFile.HEADER_BYTES,
                    "begins with the txn " + entry.zxid() + ", expected " + file.first() + " as its name says");
        }
    }

    private void checkLink(LogReader reader) {
        Zxid previous = reader.previous();
        if (previous.isAfter(base) && !previous.equals(last)) {
            throw refuse(
                    reader.file(),
                    0,
                    "was begun when the log ended at " + previous + ", but what is left of the log before it ends at "
                            + last + ": txns are missing");
        }
    }

    private void visit(LogFile file, long offset, Entry entry) {
        Zxid zxid = entry.zxid();
        if (zxid.isAtMost(base)) {
            visitor.covered(entry);
            return;
        }
        if (zxid.isAtMost(last)) {
            // Apache numbers a request that it cannot parse like the one before it; its log may repeat a series.
            if (!entry.isFailure() && !visitor.isRepetition(entry)) {
                throw refuse(file, offset, "holds a second txn " + zxid + " behind " + last);
            }
            LOG.warn("{} holds a second txn {} at byte {}, which is passed over", file, zxid, offset);
            return;
        }
        if (!zxid.follows(last)) {
            throw refuse(
                    file,
                    offset,
                    "continues with the txn " + zxid + " although " + last + " comes before: txns are missing");
        }
        if (cutOff != null) {
            if (!zxid.equals(last.next())) {
                throw new StorageFailure(
                        Kind.UNUSABLE_DATA, cutOff + "; the log continues with " + zxid + ", so a txn may be missing");
            }
            LOG.warn("{}; it was written again", cutOff);
            cutOff = null;
        }
        try {
            visitor.txn(entry);
        } catch (MalformedException malformed) {
            throw refuse(file, offset, "holds a txn that cannot be read: " + malformed.getMessage());
        }
        last = zxid;
    }

    private void checkTail(LogReader reader) throws IOException {
        LogTail tail = LogTail.judge(disk, reader, maxRecordBytes);
        boolean newest = reader.file().equals(files.getLast());
        switch (tail) {
            case CLEAN -> {}
            case CUT -> {
                // Our own start removes such a tail. Apache's leaves it and begins the next file.
                cutOff = reader.file() + " has a record that was cut off at byte " + reader.goodUntil();
                if (newest) {
                    throw new StorageFailure(Kind.UNUSABLE_DATA, cutOff);
                }
            }
            case SCATTERED, DAMAGED -> throw damaged(reader);
        }
    }

    /// The sentence for a file that was complete once.
    static StorageFailure damaged(LogReader reader) {
        return refuse(reader.file(), reader.goodUntil(), "is damaged: " + reader.complaint());
    }

    private static StorageFailure refuse(LogFile file, long offset, String what) {
        return new StorageFailure(Kind.UNUSABLE_DATA, "the log file " + file + " " + what + ", at byte " + offset);
    }
}
