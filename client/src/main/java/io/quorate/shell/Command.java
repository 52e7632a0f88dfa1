package io.quorate.shell;

import java.util.List;

/// One command of the shell, as it is typed and as it is explained.
///
/// @param syntax what follows the name; also shown when the arguments are wrong
/// @param required how many words there must be beside the flags
record Command(String name, String syntax, String meaning, int required, List<Flag> flags, Action action) {
    /// What a command does. Failures are a {@link CommandFailure} or come from the client.
    interface Action {
        void run(Arguments arguments, Shell shell) throws InterruptedException;
    }

    Command {
        flags = List.copyOf(flags);
    }

    /// How it is used, on one line.
    String usage() {
        return name + " " + syntax;
    }
}
