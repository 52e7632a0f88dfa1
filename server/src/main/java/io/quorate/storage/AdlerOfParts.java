package io.quorate.storage;

/// The Adler-32 of any part of an array, in the same short time however long the part is.
///
/// The checksum consists of two sums over the bytes, one of them weighted by the position. Both are remembered up to
/// every 64th byte; for a part, what came before it is subtracted.
final class AdlerOfParts {
    private static final int MODULUS = 65_521;
    private static final int STRIDE = 64;

    private final byte[] bytes;
    private final int[] plain;
    private final int[] weighted;

    /// Of the first `length` bytes, which must not change meanwhile.
    AdlerOfParts(byte[] bytes, int length) {
        this.bytes = bytes;
        this.plain = new int[length / STRIDE + 1];
        this.weighted = new int[length / STRIDE + 1];
        for (int i = 1; i < plain.length; i++) {
            int begin = (i - 1) * STRIDE;
            plain[i] = (int) ((plain[i - 1] + plain(begin, i * STRIDE)) % MODULUS);
            weighted[i] = (int) ((weighted[i - 1] + weighted(begin, i * STRIDE)) % MODULUS);
        }
    }

    /// The checksum of what is from `begin` to before `end`.
    long of(int begin, int end) {
        long sum = plainUpTo(end) - plainUpTo(begin);
        // Each byte counts as often as there are bytes from it to the end.
        long counted = end % MODULUS * sum - (weightedUpTo(end) - weightedUpTo(begin));
        long low = Math.floorMod(1 + sum, MODULUS);
        long high = Math.floorMod(end - begin + counted, MODULUS);
        return high << 16 | low;
    }

    private long plainUpTo(int end) {
        int from = end / STRIDE;
        return plain[from] + plain(from * STRIDE, end);
    }

    private long weightedUpTo(int end) {
        int from = end / STRIDE;
        return weighted[from] + weighted(from * STRIDE, end);
    }

    /// Of at most 64 bytes.
    private long plain(int begin, int end) {
        int sum = 0;
        for (int i = begin; i < end; i++) {
            sum += bytes[i] & 0xFF;
        }
        return sum;
    }

    /// Of at most 64 bytes.
    private long weighted(int begin, int end) {
        long sum = 0;
        for (int i = begin; i < end; i++) {
            sum += (long) i * (bytes[i] & 0xFF);
        }
        return sum % MODULUS;
    }
}
