package io.quorate.simulation.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes inputs that are nearly right, from inputs that are. Always the same ones from the same stream of chance.
final class Mutator {
    /// Numbers at which lengths, counts and zxids tip over.
    private static final int[] BOUNDARIES = {
        0,
        1,
        -1,
        -2,
        2,
        3,
        0x7F,
        0xFF,
        0x100,
        0xFFFF,
        1 << 16,
        2_097_150,
        2_097_151,
        0x00FF_FFFF,
        0x1FFF_FFFF,
        0x2AAA_AAAB,
        Integer.MAX_VALUE - 1,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE
    };

    private final RandomGenerator chance;
    private final List<byte[]> corpus;

    Mutator(RandomGenerator chance, List<byte[]> corpus) {
        this.chance = chance;
        this.corpus = corpus;
    }

    byte[] next() {
        byte[] bytes = any();
        for (int times = 1 + chance.nextInt(4); times > 0; times--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] any() {
        return corpus.get(chance.nextInt(corpus.size())).clone();
    }

    private byte[] changed(byte[] bytes) {
        if (bytes.length == 0) {
            return any();
        }
        int at = chance.nextInt(bytes.length);
        return switch (chance.nextInt(10)) {
            case 0 -> with(bytes, at, (byte) chance.nextInt());
            case 1 -> with(bytes, at, (byte) (bytes[at] ^ 1 << chance.nextInt(Byte.SIZE)));
            case 2 -> with(bytes, at, (byte) (bytes[at] + chance.nextInt(-2, 3)));
            case 3, 4 -> withInt(bytes, at, BOUNDARIES[chance.nextInt(BOUNDARIES.length)]);
            // About as much as is there: what is announced just fits, or just does not.
            case 5 -> withInt(bytes, at, bytes.length - at - Integer.BYTES + chance.nextInt(-3, 4));
            case 6 -> Arrays.copyOf(bytes, at);
            case 7 -> spliced(bytes, at, any());
            case 8 -> without(bytes, at, Math.min(bytes.length - at, 1 + chance.nextInt(16)));
            default -> repeated(bytes, at, Math.min(bytes.length - at, 1 + chance.nextInt(64)));
        };
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] withInt(byte[] bytes, int at, int value) {
        int from = Math.min(at, bytes.length - Integer.BYTES);
        if (from >= 0) {
            ByteBuffer.wrap(bytes).putInt(from, value);
        }
        return bytes;
    }

    private byte[] spliced(byte[] bytes, int at, byte[] other) {
        int from = other.length == 0 ? 0 : chance.nextInt(other.length);
        return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(other, from, other.length));
    }

    private static byte[] without(byte[] bytes, int at, int count) {
        return joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, at + count, bytes.length));
    }

    private static byte[] repeated(byte[] bytes, int at, int count) {
        return joined(Arrays.copyOf(bytes, at + count), Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] joined = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, joined, head.length, tail.length);
        return joined;
    }
}
