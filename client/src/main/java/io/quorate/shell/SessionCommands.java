package io.quorate.shell;

import java.util.List;
import java.util.Optional;

/// The commands about the shell and its session.
final class SessionCommands {
    private SessionCommands() {}

    static List<Command> all() {
        return List.of(
                new Command(
                        "connect",
                        "host:port",
                        "begin a new session, there or where the last one was",
                        0,
                        List.of(),
                        SessionCommands::connect),
                new Command("close", "", "end the session", 0, List.of(), (_, shell) -> shell.disconnect()),
                new Command("quit", "", "end the session and leave", 0, List.of(), (_, shell) -> shell.quit()),
                new Command("exit", "", "the same as quit", 0, List.of(), (_, shell) -> shell.quit()),
                new Command("history", "", "show the last commands", 0, List.of(), SessionCommands::history),
                new Command("redo", "cmdno", "repeat a command of the history", 1, List.of(), SessionCommands::redo),
                new Command("help", "[command]", "explain all commands, or one", 0, List.of(), SessionCommands::help),
                new Command("version", "", "show the version of this shell", 0, List.of(), SessionCommands::version));
    }

    private static void connect(Arguments arguments, Shell shell) {
        if (arguments.count() == 0) {
            shell.reconnect();
        } else {
            shell.connect(arguments.word(0));
        }
    }

    private static void history(Arguments arguments, Shell shell) {
        for (String line : shell.history().recent()) {
            shell.out().println(line);
        }
    }

    private static void redo(Arguments arguments, Shell shell) throws InterruptedException {
        String line = shell.history().redo(Arguments.number(arguments.word(0), "Command index out of range"));
        shell.perform(Words.split(line));
    }

    private static void help(Arguments arguments, Shell shell) {
        if (arguments.count() == 0) {
            shell.out().println("Commands (`help` and a name says more):");
            shell.out().print(Commands.summary());
            return;
        }
        Command command = Commands.find(arguments.word(0));
        if (command == null) {
            throw new CommandFailure("There is no command " + arguments.word(0) + "; `help` lists them all.");
        }
        shell.out().println(command.usage());
        shell.out().println("    " + command.meaning());
        for (Flag flag : command.flags()) {
            shell.out().println("    %-14s%s".formatted(flag.usage(), flag.meaning()));
        }
    }

    private static void version(Arguments arguments, Shell shell) {
        shell.out().println("ZooKeeper CLI version: " + version());
    }

    /// First the version of ZooKeeper whose commands these are, which is what tools look for.
    static String version() {
        String own = Optional.ofNullable(SessionCommands.class.getPackage().getImplementationVersion())
                .orElse("built from a checkout");
        return "3.9, Quorate " + own;
    }
}
