package io.quorate.runtime.configuration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Typed access to what the operator set. Settings come from the file alone; properties from the file or, second,
/// from a system property with the prefix `zookeeper.` (a few have none).
final class Values {
    private final Map<String, String> file;
    private final Properties system;
    private final List<String> warnings = new ArrayList<>();

    Values(Map<String, String> file, Properties system) {
        this.file = file;
        this.system = system;
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    // ---- settings

    /// Null if not set or set to nothing.
    @Nullable
    String text(String key) {
        String value = file.get(key);
        return value == null || value.isEmpty() ? null : value;
    }

    int number(String key, int absent, int atLeast, String expected) throws InvalidConfigException {
        String value = text(key);
        return value == null ? absent : parse(key, value, atLeast, expected);
    }

    boolean flag(String key, boolean absent) throws InvalidConfigException {
        String value = file.get(key);
        if (value == null) {
            return absent;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new InvalidConfigException(
                        "Invalid option " + value + " for " + key + ". Choose 'true' or 'false.'");
        };
    }

    @Nullable
    Path path(String key) throws InvalidConfigException {
        String value = text(key);
        if (value == null) {
            return null;
        }
        try {
            Path path = Path.of(value);
            if (!path.isAbsolute() && !value.startsWith("./")) {
                warn(key + "=" + value + " is a relative path; write ./" + value + " to say that this is meant.");
            }
            return path;
        } catch (InvalidPathException e) {
            throw InvalidConfigException.badValue(key, value, "a path (" + e.getMessage() + ")");
        }
    }

    // ---- properties

    @Nullable
    String property(String key) {
        String value = text(key);
        if (value == null) {
            value = text(KnownKeys.PREFIX + key);
        }
        if (value == null) {
            value = system.getProperty(KnownKeys.PREFIX + key);
        }
        if (value == null && KnownKeys.hasNoPrefix(key)) {
            value = system.getProperty(key);
        }
        return value == null || value.isBlank() ? null : value.trim();
    }

    String property(String key, String absent) {
        String value = property(key);
        return value == null ? absent : value;
    }

    /// All properties whose keys begin so, by key.
    SortedMap<String, String> family(String beginning) {
        SortedMap<String, String> found = new TreeMap<>();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith(KnownKeys.PREFIX + beginning)) {
                found.put(KnownKeys.plain(name), system.getProperty(name).trim());
            }
        }
        file.forEach((key, value) -> {
            if (KnownKeys.plain(key).startsWith(beginning)) {
                found.put(KnownKeys.plain(key), value.trim());
            }
        });
        return found;
    }

    int propertyNumber(String key, int absent, int atLeast, String expected) throws InvalidConfigException {
        String value = property(key);
        return value == null ? absent : parse(key, value, atLeast, expected);
    }

    long propertyLong(String key, long absent, long atLeast, String expected) throws InvalidConfigException {
        String value = property(key);
        try {
            long number = value == null ? absent : Long.parseLong(value);
            if (number >= atLeast) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one sentence about it.
        }
        throw InvalidConfigException.badValue(key, String.valueOf(value), expected);
    }

    /// Anything but `true` is false.
    boolean propertyFlag(String key, boolean absent) {
        String value = property(key);
        return value == null ? absent : value.equalsIgnoreCase("true");
    }

    private static int parse(String key, String value, int atLeast, String expected) throws InvalidConfigException {
        try {
            int number = value.startsWith("0x") ? Integer.parseInt(value.substring(2), 16) : Integer.parseInt(value);
            if (number >= atLeast) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one sentence about it.
        }
        throw InvalidConfigException.badValue(key, value, expected);
    }
}
