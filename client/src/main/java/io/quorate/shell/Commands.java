package io.quorate.shell;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table of all commands.
final class Commands {
    private static final List<Command> ALL = Stream.of(
                    ReadCommands.all(),
                    WriteCommands.all(),
                    AclCommands.all(),
                    WatchCommands.all(),
                    QuotaCommands.all(),
                    EnsembleCommands.all(),
                    SessionCommands.all())
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Command::name))
            .toList();

    private Commands() {}

    /// Sorted by name.
    static List<Command> all() {
        return ALL;
    }

    static @Nullable Command find(String name) {
        for (Command command : ALL) {
            if (command.name().equals(name)) {
                return command;
            }
        }
        return null;
    }

    /// Each command with its meaning, a line each.
    static String summary() {
        StringBuilder summary = new StringBuilder();
        for (Command command : ALL) {
            summary.append("  %-22s%s%n".formatted(command.name(), command.meaning()));
        }
        return summary.toString();
    }

    /// What is shown to those who mistype a command: how each is used, as ZooKeeper's command line does.
    static String usages() {
        StringBuilder usages =
                new StringBuilder("ZooKeeper -server host:port -client-configuration properties-file cmd args");
        for (Command command : ALL) {
            usages.append(System.lineSeparator()).append('\t').append(command.usage());
        }
        return usages.toString();
    }
}
