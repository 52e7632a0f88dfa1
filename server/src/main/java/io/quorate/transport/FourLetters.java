package io.quorate.transport;

import java.nio.charset.StandardCharsets;

/// Four-letter words as they stand where the length of the first frame would. No frame can be as long as four letters
/// are as a number, so nothing is lost by taking them for a word.
final class FourLetters {
    private static final int TELNET_CLOSE = 0xfff4fffd;

    private FourLetters() {}

    /// Whether these bytes are four lower-case letters, or what an impatient telnet sends.
    static boolean isWord(int bytes) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int letter = (bytes >>> shift) & 0xff;
            if (letter < 'a' || letter > 'z') {
                return bytes == TELNET_CLOSE;
            }
        }
        return true;
    }

    static String word(int bytes) {
        if (bytes == TELNET_CLOSE) {
            return FourLetterWords.TELNET_CLOSE;
        }
        byte[] letters = {(byte) (bytes >>> 24), (byte) (bytes >>> 16), (byte) (bytes >>> 8), (byte) bytes};
        return new String(letters, StandardCharsets.US_ASCII);
    }
}
