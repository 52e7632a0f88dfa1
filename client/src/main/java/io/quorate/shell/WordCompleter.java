package io.quorate.shell;

import io.quorate.client.ConnectionState;
import io.quorate.protocol.client.Response;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// Completes the names of commands, and the paths of znodes.
record WordCompleter(Shell shell) implements Completer {
    /// Whoever presses a key does not want to wait long for it.
    private static final long PATIENCE_MILLIS = 2000;

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().substring(0, line.wordCursor());
        if (line.wordIndex() == 0 || line.words().getFirst().equals("help")) {
            for (Command command : Commands.all()) {
                candidates.add(
                        new Candidate(command.name(), command.name(), null, command.meaning(), null, null, true));
            }
        } else if (word.startsWith("/") && shell.state() != ConnectionState.CLOSED) {
            String parent = word.substring(0, word.lastIndexOf('/') + 1);
            for (String name : children(parent)) {
                candidates.add(new Candidate(parent + name, name, null, null, null, null, false));
            }
        }
    }

    private List<String> children(String parent) {
        String path = parent.equals("/") ? parent : parent.substring(0, parent.length() - 1);
        try {
            Response.NamesAndStat found =
                    shell.client().getChildren(path, false).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return found.names();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException | TimeoutException | IllegalArgumentException | CommandFailure _) {
            // No such znode, or none that can be listed now: nothing to offer.
            return List.of();
        }
    }
}
