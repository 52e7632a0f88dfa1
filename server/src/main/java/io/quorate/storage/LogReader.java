package io.quorate.storage;

import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/// Reads the records of one log file, up to the first place where there is none. Whether that place
/// is the end, the trace of a crash or damage is for {@link LogTail} to say.
final class LogReader implements Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int TXN_HEADER_BYTES = 32;
    private static final int ZXID_AT = 12;
    private static final int TYPE_AT = 28;

    /// @param bytes the entry, as it was proposed; the reader has no further use for it
    /// @param endOffset where the next record begins
    record Entry(Zxid zxid, byte[] bytes, long endOffset) {
        /// Whether this is an error txn, which changes nothing.
        boolean isFailure() {
            return ByteBuffer.wrap(bytes).getInt(TYPE_AT) == OpCode.ERROR.code();
        }
    }

    private final LogFile file;
    private final int maxRecordBytes;
    private final InputStream in;
    private long goodUntil;
    private Zxid previous = Zxid.ZERO;
    private @Nullable String complaint;

    private LogReader(LogFile file, int maxRecordBytes, InputStream in) {
        this.file = file;
        this.maxRecordBytes = maxRecordBytes;
        this.in = in;
    }

    static LogReader open(Disk disk, LogFile file, int maxRecordBytes) throws IOException {
        LogReader reader =
                new LogReader(file, maxRecordBytes, new BufferedInputStream(disk.read(file.path(), 0), BUFFER_BYTES));
        try {
            reader.readHeader();
        } catch (IOException failure) {
            reader.close();
            throw failure;
        }
        return reader;
    }

    LogFile file() {
        return file;
    }

    /// Where the first record that could not be read would begin; 0 if not even the header could.
    long goodUntil() {
        return goodUntil;
    }

    /// Where the log ended when this file was begun; {@link Zxid#ZERO} if the file does not say.
    Zxid previous() {
        return previous;
    }

    /// Why there is no record at {@link #goodUntil()}, with the values.
    String complaint() {
        return complaint == null ? "nothing is wrong" : complaint;
    }

    /// The next record, null if there is none.
    @Nullable
    Entry next() throws IOException {
        if (complaint != null) {
            return null;
        }
        byte[] head = in.readNBytes(LogFile.RECORD_HEAD_BYTES);
        if (head.length < LogFile.RECORD_HEAD_BYTES) {
            return end("the file ends");
        }
        long checksum = ByteBuffer.wrap(head).getLong();
        int length = ByteBuffer.wrap(head).getInt(Long.BYTES);
        if (length == 0) {
            return end("the length of the record is 0");
        }
        if (length < TXN_HEADER_BYTES || length > maxRecordBytes) {
            return end("the length of the record is " + length + ", expected " + TXN_HEADER_BYTES + " to "
                    + maxRecordBytes);
        }
        byte[] bytes = in.readNBytes(length);
        int last = in.read();
        if (last != LogFile.END_OF_RECORD) {
            return end("the record of " + length + " bytes is not complete");
        }
        Adler32 adler = new Adler32();
        adler.update(bytes);
        if (adler.getValue() != checksum) {
            return end("the checksum of the record of " + length + " bytes is 0x" + Long.toHexString(adler.getValue())
                    + ", expected 0x" + Long.toHexString(checksum));
        }
        goodUntil += LogFile.RECORD_HEAD_BYTES + length + 1;
        return new Entry(new Zxid(ByteBuffer.wrap(bytes).getLong(ZXID_AT)), bytes, goodUntil);
    }

    private void readHeader() throws IOException {
        byte[] header = in.readNBytes(LogFile.HEADER_BYTES);
        if (header.length < LogFile.HEADER_BYTES) {
            complaint = "the header has " + header.length + " bytes, expected " + LogFile.HEADER_BYTES;
        } else if (ByteBuffer.wrap(header).getInt() != LogFile.MAGIC) {
            complaint = "the header begins with 0x"
                    + Integer.toHexString(ByteBuffer.wrap(header).getInt()) + ", expected 0x"
                    + Integer.toHexString(LogFile.MAGIC);
        } else {
            goodUntil = LogFile.HEADER_BYTES;
            previous = new Zxid(ByteBuffer.wrap(header).getLong(Long.BYTES));
        }
    }

    private @Nullable Entry end(String why) {
        complaint = why;
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
