package io.quorate.transport;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Bytes of a peer that have arrived and have not been understood yet, in one array. What cannot be complete in any
/// case is refused by whoever takes from it, so it grows to the longest message and one read.
final class Unread {
    private static final int KEPT_BYTES = 64 << 10;

    private byte[] bytes = new byte[4096];
    private int start;
    private int end;

    /// Copies what is readable and leaves `in` to its owner.
    void add(ByteBuf in) {
        int more = in.readableBytes();
        if (bytes.length - end < more) {
            makeRoom(more);
        }
        in.readBytes(bytes, end, more);
        end += more;
    }

    byte[] array() {
        return bytes;
    }

    int offset() {
        return start;
    }

    int length() {
        return end - start;
    }

    byte[] copy(int from, int length) {
        return Arrays.copyOfRange(bytes, start + from, start + from + length);
    }

    int intAt(int from) {
        int at = start + from;
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    /// The first `count` bytes have been understood.
    void take(int count) {
        start += count;
        if (start == end) {
            start = 0;
            end = 0;
            if (bytes.length > KEPT_BYTES) {
                bytes = new byte[KEPT_BYTES];
            }
        }
    }

    private void makeRoom(int more) {
        int length = length();
        byte[] target = bytes;
        if (target.length < length + more) {
            target = new byte[Math.max(length + more, 2 * length)];
        }
        System.arraycopy(bytes, start, target, 0, length);
        bytes = target;
        start = 0;
        end = length;
    }
}
