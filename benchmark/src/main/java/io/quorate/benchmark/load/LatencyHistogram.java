package io.quorate.benchmark.load;

/// Counts durations in buckets whose width grows with the duration: values below 128 ns are exact, others are at most
/// 1/64 too large. Memory is fixed, and counting one costs a few instructions.
public final class LatencyHistogram {
    /// Buckets of one octave, that is, between a power of two and the next.
    private static final int OCTAVE_BITS = 6;

    private static final int OCTAVE = 1 << OCTAVE_BITS;

    private final long[] counts = new long[(Long.SIZE - OCTAVE_BITS) * OCTAVE];
    private long count;
    private long max;

    /// A negative duration counts as none: clocks of two processors may differ by a little.
    public void record(long nanos) {
        long value = Math.max(0, nanos);
        counts[bucket(value)]++;
        count++;
        max = Math.max(max, value);
    }

    public long count() {
        return count;
    }

    public long maxNanos() {
        return max;
    }

    /// The duration that `percent` percent of those counted did not exceed; 0 if there were none.
    public long percentileNanos(double percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percentile " + percent + "; expected 0 to 100");
        }
        long wanted = Math.max(1, (long) Math.ceil(percent / 100 * count));
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return Math.min(largestIn(bucket), max);
            }
        }
        return max;
    }

    private static int bucket(long value) {
        // Twice an octave of exact values come first; from there on each octave drops one more low bit.
        int dropped = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - (OCTAVE_BITS + 1));
        return dropped * OCTAVE + (int) (value >>> dropped);
    }

    private static long largestIn(int bucket) {
        int dropped = Math.max(0, bucket / OCTAVE - 1);
        long lead = bucket - (long) dropped * OCTAVE;
        return ((lead + 1) << dropped) - 1;
    }
}
