package io.quorate.simulation.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The inputs that are kept, by target and name.
final class Corpus {
    private Corpus() {}

    /// Sorted by name, as directories have no order of their own.
    static SortedMap<String, byte[]> of(Target target) throws IOException {
        SortedMap<String, byte[]> inputs = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory().resolve(target.word()))) {
            for (Path file : files.toList()) {
                inputs.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    private static Path directory() {
        URL place = Corpus.class.getResource("/fuzz");
        if (place == null) {
            throw new AssertionError("there is no corpus on the class path");
        }
        try {
            return Path.of(place.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("the corpus is in a directory", e);
        }
    }
}
