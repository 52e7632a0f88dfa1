package io.quorate.runtime.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Queue;

/// What a user may type while an ensemble is up.
final class Keyboard {
    private static final String KNOWN = "Known here are: stop N, kill N, start N, quit.";

    private Keyboard() {}

    sealed interface Wish {
        record Start(int id) implements Wish {}

        record Stop(int id, boolean force) implements Wish {}

        /// @param answer what to say to it; may be empty
        record Nothing(String answer) implements Wish {}
    }

    /// Collects lines until there are no more, in a thread that keeps no JVM alive.
    static void listen(Queue<String> lines, Screen screen) {
        Thread.ofPlatform().daemon().name("keyboard").start(() -> {
            try (var in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    screen.typed();
                    lines.add(line);
                }
            } catch (IOException e) {
                // A terminal that is gone has nothing more to say.
            }
        });
    }

    static boolean isQuit(String line) {
        String word = line.strip();
        return word.equals("quit") || word.equals("exit") || word.equals("q");
    }

    static Wish parse(String line, int servers) {
        String[] words = line.strip().split("\\s+", -1);
        if (words[0].isEmpty()) {
            return new Wish.Nothing("");
        }
        if (words.length != 2) {
            return new Wish.Nothing(KNOWN);
        }
        int id;
        try {
            id = Integer.parseInt(words[1]);
        } catch (NumberFormatException e) {
            return new Wish.Nothing(KNOWN);
        }
        if (id < 1 || id > servers) {
            return new Wish.Nothing("There is no server " + id + "; there are 1 to " + servers + ".");
        }
        return switch (words[0]) {
            case "start" -> new Wish.Start(id);
            case "stop" -> new Wish.Stop(id, false);
            case "kill" -> new Wish.Stop(id, true);
            default -> new Wish.Nothing(KNOWN);
        };
    }
}
