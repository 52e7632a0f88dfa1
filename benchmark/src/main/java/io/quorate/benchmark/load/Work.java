package io.quorate.benchmark.load;

import java.nio.ByteBuffer;

/// What one connection asks for, request after request. Used by one thread.
public interface Work {
    /// No request is longer, with its length; so much room there always is when {@link #next} is called.
    int LONGEST_FRAME_BYTES = 32 * 1024;

    /// Appends the next request to `out`, length first.
    ///
    /// @return whether there was one; after `false` it is not asked again
    boolean next(int xid, ByteBuffer out);

    /// Looks at a reply without error to the `number`th request, counted from 0. Its body is what `in` holds from index
    /// `at` on, `bytes` long; position and limit of `in` mean nothing and must stay.
    ///
    /// @return whether it is an answer to that request
    boolean accepts(int number, ByteBuffer in, int at, int bytes);
}
