package io.quorate.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What one run of a shell left behind.
record Outcome(String out, String err, int exitCode) {
    /// Runs our shell as a process would.
    static Outcome of(String... arguments) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = ShellMain.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Outcome(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), code);
    }

    static Outcome at(String server, List<String> words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-server", server));
        arguments.addAll(words);
        return of(arguments.toArray(new String[0]));
    }

    /// The output without what differs from run to run: events, which come when they come; zxids; times;
    /// the port.
    Outcome settled() {
        return new Outcome(settled(out), settled(err), exitCode);
    }

    private static String settled(String text) {
        return text.replaceAll("(?m)^(WATCHER::|WatchedEvent .*|)\\R", "")
                .replaceAll("Zxid = 0x[0-9a-f]+", "Zxid = 0x?")
                .replaceAll(
                        "(.time) = [A-Z][a-z]{2} [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d (\\S+) \\d{4}", "$1 = ? $2")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:?");
    }
}
