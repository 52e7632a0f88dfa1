package io.quorate.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Adler32;

/// What follows the last readable record of a log file.
///
/// A crash leaves a trace that can be told from damage. A file is extended with zeros before
/// records are written into it, so whatever of an unsynced batch did not reach the disk reads as
/// zeros, in whole sectors; and no more than one batch is ever unsynced.
enum LogTail {
    /// Nothing but zeros.
    CLEAN,
    /// The beginning of one record (or of the file's header), and zeros.
    CUT,
    /// Some sectors of an unsynced batch are missing although later ones are there: disks do not
    /// keep the order of writes.
    SCATTERED,
    /// Something else: what stood here was complete once.
    DAMAGED;

    private static final int SECTOR_BYTES = 512;
    private static final int SCAN_BYTES = 64 * 1024;

    /// Judges what begins at {@link LogReader#goodUntil()} of a reader that is at its end.
    static LogTail judge(Disk disk, LogReader reader, int maxRecordBytes) throws IOException {
        long from = reader.goodUntil();
        long window = LogFile.maxTornBytes(maxRecordBytes);
        try (InputStream in = disk.read(reader.file().path(), from)) {
            byte[] tail = in.readNBytes((int) window);
            int used = usedBytes(tail, tail.length);
            if (!onlyZeros(in)) {
                return DAMAGED;
            }
            if (used == 0) {
                return CLEAN;
            }
            return from == 0 ? judgeHeader(tail, used) : judgeRecord(tail, used, from, maxRecordBytes);
        }
    }

    private static LogTail judgeHeader(byte[] tail, int used) {
        byte[] header = ByteBuffer.allocate(Long.BYTES)
                .putInt(LogFile.MAGIC)
                .putInt(LogFile.VERSION)
                .array();
        int known = Math.min(used, header.length);
        if (used <= LogFile.HEADER_BYTES && Arrays.mismatch(tail, 0, known, header, 0, known) < 0) {
            return CUT;
        }
        return usedBytes(tail, Math.min(SECTOR_BYTES, tail.length)) == 0 ? SCATTERED : DAMAGED;
    }

    private static LogTail judgeRecord(byte[] tail, int used, long from, int maxRecordBytes) {
        if (tail.length < LogFile.RECORD_HEAD_BYTES) {
            return CUT;
        }
        int length = ByteBuffer.wrap(tail).getInt(Long.BYTES);
        if (length < 0 || length > maxRecordBytes) {
            return DAMAGED;
        }
        int end = LogFile.RECORD_HEAD_BYTES + length;
        if (used <= end) {
            return holdsRecord(tail, used, maxRecordBytes) ? DAMAGED : CUT;
        }
        boolean scattered = missesSector(tail, Math.min(end + 1, tail.length), from)
                && !isWholeWithAnotherLength(tail, used)
                && !OneBit.explains(tail, length);
        return scattered ? SCATTERED : DAMAGED;
    }

    /// Whether there is a whole record where the beginning of one should be, or after it: then it is the length
    /// that is damaged, and to drop what it spans would lose txns.
    private static boolean holdsRecord(byte[] tail, int used, int maxRecordBytes) {
        if (isWholeWithAnotherLength(tail, used)) {
            return true;
        }
        ByteBuffer bytes = ByteBuffer.wrap(tail);
        AdlerOfParts checksums = new AdlerOfParts(tail, used);
        for (int begin = 1; begin + LogFile.RECORD_HEAD_BYTES < used; begin++) {
            int longest = Math.min(maxRecordBytes, used - begin - LogFile.RECORD_HEAD_BYTES - 1);
            if (isRecord(bytes, begin, longest, checksums)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the checksum at the beginning of `tail` is that of an entry which ends somewhere else.
    private static boolean isWholeWithAnotherLength(byte[] tail, int used) {
        long expected = ByteBuffer.wrap(tail).getLong();
        Adler32 adler = new Adler32();
        int summed = LogFile.RECORD_HEAD_BYTES;
        for (int end = summed; end < used; end++) {
            if (tail[end] == LogFile.END_OF_RECORD) {
                adler.update(tail, summed, end - summed);
                summed = end;
                if (adler.getValue() == expected) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Data of a client's choosing can look like the head of a record at every few bytes, so this must not take longer
    /// for long records.
    private static boolean isRecord(ByteBuffer bytes, int begin, int longest, AdlerOfParts checksums) {
        long checksum = bytes.getLong(begin);
        int length = bytes.getInt(begin + Long.BYTES);
        // The checksum is a number of 32 bits in 64: that alone rules out most places.
        if (checksum >>> Integer.SIZE != 0 || length <= 0 || length > longest) {
            return false;
        }
        int entry = begin + LogFile.RECORD_HEAD_BYTES;
        return bytes.get(entry + length) == LogFile.END_OF_RECORD && checksums.of(entry, entry + length) == checksum;
    }

    /// Whether one of the sectors under the first `length` bytes of `tail`, which begins at
    /// `offset` in the file, is all zeros, not counting what precedes the tail. The first bytes of a
    /// record are always zeros, so a sector that holds nothing else of it tells nothing.
    private static boolean missesSector(byte[] tail, int length, long offset) {
        int inFirst = SECTOR_BYTES - (int) (offset % SECTOR_BYTES);
        int begin = inFirst <= Integer.BYTES ? inFirst : 0;
        while (begin < length) {
            int inSector = SECTOR_BYTES - (int) ((offset + begin) % SECTOR_BYTES);
            int end = Math.min(begin + inSector, tail.length);
            if (Arrays.mismatch(tail, begin, end, new byte[SECTOR_BYTES], 0, end - begin) < 0) {
                return true;
            }
            begin = end;
        }
        return false;
    }

    /// The length without the zeros at the end.
    private static int usedBytes(byte[] bytes, int length) {
        int used = length;
        while (used > 0 && bytes[used - 1] == 0) {
            used--;
        }
        return used;
    }

    private static boolean onlyZeros(InputStream in) throws IOException {
        byte[] zeros = new byte[SCAN_BYTES];
        byte[] chunk = new byte[SCAN_BYTES];
        for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
            if (Arrays.mismatch(chunk, 0, read, zeros, 0, read) >= 0) {
                return false;
            }
        }
        return true;
    }
}
