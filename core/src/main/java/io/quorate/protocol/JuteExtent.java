package io.quorate.protocol;

/// Measures how far a record reaches in a stream of which only a part may have arrived: its fields are skipped one by
/// one, and {@link #size()} tells the outcome. Once the bytes at hand end before a length or a count, nothing more is
/// known.
public final class JuteExtent {
    private final byte[] bytes;
    private final int start;
    private final int end;
    private final int maxBufferBytes;
    private long position;
    private boolean known = true;

    /// @param maxBufferBytes the longest buffer or string that is believed
    public JuteExtent(byte[] bytes, int offset, int length, int maxBufferBytes) {
        this.bytes = bytes;
        this.start = offset;
        this.position = offset;
        this.end = offset + length;
        this.maxBufferBytes = maxBufferBytes;
    }

    /// Skips fields of a fixed size.
    public void skip(int count) {
        position += count;
    }

    /// Skips a buffer or a string.
    ///
    /// @return its length, 0 if it is null, -1 if it is not known yet
    /// @throws MalformedException if it announces an unreasonable length
    public int skipBuffer(String what) {
        int length = peek();
        if (!known) {
            return -1;
        }
        if (length < -1 || length > maxBufferBytes) {
            throw new MalformedException(what + " at byte " + (position - start) + " announces " + length
                    + " bytes; expected -1 to " + maxBufferBytes);
        }
        position += Integer.BYTES + Math.max(length, 0);
        return Math.max(length, 0);
    }

    /// Skips the count of a vector.
    ///
    /// @return the count, 0 if the vector is null or if it is not known yet
    /// @throws MalformedException if that many elements would take more bytes than a buffer may
    public int skipCount(int minBytesPerElement, String what) {
        int count = peek();
        if (!known) {
            return 0;
        }
        if (count < -1 || count > maxBufferBytes / minBytesPerElement) {
            throw new MalformedException(what + " at byte " + (position - start) + " announces " + count
                    + " elements; expected -1 to " + maxBufferBytes / minBytesPerElement);
        }
        position += Integer.BYTES;
        return Math.max(count, 0);
    }

    /// Whether the size is known so far.
    public boolean known() {
        return known;
    }

    /// The bytes that the fields take from the offset on, whether they have all arrived or not; -1 if not known.
    ///
    /// @throws MalformedException if they are more than an array can hold
    public int size() {
        if (position - start > Integer.MAX_VALUE - 8) {
            throw new MalformedException("record of " + (position - start) + " bytes; expected less than 2 GiB");
        }
        return known ? (int) (position - start) : -1;
    }

    private int peek() {
        known = known && position + Integer.BYTES <= end;
        return known ? new JuteReader(bytes, (int) position, Integer.BYTES).readInt() : 0;
    }
}
