package io.quorate.protocol;

import java.util.HexFormat;
import java.util.function.Consumer;

/// Bytes as tests like to see them.
public final class Bytes {
    private Bytes() {}

    /// Of hexadecimal text, in which blanks and bars only help the eye.
    public static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("[\\s|]", ""));
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public static byte[] written(Consumer<JuteWriter> write) {
        JuteWriter out = new JuteWriter();
        write.accept(out);
        return out.toByteArray();
    }
}
