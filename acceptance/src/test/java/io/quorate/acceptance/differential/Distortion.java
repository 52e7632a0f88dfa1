package io.quorate.acceptance.differential;

import io.quorate.protocol.client.Request;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Frames as no client sends them on purpose.
final class Distortion {
    private static final List<Integer> NUMBERS =
            List.of(-1, -2, 0, 1, 1000, 0x00FF_FFFF, Integer.MAX_VALUE, Integer.MIN_VALUE);

    private final RandomGenerator random;
    private final Words words;

    Distortion(RandomGenerator random, Words words) {
        this.random = random;
        this.words = words;
    }

    Frame of(Frame frame) {
        byte[] body = frame.body();
        int begin = begin(frame);
        int places = body.length - begin - Integer.BYTES + 1;
        return switch (random.nextInt(4)) {
            case 0 -> frame.distorted(Arrays.copyOf(body, body.length + random.nextInt(1, 9)), "with more bytes");
            case 1 -> body.length == 0 ? frame : frame.distorted(cut(body), "cut short");
            case 2 -> places < 1 ? frame : frame.distorted(withNumber(body, begin), "of another length");
            default ->
                places < 1 ? frame : frame.distorted(withNumber(body, begin + random.nextInt(places)), "garbled");
        };
    }

    /// A relative zxid stays as it is: the servers' zxids differ, so another one means different things to them.
    private static int begin(Frame frame) {
        return frame.request() instanceof Request.SetWatches ? Long.BYTES : 0;
    }

    private byte[] cut(byte[] body) {
        return Arrays.copyOf(body, random.nextInt(body.length));
    }

    private byte[] withNumber(byte[] body, int at) {
        java.nio.ByteBuffer.wrap(body).putInt(at, words.oneOf(NUMBERS));
        return body;
    }
}
