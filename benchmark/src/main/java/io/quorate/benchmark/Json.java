package io.quorate.benchmark;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes maps, lists, strings, numbers and booleans as JSON, indented.
final class Json {
    private Json() {}

    /// @throws IllegalArgumentException if there is anything else in it
    static String text(Object value) {
        var out = new StringBuilder();
        write(value, "\n", out);
        return out.append('\n').toString();
    }

    private static void write(Object value, String indent, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map -> {
                out.append('{');
                String separator = "";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator).append(indent).append("  ");
                    quote(String.valueOf(entry.getKey()), out);
                    out.append(": ");
                    write(entry.getValue(), indent + "  ", out);
                    separator = ",";
                }
                out.append(map.isEmpty() ? "" : indent).append('}');
            }
            case List<?> list -> {
                out.append('[');
                for (Iterator<?> each = list.iterator(); each.hasNext(); ) {
                    out.append(indent).append("  ");
                    write(each.next(), indent + "  ", out);
                    out.append(each.hasNext() ? "," : indent);
                }
                out.append(']');
            }
            case String string -> quote(string, out);
            // JSON knows neither infinity nor "not a number"; a ratio to nothing is one of them.
            case Double number ->
                out.append(Double.isFinite(number) ? String.format(Locale.ROOT, "%.6f", number) : "null");
            case Integer number -> out.append(number);
            case Long number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> throw new IllegalArgumentException("a " + value.getClass() + " has no form in JSON here");
        }
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
