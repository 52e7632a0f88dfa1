package io.quorate.shell;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A znode's data for the eye.
final class DataText {
    private static final int ROW_BYTES = 16;
    private static final String RULE = "+-------------------------------------------------+";

    private DataText() {}

    static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    /// Sixteen bytes a row, in hexadecimal and, where they are printable ASCII, as characters.
    static String hex(byte[] data) {
        if (data.length == 0) {
            return "";
        }
        StringBuilder dump = new StringBuilder(" ".repeat(9))
                .append(RULE)
                .append("\n         |  0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f |")
                .append("\n+--------")
                .append(RULE)
                .append("----------------+");
        for (int row = 0; row < data.length; row += ROW_BYTES) {
            dump.append("\n|").append(HexFormat.of().toHexDigits(row)).append('|');
            StringBuilder characters = new StringBuilder();
            for (int i = row; i < row + ROW_BYTES; i++) {
                boolean there = i < data.length;
                dump.append(there ? " " + HexFormat.of().toHexDigits(data[i]) : "   ");
                characters.append(!there ? ' ' : data[i] > ' ' - 1 && data[i] < 127 ? (char) data[i] : '.');
            }
            dump.append(" |").append(characters).append('|');
        }
        return dump.append("\n+--------")
                .append(RULE)
                .append("----------------+")
                .toString();
    }
}
