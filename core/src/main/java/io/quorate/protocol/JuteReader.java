package io.quorate.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads jute's primitives from bytes that are all at hand. What is malformed throws a {@link MalformedException}
/// and nothing else; lengths and counts are checked against the bytes that are left before anything is allocated.
///
/// Nothing that is returned shares the array, except {@link #readSlice()}; the array must not change meanwhile.
public final class JuteReader {
    /// The largest buffer or string that a stream of unknown length may announce: `jute.maxbuffer` (0xfffff) plus as
    /// much again, because a stored txn is larger than the request it came from.
    public static final int MAX_BUFFER_BYTES = 2 * 0xfffff;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int position;

    public JuteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public JuteReader(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || length > bytes.length - offset) {
            throw new IndexOutOfBoundsException(
                    "offset " + offset + " and length " + length + " in an array of " + bytes.length);
        }
        this.bytes = bytes;
        this.start = offset;
        this.position = offset;
        this.end = offset + length;
    }

    /// How many bytes are left.
    public int remaining() {
        return end - position;
    }

    /// How many bytes have been read.
    public int position() {
        return position - start;
    }

    public byte readByte() {
        need(1, "byte");
        return bytes[position++];
    }

    /// Any byte but 0 is true.
    public boolean readBoolean() {
        need(1, "boolean");
        return bytes[position++] != 0;
    }

    public int readInt() {
        need(Integer.BYTES, "int");
        int value = intAt(position);
        position += Integer.BYTES;
        return value;
    }

    /// The int that comes next, without reading it.
    public int peekInt() {
        need(Integer.BYTES, "int");
        return intAt(position);
    }

    public long readLong() {
        need(Long.BYTES, "long");
        long value = ((long) intAt(position) << 32) | (intAt(position + 4) & 0xFFFF_FFFFL);
        position += Long.BYTES;
        return value;
    }

    /// A copy of a buffer's bytes, or null.
    public byte @Nullable [] readBuffer() {
        int length = readLength("buffer");
        if (length < 0) {
            return null;
        }
        byte[] copy = new byte[length];
        System.arraycopy(bytes, position, copy, 0, length);
        position += length;
        return copy;
    }

    /// A buffer's bytes in place, or null.
    public @Nullable JuteReader readSlice() {
        int length = readLength("buffer");
        if (length < 0) {
            return null;
        }
        JuteReader slice = new JuteReader(bytes, position, length);
        position += length;
        return slice;
    }

    /// A copy of all the bytes that are left.
    public byte[] readRest() {
        byte[] copy = new byte[remaining()];
        System.arraycopy(bytes, position, copy, 0, copy.length);
        position = end;
        return copy;
    }

    /// What is no UTF-8 becomes replacement characters, as in ZooKeeper, so that a strange id in an old log cannot keep
    /// a server from starting.
    public @Nullable String readString() {
        int length = readLength("string");
        if (length < 0) {
            return null;
        }
        if (length == 0) {
            return "";
        }
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    /// @param what the name of the field, for the message if it is null
    public String readNonNullString(String what) {
        int at = position();
        String value = readString();
        if (value == null) {
            throw new MalformedException(what + " at byte " + at + " is null; expected a string");
        }
        return value;
    }

    /// The number of elements of a vector, -1 for a null vector.
    ///
    /// @param minBytesPerElement the fewest bytes that one element can take
    public int readCount(int minBytesPerElement) {
        int at = position();
        int count = readInt();
        if (count < -1 || (long) count * minBytesPerElement > remaining()) {
            throw new MalformedException("vector at byte " + at + " announces " + count + " elements; expected -1 to "
                    + remaining() / minBytesPerElement + ", as " + remaining() + " bytes are left");
        }
        return count;
    }

    private int readLength(String what) {
        int at = position();
        int length = readInt();
        if (length < -1 || length > remaining()) {
            throw new MalformedException(what + " at byte " + at + " announces " + length + " bytes; expected -1 to "
                    + remaining() + ", as many as are left");
        }
        return length;
    }

    private void need(int count, String what) {
        if (end - position < count) {
            throw new MalformedException(
                    what + " at byte " + position() + " needs " + count + " bytes; only " + remaining() + " are left");
        }
    }

    private int intAt(int index) {
        return (bytes[index] << 24)
                | ((bytes[index + 1] & 0xFF) << 16)
                | ((bytes[index + 2] & 0xFF) << 8)
                | (bytes[index + 3] & 0xFF);
    }
}
