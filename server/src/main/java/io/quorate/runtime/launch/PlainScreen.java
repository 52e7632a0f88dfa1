package io.quorate.runtime.launch;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// For files and pipes: one line when a server's state or epoch changes, and nothing else, so that a log of it can be
/// read the next morning.
final class PlainScreen implements Screen {
    private final PrintStream out;
    private final Map<String, String> shown = new HashMap<>();

    PlainScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public synchronized void show(List<Table.Row> rows) {
        for (Table.Row row : rows) {
            ServerView view = row.view();
            String epoch = view.epoch().isPresent() ? ", epoch " + view.epoch().getAsLong() : "";
            String text = view.state().name().replace('_', ' ') + epoch;
            if (view.state() != ServerView.State.NOT_STARTED && !text.equals(shown.put(row.name(), text))) {
                say("server " + row.name() + ": " + text + " (" + row.address() + ")");
            }
        }
    }

    @Override
    public void typed() {
        // Nothing is drawn relative to the cursor.
    }

    @Override
    public void end() {
        // Nothing here is ever taken back.
    }
}
