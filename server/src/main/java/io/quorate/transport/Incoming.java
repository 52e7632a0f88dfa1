package io.quorate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/// What a client has sent and nobody has looked at yet, frame by frame. Belongs to an event loop.
final class Incoming {
    private static final int LENGTH_BYTES = 4;

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf bytes;

    Incoming(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    void add(ByteBuf more) {
        bytes = bytes == null ? more : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, bytes, more);
    }

    /// Whether the length of the next frame has arrived.
    boolean tellsLength() {
        return bytes != null && bytes.readableBytes() >= LENGTH_BYTES;
    }

    /// What the next frame says of its length: anything.
    int length() {
        return here().getInt(here().readerIndex());
    }

    /// Whether all of the next frame has arrived, if it has this length.
    boolean isWhole(int length) {
        return here().readableBytes() >= LENGTH_BYTES + length;
    }

    /// The next frame, which must be whole.
    byte[] take(int length) {
        byte[] frame = new byte[length];
        here().skipBytes(LENGTH_BYTES).readBytes(frame);
        if (!here().isReadable()) {
            forget();
        }
        return frame;
    }

    /// Nobody will look at it.
    void forget() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }

    private ByteBuf here() {
        if (bytes == null) {
            throw new IllegalStateException("nothing has been sent");
        }
        return bytes;
    }
}
