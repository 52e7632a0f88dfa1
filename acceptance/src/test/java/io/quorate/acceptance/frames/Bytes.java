package io.quorate.acceptance.frames;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Puts frames together by hand, right or wrong.
final class Bytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    /// Writing to memory does not fail.
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private Bytes write(Writing writing) {
        try {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /// Begins a request.
    static Bytes header(int xid, int type) {
        return new Bytes().number(xid).number(type);
    }

    Bytes number(int value) {
        return write(o -> o.writeInt(value));
    }

    Bytes longNumber(long value) {
        return write(o -> o.writeLong(value));
    }

    Bytes one(int value) {
        return write(o -> o.writeByte(value));
    }

    Bytes raw(byte... some) {
        return write(o -> o.write(some));
    }

    Bytes repeated(int value, int times) {
        for (int i = 0; i < times; i++) {
            one(value);
        }
        return this;
    }

    /// A string or a buffer, its length first.
    Bytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).raw(utf8);
    }

    /// The list that lets everybody do everything.
    Bytes openAcl() {
        return number(1).number(31).text("world").text("anyone");
    }

    byte[] unframed() {
        return bytes.toByteArray();
    }

    byte[] framed() {
        return new Bytes().number(bytes.size()).raw(unframed()).unframed();
    }
}
