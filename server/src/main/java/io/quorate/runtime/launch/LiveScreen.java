package io.quorate.runtime.launch;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// For a terminal: what is said scrolls, and below it stands a table that is redrawn in place.
final class LiveScreen implements Screen {
    private static final String CLEAR_TO_END = "\033[J";

    private final PrintStream out;
    private final boolean colours;
    private List<Table.Row> rows = List.of();
    private List<String> drawn = List.of();
    private boolean ended;
    private int typedLines;
    private int width = askWidth();
    private int shows;

    LiveScreen(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    @Override
    public synchronized void say(String line) {
        redraw(String.join("\n", wrapped(line, width - 1)) + "\n");
    }

    /// Sentences break between words; what is indented is meant to be copied and stays in one piece.
    static List<String> wrapped(String line, int width) {
        if (line.length() <= width || line.startsWith(" ")) {
            return List.of(line);
        }
        int blank = line.lastIndexOf(' ', width);
        if (blank <= 0) {
            return List.of(line);
        }
        var lines = new ArrayList<String>();
        lines.add(line.substring(0, blank));
        lines.addAll(wrapped(line.substring(blank + 1), width));
        return lines;
    }

    @Override
    public synchronized void typed() {
        typedLines++;
    }

    @Override
    public synchronized void show(List<Table.Row> rows) {
        this.rows = List.copyOf(rows);
        if (++shows % 8 == 0) {
            // Java hears nothing of a window that changes its size.
            width = askWidth();
        }
        redraw("");
    }

    @Override
    public synchronized void end() {
        ended = true;
    }

    /// Lines may wrap in the part that scrolls, but not in the table: it must be known how many to go up.
    private void redraw(String above) {
        List<String> next = ended || rows.isEmpty() ? List.of() : new Table(width - 1, colours).lines(rows);
        if (above.isEmpty() && (next.equals(drawn) || ended)) {
            return;
        }
        var text = new StringBuilder();
        if (!drawn.isEmpty() && !(ended && next.isEmpty())) {
            text.append("\033[")
                    .append(drawn.size() + 1 + typedLines)
                    .append("F")
                    .append(CLEAR_TO_END);
        }
        text.append(above);
        if (!next.isEmpty()) {
            text.append('\n');
            next.forEach(line -> text.append(line).append('\n'));
        }
        drawn = next;
        typedLines = 0;
        out.print(text);
        out.flush();
    }

    private static int askWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int columns = Integer.parseInt(answer.substring(answer.indexOf(' ') + 1));
            return columns < 20 ? 80 : columns;
        } catch (IOException | NumberFormatException e) {
            return 80;
        }
    }
}
