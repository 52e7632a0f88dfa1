package io.quorate.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Reads what Apache compresses with snappy. Only reads: we write snapshots plain.
///
/// ```
/// stream   0x82 "SNAPPY" 0x00 ; int version ; int compatible with ; block ...
/// block    int length ; varint length when decompressed ; element ...
/// element  tag, its low two bits say what follows
///            0  literal: length - 1 in the tag, or in 1 to 4 bytes behind it; the bytes
///            1  copy of 4 to 11 bytes from up to 2047 bytes back
///            2  copy of 1 to 64 bytes, distance in 2 bytes, little-endian
///            3  the same, distance in 4 bytes
/// ```
final class SnappyStream extends InputStream {
    static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};

    private static final int VERSIONS_BYTES = 8;

    /// The writer cuts the stream into blocks of 32 KiB unless told otherwise.
    private static final int MOST_BLOCK_BYTES = 64 << 20;

    /// The shortest way to say most: 3 bytes copy 64. What announces more is not worth an array.
    private static final int MOST_GROWTH = 22;

    private static final int LONGEST_LENGTH_IN_TAG = 60;

    private static final int LITERAL = 0;
    private static final int NEAR_COPY = 1;
    private static final int FAR_COPY = 3;

    private final InputStream in;
    private byte[] block = {};
    private int position;

    /// @throws IOException if `in` does not begin as such a stream does
    SnappyStream(InputStream in) throws IOException {
        this.in = in;
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)
                || in.readNBytes(VERSIONS_BYTES).length < VERSIONS_BYTES) {
            throw new IOException("it does not begin as a snappy stream");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (position == block.length) {
            if (!nextBlock()) {
                return -1;
            }
        }
        int count = Math.min(length, block.length - position);
        System.arraycopy(block, position, into, offset, count);
        position += count;
        return count;
    }

    private boolean nextBlock() throws IOException {
        byte[] head = in.readNBytes(Integer.BYTES);
        if (head.length == 0) {
            return false;
        }
        int length = head.length < Integer.BYTES ? 0 : ByteBuffer.wrap(head).getInt();
        if (length <= 0 || length > MOST_BLOCK_BYTES) {
            throw new IOException("a snappy block announces " + length + " bytes, expected 1 to " + MOST_BLOCK_BYTES);
        }
        byte[] compressed = in.readNBytes(length);
        if (compressed.length < length) {
            throw new EOFException("a snappy block of " + length + " bytes has only " + compressed.length);
        }
        try {
            block = decompress(compressed);
        } catch (IndexOutOfBoundsException _) {
            throw new IOException("a snappy block refers to bytes that it does not have");
        }
        position = 0;
        return true;
    }

    private static byte[] decompress(byte[] from) throws IOException {
        int at = 0;
        int size = 0;
        int shift = 0;
        boolean more = true;
        while (more) {
            size |= (from[at] & 0x7F) << shift;
            shift += 7;
            more = from[at++] < 0;
        }
        int most = (int) Math.min(MOST_BLOCK_BYTES, (long) MOST_GROWTH * from.length);
        if (size < 0 || size > most) {
            throw new IOException("a snappy block decompresses to " + size + " bytes, expected 0 to " + most);
        }
        byte[] to = new byte[size];
        int filled = 0;
        while (at < from.length) {
            int tag = from[at++] & 0xFF;
            int kind = tag & 3;
            if (kind == LITERAL) {
                int length = (tag >> 2) + 1;
                int lengthBytes = Math.max(0, length - LONGEST_LENGTH_IN_TAG);
                if (lengthBytes > 0) {
                    length = littleEndian(from, at, lengthBytes) + 1;
                    at += lengthBytes;
                }
                System.arraycopy(from, at, to, filled, length);
                at += length;
                filled += length;
            } else {
                int distanceBytes = kind == FAR_COPY ? Integer.BYTES : kind;
                int length = kind == NEAR_COPY ? 4 + (tag >> 2 & 7) : 1 + (tag >> 2);
                int distance = littleEndian(from, at, distanceBytes) | (kind == NEAR_COPY ? tag >> 5 << 8 : 0);
                copyWithin(to, filled, distance, length);
                at += distanceBytes;
                filled += length;
            }
        }
        if (filled < size) {
            throw new EOFException("a snappy block has " + filled + " bytes, expected " + size);
        }
        return to;
    }

    /// The source may run into what is being copied: then it repeats.
    private static void copyWithin(byte[] bytes, int to, int distance, int length) {
        if (distance <= 0) {
            throw new IndexOutOfBoundsException();
        }
        for (int i = 0; i < length; i++) {
            bytes[to + i] = bytes[to + i - distance];
        }
    }

    private static int littleEndian(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[at + i] & 0xFF) << (8 * i);
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
