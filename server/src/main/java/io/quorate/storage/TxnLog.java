package io.quorate.storage;

import io.quorate.model.Invariant;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.storage.StorageFailure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/// The txn log, at its end. For the storage thread only.
///
/// A file is begun at the first flush after a start, a roll, a truncation; no file is ever appended
/// to that an earlier process wrote. The first failure of the disk ends the log for good: each
/// later call fails as well.
public final class TxnLog {
    /// Apache extends a file when less than this is left of it.
    private static final int ROOM_BYTES = 4096;

    private static final int INITIAL_BUFFER_BYTES = 64 * 1024;

    private final Disk disk;
    private final Path directory;
    private final StorageSettings settings;
    private final JuteWriter unwritten = new JuteWriter(INITIAL_BUFFER_BYTES);
    private final Adler32 adler = new Adler32();

    private @Nullable Precondition precondition;
    private @Nullable Zxid last;
    private @Nullable Zxid firstUnwritten;
    private Zxid durable = Zxid.UNKNOWN;

    private Disk.@Nullable Output file;
    private @Nullable Path filePath;
    private long fileUsedBytes;
    private long fileSizeBytes;
    private @Nullable StorageFailure failure;

    /// What must be durable before there is a log.
    interface Precondition {
        void establish() throws IOException;
    }

    TxnLog(Disk disk, Path directory, StorageSettings settings) {
        this.disk = disk;
        this.directory = directory;
        this.settings = settings;
    }

    /// Puts `txn` behind all others; it is durable after the next {@link #flush}. Writes on its own
    /// once very much has come together.
    ///
    /// @throws Invariant.Broken if `txn` is not the successor of the one before
    public void append(LoggedTxn txn) {
        checkUsable();
        Zxid zxid = txn.zxid();
        byte[] entry = txn.encoded();
        Zxid previous = last;
        Invariant.check(previous != null, "%s is appended before the log has been loaded", zxid);
        if (previous != null) {
            Invariant.check(zxid.follows(previous), "%s is appended to a log that ends at %s", zxid, previous);
        }
        Invariant.check(
                entry.length > 0 && entry.length <= settings.maxRecordBytes(),
                "txn %s has %s bytes, expected 1 to %s",
                zxid,
                entry.length,
                settings.maxRecordBytes());
        adler.reset();
        adler.update(entry);
        unwritten.writeLong(adler.getValue());
        unwritten.writeInt(entry.length);
        unwritten.writeBytes(entry);
        unwritten.writeByte(LogFile.END_OF_RECORD);
        if (firstUnwritten == null) {
            firstUnwritten = zxid;
        }
        last = zxid;
        if (unwritten.size() >= LogFile.BATCH_BYTES) {
            flush();
        }
    }

    /// Returns once everything that was appended is durable.
    ///
    /// @return the zxid up to which everything is durable
    /// @throws StorageFailure if the disk fails; nothing is tried a second time
    public Zxid flush() {
        checkUsable();
        Zxid first = firstUnwritten;
        if (first == null) {
            return durable;
        }
        try {
            Disk.Output output = file;
            if (output == null) {
                output = begin(first);
                write(output);
                sync(output);
                // The records are there only if the name is.
                syncDirectory();
            } else {
                write(output);
                sync(output);
            }
        } catch (IOException cause) {
            throw fail("cannot write to the log file " + filePath, cause);
        }
        if (last != null) {
            durable = last;
        }
        if (settings.logSizeLimitBytes() > 0 && fileUsedBytes > settings.logSizeLimitBytes()) {
            closeFile();
        }
        return durable;
    }

    /// Makes everything durable; the next txn begins a new file.
    public void roll() {
        flush();
        closeFile();
    }

    /// Up to where everything is durable.
    public Zxid durable() {
        return durable;
    }

    /// How much of the current file is records; 0 if the next txn begins one.
    public long fileUsedBytes() {
        return file == null ? 0 : fileUsedBytes;
    }

    /// Makes everything durable; nothing can be appended before {@link #continueAfter}.
    void stop() {
        roll();
        last = null;
    }

    /// The next txn will be the successor of `zxid`, which is durable, in a new file.
    void continueAfter(Zxid zxid) {
        Invariant.check(
                file == null && firstUnwritten == null, "the log goes on after %s in the middle of a file", zxid);
        last = zxid;
        durable = zxid;
        precondition = null;
    }

    /// Takes the last {@link #stop} back: nothing has changed.
    void goOn() {
        last = durable;
    }

    /// Has `precondition` established before the next file is begun.
    void require(Precondition newPrecondition) {
        precondition = newPrecondition;
    }

    /// Whether the disk has failed.
    boolean hasFailed() {
        return failure != null;
    }

    private Disk.Output begin(Zxid first) throws IOException {
        LogFile begun = LogFile.named(directory, first);
        filePath = begun.path();
        if (precondition != null) {
            precondition.establish();
            precondition = null;
        }
        Invariant.check(!disk.exists(begun.path()), "%s exists although %s is new", begun, first);
        Disk.Output output = disk.create(begun.path());
        file = output;
        JuteWriter header = new JuteWriter(LogFile.HEADER_BYTES);
        header.writeInt(LogFile.MAGIC);
        header.writeInt(LogFile.VERSION);
        header.writeLong(Zxid.max(durable, Zxid.ZERO).value());
        fileUsedBytes = 0;
        fileSizeBytes = LogFile.HEADER_BYTES;
        // All that is written before the sync must be zeros first, see LogTail.
        preallocate(output, LogFile.HEADER_BYTES + unwritten.size());
        output.write(header.buffer(), 0, header.size());
        fileUsedBytes = header.size();
        return output;
    }

    private void write(Disk.Output output) throws IOException {
        preallocate(output, fileUsedBytes + unwritten.size());
        output.write(unwritten.buffer(), 0, unwritten.size());
        fileUsedBytes += unwritten.size();
        unwritten.reset();
        firstUnwritten = null;
    }

    private void preallocate(Disk.Output output, long neededBytes) throws IOException {
        if (settings.preallocBytes() <= 0 || neededBytes + ROOM_BYTES < fileSizeBytes) {
            return;
        }
        while (neededBytes + ROOM_BYTES >= fileSizeBytes) {
            fileSizeBytes += settings.preallocBytes();
        }
        output.extendTo(fileSizeBytes);
    }

    private void sync(Disk.Output output) throws IOException {
        if (settings.forceSync()) {
            output.sync();
        }
    }

    private void syncDirectory() throws IOException {
        if (settings.forceSync()) {
            disk.syncDirectory(directory);
        }
    }

    private void closeFile() {
        Disk.Output output = file;
        if (output == null) {
            return;
        }
        try {
            // For tidiness: whether the zeros at the end survive a crash does not matter.
            output.truncateTo(fileUsedBytes);
            output.close();
        } catch (IOException cause) {
            throw fail("cannot close the log file " + filePath, cause);
        }
        file = null;
        filePath = null;
    }

    private void checkUsable() {
        if (failure != null) {
            throw new StorageFailure(Kind.LOG, "the log cannot be used any more", failure);
        }
    }

    private StorageFailure fail(String what, IOException cause) {
        failure = new StorageFailure(Kind.LOG, what, cause);
        return failure;
    }
}
