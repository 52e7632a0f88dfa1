package io.quorate.storage;

import io.quorate.model.Zxid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file of the txn log, named by the zxid of its first record.
///
/// ```
/// file    int magic "ZKLG" ; int version 2 ; long previous ; record ... ; zeros
/// record  long Adler-32 of the entry ; int length ; entry ; byte 'B'
/// ```
///
/// Apache writes 0 for `previous`, the number of a database that there has never been a second of, and
/// does not look at it. Here it is the zxid that the log ended at when the file was begun: without it
/// nobody could tell that a file is missing at the end of an epoch, for the next epoch begins anew. 0
/// says nothing.
record LogFile(Zxid first, Path path) {
    static final String PREFIX = "log.";
    static final int MAGIC = 0x5A4B4C47;
    static final int VERSION = 2;
    static final int HEADER_BYTES = 16;

    /// Checksum and length, in front of an entry.
    static final int RECORD_HEAD_BYTES = 12;

    static final byte END_OF_RECORD = 0x42;

    /// How much is written at most between two syncs, apart from the one record that crosses this
    /// line. A crash can damage no more than that, so damage further from the end has another
    /// reason.
    static final int BATCH_BYTES = 1 << 20;

    static LogFile named(Path directory, Zxid first) {
        return new LogFile(first, directory.resolve(PREFIX + Long.toHexString(first.value())));
    }

    /// All log files of `directory`, oldest first.
    static List<LogFile> in(Disk disk, Path directory) throws IOException {
        List<LogFile> files = new ArrayList<>();
        for (String name : disk.list(directory)) {
            Zxid first = zxidBehind(PREFIX, name);
            if (first != null) {
                files.add(new LogFile(first, directory.resolve(name)));
            }
        }
        files.sort(Comparator.comparing(LogFile::first));
        return files;
    }

    /// What can be torn by a crash at most, counted from the end of what was written.
    static long maxTornBytes(int maxRecordBytes) {
        return (long) HEADER_BYTES + BATCH_BYTES + RECORD_HEAD_BYTES + maxRecordBytes + 1;
    }

    /// The zxid in hexadecimal behind `prefix`, null if `name` is something else. Epochs end at 2^31 -
    /// 1: what begins with a higher digit than 7 is no zxid, and to Apache no name of a file of its own
    /// either.
    static @Nullable Zxid zxidBehind(String prefix, String name) {
        if (!name.startsWith(prefix)) {
            return null;
        }
        try {
            long zxid = Long.parseUnsignedLong(name.substring(prefix.length()), 16);
            return zxid < 0 ? null : new Zxid(zxid);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
