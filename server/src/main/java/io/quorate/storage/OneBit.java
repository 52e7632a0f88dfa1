package io.quorate.storage;

import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/// Whether a record of the log that cannot be read was whole once and has one bit that is wrong. A crash does not leave
/// such records, but for one in many thousands of long ones, disks and memory do.
final class OneBit {
    /// Of Adler-32 (RFC 1950): both of its sums are taken modulo this.
    private static final int MODULUS = 65_521;

    private OneBit() {}

    /// @param tail begins with the checksum and the length of the record, and goes on beyond its end
    /// @param length of its entry, as the record says; that one of its bits is wrong is not looked for
    static boolean explains(byte[] tail, int length) {
        if (length == 0) {
            return false;
        }
        long expected = ByteBuffer.wrap(tail).getLong();
        Adler32 adler = new Adler32();
        adler.update(tail, LogFile.RECORD_HEAD_BYTES, length);
        long found = adler.getValue();
        if (found == expected) {
            int last = tail[LogFile.RECORD_HEAD_BYTES + length];
            return Integer.bitCount((last ^ LogFile.END_OF_RECORD) & 0xFF) == 1;
        }
        return Long.bitCount(expected ^ found) == 1 || inEntry(tail, length, found, expected);
    }

    /// The first sum of Adler-32 has each byte once, the second as often as there are bytes from it to the end.
    private static boolean inEntry(byte[] tail, int length, long found, long expected) {
        long missingOnce = Math.floorMod((expected & 0xFFFF) - (found & 0xFFFF), (long) MODULUS);
        long missingOften = Math.floorMod((expected >>> 16) - (found >>> 16), (long) MODULUS);
        for (int i = 0; i < length; i++) {
            int value = tail[LogFile.RECORD_HEAD_BYTES + i];
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                long change = (value >>> bit & 1) == 0 ? 1L << bit : -(1L << bit);
                if (Math.floorMod(change, (long) MODULUS) == missingOnce
                        && Math.floorMod(change * (length - i), (long) MODULUS) == missingOften) {
                    return true;
                }
            }
        }
        return false;
    }
}
