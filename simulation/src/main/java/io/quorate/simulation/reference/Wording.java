package io.quorate.simulation.reference;

import java.lang.reflect.RecordComponent;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Requests, txns and answers as text that is the same in every run: with the content of their data, not
/// its address.
public final class Wording {
    private static final int SHOWN_BYTES = 24;

    private Wording() {}

    public static String of(@Nullable Object thing) {
        return switch (thing) {
            case byte[] data -> ofData(data);
            case List<?> list -> list.stream().map(Wording::of).collect(Collectors.joining(", ", "[", "]"));
            case Record message
            when holdsData(message) ->
                Stream.of(message.getClass().getRecordComponents())
                        .map(part -> part.getName() + "=" + of(value(message, part)))
                        .collect(Collectors.joining(", ", message.getClass().getSimpleName() + "[", "]"));
            case null, default -> String.valueOf(thing);
        };
    }

    /// The records of other packages are values with a text of their own.
    private static boolean holdsData(Record message) {
        String name = message.getClass().getPackageName();
        return name.startsWith("io.quorate.protocol") || name.equals(Wording.class.getPackageName());
    }

    private static @Nullable Object value(Record message, RecordComponent part) {
        try {
            return part.getAccessor().invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + part + " of a record", e);
        }
    }

    private static String ofData(byte[] data) {
        String start = HexFormat.of().formatHex(data, 0, Math.min(data.length, SHOWN_BYTES));
        return data.length <= SHOWN_BYTES ? "0x" + start : "0x" + start + "… (" + data.length + " bytes)";
    }
}
