package io.quorate.shell;

import java.util.ArrayList;
import java.util.List;

/// The lines of this run of the shell, numbered from 0. They are in memory only: some hold passwords.
final class History {
    private static final int SHOWN = 11;

    /// Older ones are forgotten; their numbers are not used again.
    private static final int MOST = 10_000;

    private final List<String> lines = new ArrayList<>();
    private int forgotten;

    void add(String line) {
        if (lines.size() == MOST) {
            lines.removeFirst();
            forgotten++;
        }
        lines.add(line);
    }

    /// How many there have been.
    int count() {
        return forgotten + lines.size();
    }

    /// The last ones with their numbers.
    List<String> recent() {
        List<String> recent = new ArrayList<>();
        for (int i = Math.max(0, lines.size() - SHOWN); i < lines.size(); i++) {
            recent.add(forgotten + i + " - " + lines.get(i));
        }
        return recent;
    }

    /// The line of that number; from now on the last line, which asked for it, is this one.
    String redo(int number) {
        int index = number - forgotten;
        if (index < 0 || index >= lines.size()) {
            throw new CommandFailure("Command index out of range");
        }
        String line = lines.get(index);
        if (line.strip().equals("redo") || line.strip().startsWith("redo ")) {
            throw new CommandFailure("No redoing redos");
        }
        lines.removeLast();
        lines.add(line);
        return line;
    }
}
