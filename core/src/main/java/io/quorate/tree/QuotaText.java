package io.quorate.tree;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the znodes of a quota hold: its limits, or what is used of it.
///
/// ```
/// count=2,bytes=-1=;byteHardLimit=-1;countHardLimit=3
/// ```
///
/// A number that is missing is -1, which as a limit is none. The equals sign before the semicolon makes ZooKeepers
/// before 3.7 read the first two numbers and nothing else.
///
/// @param numbers by their names, also such that mean nothing here
public record QuotaText(SortedMap<String, Long> numbers) {
    private static final Pattern BETWEEN_NUMBERS = Pattern.compile("[,;]+");
    private static final String COUNT = "count";
    private static final String BYTES = "bytes";
    private static final long MISSING = -1;

    static QuotaText usage(long count, long bytes) {
        return new QuotaText(new TreeMap<>()).with(COUNT, count).with(BYTES, bytes);
    }

    /// Null if it cannot be read.
    public static @Nullable QuotaText parse(byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        SortedMap<String, Long> numbers = new TreeMap<>();
        String text = new String(data, StandardCharsets.UTF_8);
        for (String part : text.isEmpty() ? new String[0] : BETWEEN_NUMBERS.split(text)) {
            String[] pair = part.split("=", 0);
            if (pair.length < 2) {
                return null;
            }
            try {
                numbers.put(pair[0], pair[1].isEmpty() ? MISSING : Long.parseLong(pair[1]));
            } catch (NumberFormatException e) {
                return null;
            }
        }
        return new QuotaText(Collections.unmodifiableSortedMap(numbers));
    }

    private long number(String name) {
        return numbers.getOrDefault(name, MISSING);
    }

    /// How many znodes there are, or how many there should be at most.
    public long count() {
        return number(COUNT);
    }

    /// How long the data of all znodes are together, or should be at most.
    public long bytes() {
        return number(BYTES);
    }

    public long countHardLimit() {
        return number("countHardLimit");
    }

    public long byteHardLimit() {
        return number("byteHardLimit");
    }

    private QuotaText with(String name, long number) {
        SortedMap<String, Long> others = new TreeMap<>(numbers);
        others.put(name, number);
        return new QuotaText(Collections.unmodifiableSortedMap(others));
    }

    QuotaText plus(long moreCount, long moreBytes) {
        return with(COUNT, count() + moreCount).with(BYTES, bytes() + moreBytes);
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder("count=" + count() + ",bytes=" + bytes());
        String before = "=;";
        for (var number : numbers.entrySet()) {
            if (!number.getKey().equals(COUNT) && !number.getKey().equals(BYTES)) {
                text.append(before).append(number.getKey()).append('=').append(number.getValue());
                before = ";";
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
