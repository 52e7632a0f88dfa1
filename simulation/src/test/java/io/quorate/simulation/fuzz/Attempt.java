package io.quorate.simulation.fuzz;

import com.sun.management.ThreadMXBean;
import io.quorate.protocol.MalformedException;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/// Decoding under watch: which exceptions it may end with, and how much it may allocate.
final class Attempt {
    /// What any decoding may take: an exception with its stack and its sentence, buffers of a fixed size.
    static final long CONSTANT_BYTES = 64 * 1024;

    /// What the objects for one byte of input may take. The densest inputs are vectors: four bytes of an empty string
    /// become a reference, five bytes of a short one a `String` with its array, and a list copies its references.
    static final long BYTES_PER_BYTE = 64;

    /// How many times as much is allowed: Jazzer looks into comparisons of strings, and allocates for that.
    private static final long SLACK = Long.getLong("quorate.fuzz.slack", 1);

    /// Classes are loaded and lambdas linked when they are first needed, which is no fault of the input.
    private static final int MEASUREMENTS = 4;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Attempt() {}

    /// @param <T> what is read
    interface Decoding<T> {
        T decode() throws Exception;
    }

    /// What was read, null if it was refused with a {@link MalformedException}. Anything else passes through. May
    /// decode several times.
    static <T> @Nullable T at(byte[] input, Decoding<T> decoding) throws Exception {
        return within(CONSTANT_BYTES + BYTES_PER_BYTE * input.length, MalformedException.class, decoding);
    }

    /// The same, with another limit and another documented exception.
    static <T> @Nullable T within(long allowedBytes, Class<? extends Exception> documented, Decoding<T> decoding)
            throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MEASUREMENTS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            T read = read(documented, decoding);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            if (least <= SLACK * allowedBytes) {
                return read;
            }
        }
        throw new AssertionError(least + " bytes were allocated, at most " + SLACK * allowedBytes + " are allowed");
    }

    private static <T> @Nullable T read(Class<? extends Exception> documented, Decoding<T> decoding) throws Exception {
        try {
            return decoding.decode();
        } catch (Exception e) {
            if (!documented.isInstance(e)) {
                throw e;
            }
            String sentence = e.getMessage();
            if (sentence == null || sentence.isBlank()) {
                throw new AssertionError("refused without a sentence", e);
            }
            return null;
        }
    }
}
