package io.quorate.shell;

import io.quorate.client.ConnectionState;
import java.io.IOException;

/// The interactive run: a prompt, a line, its command, until there are no more lines or one of them says so.
///
/// @param colours whether the prompt may use them
record Prompt(Shell shell, LineSource lines, boolean colours) {
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    /// @return the exit code of the last command that did something
    int run() throws IOException, InterruptedException {
        int last = ExitCode.OK;
        while (!shell.hasQuit()) {
            String line = lines.next(text());
            if (line == null) {
                break;
            }
            if (!line.isBlank()) {
                int code = shell.type(line);
                last = shell.hasQuit() ? last : code;
            }
        }
        return last;
    }

    private String text() {
        return "[zk: " + shell.servers() + "(" + coloured(shell.state()) + ") "
                + shell.history().count() + "] ";
    }

    private String coloured(ConnectionState state) {
        if (!colours) {
            return state.name();
        }
        String colour = switch (state) {
            case CONNECTED -> GREEN;
            case CONNECTING, CONNECTEDREADONLY -> YELLOW;
            case CLOSED, AUTH_FAILED, EXPIRED -> RED;
        };
        return colour + state.name() + PLAIN;
    }
}
