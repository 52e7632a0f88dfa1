package io.quorate.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// Lines from a pipe or a file. The prompt is printed nevertheless: scripts cut the output at it.
record PlainLines(BufferedReader in, PrintStream out) implements LineSource {
    @Override
    public @Nullable String next(String prompt) throws IOException {
        out.print(prompt);
        out.flush();
        return in.readLine();
    }

    @Override
    public void close() {
        // Standard input is not ours to close.
    }
}
