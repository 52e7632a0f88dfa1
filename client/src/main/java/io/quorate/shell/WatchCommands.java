package io.quorate.shell;

import io.quorate.client.PersistentWatch;
import io.quorate.client.WatchKind;
import java.util.List;
import java.util.Locale;

/// The commands about watches.
final class WatchCommands {
    private WatchCommands() {}

    static List<Command> all() {
        return List.of(
                new Command(
                        "addWatch",
                        "[-m mode] path # optional mode is one of [PERSISTENT, PERSISTENT_RECURSIVE] - default is"
                                + " PERSISTENT_RECURSIVE",
                        "leave a watch that stays after it fired",
                        1,
                        List.of(new Flag("m", "mode", "PERSISTENT or PERSISTENT_RECURSIVE")),
                        WatchCommands::addWatch),
                new Command(
                        "removewatches",
                        "path [-c|-d|-a] [-l]",
                        "take watches away",
                        1,
                        List.of(
                                Flag.of("c", "of the children"),
                                Flag.of("d", "of the data"),
                                Flag.of("p", "persistent ones"),
                                Flag.of("r", "persistent recursive ones"),
                                Flag.of("a", "all (what is meant without any of these)"),
                                Flag.of("l", "on this side also when no server can be told")),
                        WatchCommands::removeWatches),
                new Command(
                        "printwatches",
                        "on|off",
                        "show the events of watches, or not",
                        0,
                        List.of(),
                        WatchCommands::printWatches));
    }

    private static void addWatch(Arguments arguments, Shell shell) throws InterruptedException {
        String mode = arguments.value("m");
        PersistentWatch watch = switch (mode == null ? "PERSISTENT_RECURSIVE" : mode.toUpperCase(Locale.ROOT)) {
            case "PERSISTENT" -> PersistentWatch.PERSISTENT;
            case "PERSISTENT_RECURSIVE" -> PersistentWatch.PERSISTENT_RECURSIVE;
            default -> throw arguments.wrong("Unknown mode: " + mode);
        };
        shell.await(shell.client().addWatch(arguments.path(0), watch));
    }

    private static void removeWatches(Arguments arguments, Shell shell) throws InterruptedException {
        WatchKind kind = WatchKind.ANY;
        if (arguments.has("c")) {
            kind = WatchKind.CHILDREN;
        } else if (arguments.has("d")) {
            kind = WatchKind.DATA;
        } else if (arguments.has("p")) {
            kind = WatchKind.PERSISTENT;
        } else if (arguments.has("r")) {
            kind = WatchKind.PERSISTENT_RECURSIVE;
        }
        shell.await(shell.client().removeWatches(arguments.path(0), kind, arguments.has("l")));
    }

    private static void printWatches(Arguments arguments, Shell shell) {
        if (arguments.count() == 0) {
            shell.out().println("printwatches is " + (shell.printsWatches() ? "on" : "off"));
            return;
        }
        switch (arguments.word(0).toLowerCase(Locale.ROOT)) {
            case "on" -> shell.printWatches(true);
            case "off" -> shell.printWatches(false);
            default -> throw arguments.wrong("Neither on nor off: " + arguments.word(0));
        }
    }
}
