package io.quorate.shell;

import java.util.HashMap;
import java.util.Map;

/// What a quota allows below a znode, the znode included; -1: no limit. Servers warn at the soft limits and
/// refuse at the hard ones. The usage of a quota has the same form.
record Limits(long count, long bytes, long hardCount, long hardBytes) {
    static final long NONE = -1;
    static final Limits UNLIMITED = new Limits(NONE, NONE, NONE, NONE);

    /// Reads what servers and tools write; what is missing or means nothing is no limit.
    static Limits parse(String text) {
        Map<String, Long> values = new HashMap<>();
        for (String part : text.split("[,;]+", 0)) {
            String[] pair = part.split("=", 0);
            if (pair.length > 1) {
                values.put(pair[0], number(pair[1]));
            }
        }
        return new Limits(
                values.getOrDefault("count", NONE),
                values.getOrDefault("bytes", NONE),
                values.getOrDefault("countHardLimit", NONE),
                values.getOrDefault("byteHardLimit", NONE));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return NONE;
        }
    }

    /// The odd `=` makes servers before 3.7 read the first two values and stop.
    String text() {
        return "count=" + count + ",bytes=" + bytes + "=;byteHardLimit=" + hardBytes + ";countHardLimit=" + hardCount;
    }

    /// Only what a usage has.
    String usageText() {
        return "count=" + count + ",bytes=" + bytes;
    }

    /// This with one of the values changed.
    ///
    /// @param flag of the command: n, b, N or B
    Limits with(String flag, long value) {
        return switch (flag) {
            case "n" -> new Limits(value, bytes, hardCount, hardBytes);
            case "b" -> new Limits(count, value, hardCount, hardBytes);
            case "N" -> new Limits(count, bytes, value, hardBytes);
            case "B" -> new Limits(count, bytes, hardCount, value);
            default -> throw new IllegalArgumentException(flag);
        };
    }

    boolean countBelow(long usage) {
        return isBelow(count, usage) || isBelow(hardCount, usage);
    }

    boolean bytesBelow(long usage) {
        return isBelow(bytes, usage) || isBelow(hardBytes, usage);
    }

    private static boolean isBelow(long limit, long usage) {
        return limit > NONE && limit < usage;
    }
}
