package io.quorate.runtime.configuration;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/// The entries of a configuration file in Java's properties syntax, keys and values trimmed. Of a key that occurs
/// twice the last value counts, as in ZooKeeper; the key is remembered in `repeated`.
record ConfigText(SortedMap<String, String> entries, List<String> repeated) {
    ConfigText {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        repeated = List.copyOf(repeated);
    }

    static ConfigText read(Path file) throws InvalidConfigException {
        if (!Files.exists(file)) {
            throw new InvalidConfigException(file + " file is missing");
        }
        try {
            // The syntax is defined over ISO 8859-1; other characters are written as escapes.
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new InvalidConfigException(file + " cannot be read: " + e);
        }
    }

    static ConfigText parse(String text) throws InvalidConfigException {
        Collector collector = new Collector();
        try {
            collector.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigException("The configuration is not in properties syntax: " + e.getMessage());
        } catch (IOException e) {
            throw new AssertionError("a string cannot fail to be read", e);
        }
        return new ConfigText(collector.entries, collector.repeated);
    }

    /// Sees each entry as the library's parser finds it, so that repetitions show.
    private static final class Collector extends Properties {
        private static final long serialVersionUID = 1L;

        private final transient SortedMap<String, String> entries = new TreeMap<>();
        private final transient List<String> repeated = new ArrayList<>();

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // never leaves parse()
        public Object put(Object key, Object value) {
            String trimmed = key.toString().trim();
            if (entries.put(trimmed, value.toString().trim()) != null && !repeated.contains(trimmed)) {
                repeated.add(trimmed);
            }
            return value;
        }
    }
}
