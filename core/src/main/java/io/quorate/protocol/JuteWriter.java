package io.quorate.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Writes jute's primitives into an array that grows. May be used again after {@link #reset()}, which keeps the array.
public final class JuteWriter {
    private static final int DEFAULT_CAPACITY = 128;

    private byte[] bytes;
    private int size;

    public JuteWriter() {
        this(DEFAULT_CAPACITY);
    }

    public JuteWriter(int initialCapacity) {
        this.bytes = new byte[initialCapacity];
    }

    public void writeByte(int value) {
        grow(1);
        bytes[size++] = (byte) value;
    }

    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    public void writeInt(int value) {
        grow(Integer.BYTES);
        putInt(size, value);
        size += Integer.BYTES;
    }

    public void writeLong(long value) {
        grow(Long.BYTES);
        putInt(size, (int) (value >>> 32));
        putInt(size + 4, (int) value);
        size += Long.BYTES;
    }

    public void writeBuffer(byte @Nullable [] value) {
        if (value == null) {
            writeInt(-1);
        } else {
            writeInt(value.length);
            writeBytes(value);
        }
    }

    /// Real UTF-8, also beyond the basic plane, where ZooKeeper's own writer produces what its reader cannot read.
    public void writeString(@Nullable String value) {
        writeBuffer(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    /// The bytes as they are, without a length.
    public void writeBytes(byte[] value) {
        grow(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /// Begins a buffer whose length is not known yet.
    ///
    /// @return what {@link #endBuffer} wants to know
    public int beginBuffer() {
        writeInt(0);
        return size;
    }

    /// Ends the buffer that `begin` stands for: its length is what has been written since.
    public void endBuffer(int begin) {
        putInt(begin - Integer.BYTES, size - begin);
    }

    /// How many bytes have been written.
    public int size() {
        return size;
    }

    /// A copy of what has been written.
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /// The array itself: its first {@link #size()} bytes are what has been written. Good until the next write or reset.
    public byte[] buffer() {
        return bytes;
    }

    public void reset() {
        size = 0;
    }

    private void grow(int more) {
        if (bytes.length - size < more) {
            int needed = Math.addExact(size, more);
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }

    private void putInt(int index, int value) {
        bytes[index] = (byte) (value >>> 24);
        bytes[index + 1] = (byte) (value >>> 16);
        bytes[index + 2] = (byte) (value >>> 8);
        bytes[index + 3] = (byte) value;
    }
}
