package io.quorate.benchmark.load;

import java.nio.ByteBuffer;

/// What one connection asks for, request after request. Used by one thread.
public interface Work {
    /// No request is longer, with its length; so much room there always is when {@link #next} is called.
    int LONGEST_FRAME_BYTES = 32 * 1024;

    /// For {@link #replyBodyBytes}: the size differs from reply to reply.
    int ANY_SIZE = -1;

    /// Appends the next request to `out`, length first.
    ///
    /// @return whether there was one; after `false` it is not asked again
    boolean next(int xid, ByteBuffer out);

    /// How many bytes follow the header in each reply without error, or {@link #ANY_SIZE}.
    int replyBodyBytes();
}
