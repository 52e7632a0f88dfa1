package io.quorate.simulation.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A fault to be put into the product.
///
/// ```
/// What is broken, in one line.
/// More about it: which schedule shows it, which invariant should notice.
/// --- path/of/a/Source.java
/// @@
///  a line as it is, for orientation
/// -a line that goes
/// +a line that comes
/// ```
///
/// The lines that stay and go must stand in the source exactly once, one after the other; how far they are indented
/// does
/// not matter. There may be several places in a source, each under its `@@`, and several sources.
///
/// @param changes by the path of the source, from the root of the repository
record Mutation(String name, String title, Map<String, List<Change>> changes) {
    /// Lines that take the place of others.
    record Change(List<String> before, List<String> after) {}

    private static final String SOURCE = "--- ";
    private static final String PLACE = "@@";

    /// All mutations in `directory`, by name.
    static List<Mutation> in(Path directory) throws IOException {
        List<Mutation> mutations = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.txt$", "");
                mutations.add(parse(name, Files.readString(file)));
            }
        }
        return mutations;
    }

    static Mutation parse(String name, String text) {
        List<String> lines = text.lines().toList();
        Map<String, List<Change>> changes = new LinkedHashMap<>();
        List<Change> ofSource = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(SOURCE)) {
                ofSource = new ArrayList<>();
                changes.put(line.substring(SOURCE.length()).strip(), ofSource);
            } else if (line.startsWith(PLACE)) {
                ofSource.add(new Change(new ArrayList<>(), new ArrayList<>()));
            } else if (!ofSource.isEmpty() && !line.isBlank()) {
                addLine(name, line, ofSource.getLast());
            }
        }
        if (changes.isEmpty() || changes.values().stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("the mutation " + name + " changes nothing");
        }
        return new Mutation(name, lines.getFirst(), changes);
    }

    private static void addLine(String name, String line, Change change) {
        String content = line.substring(1).strip();
        switch (line.charAt(0)) {
            case ' ' -> {
                change.before().add(content);
                change.after().add(content);
            }
            case '-' -> change.before().add(content);
            case '+' -> change.after().add(content);
            default ->
                throw new IllegalArgumentException(
                        "the mutation " + name + " has the line '" + line + "', expected it to begin with ' ', - or +");
        }
    }

    /// The sources as they become, by path.
    ///
    /// @throws IllegalStateException if the mutation does not fit the sources
    Map<String, String> mutate(Sources sources) throws IOException {
        Map<String, String> mutated = new LinkedHashMap<>();
        for (Map.Entry<String, List<Change>> entry : changes.entrySet()) {
            List<String> lines = sources.of(entry.getKey()).lines().toList();
            for (Change change : entry.getValue()) {
                lines = apply(change, lines, entry.getKey());
            }
            mutated.put(entry.getKey(), String.join("\n", lines) + "\n");
        }
        return mutated;
    }

    /// Where the text of a source comes from, by its path from the root of the repository.
    interface Sources {
        String of(String path) throws IOException;
    }

    private List<String> apply(Change change, List<String> lines, String source) {
        List<String> stripped = lines.stream().map(String::strip).toList();
        List<String> before = change.before();
        int found = -1;
        for (int i = 0; i + before.size() <= lines.size(); i++) {
            if (stripped.subList(i, i + before.size()).equals(before)) {
                if (found >= 0) {
                    throw new IllegalStateException(
                            "the mutation " + name + " fits more than one place of " + source + ": " + before);
                }
                found = i;
            }
        }
        if (found < 0 || before.isEmpty()) {
            throw new IllegalStateException(
                    "the mutation " + name + " does not fit " + source + " any more; it looks for " + before);
        }
        List<String> changed = new ArrayList<>(lines.subList(0, found));
        changed.addAll(change.after());
        changed.addAll(lines.subList(found + before.size(), lines.size()));
        return changed;
    }
}
