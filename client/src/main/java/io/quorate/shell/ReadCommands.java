package io.quorate.shell;

import io.quorate.client.Client;
import io.quorate.protocol.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/// The commands that look at znodes.
final class ReadCommands {
    private ReadCommands() {}

    static List<Command> all() {
        Flag stat = Flag.of("s", "show the stat too");
        Flag watch = Flag.of("w", "leave a watch");
        return List.of(
                new Command(
                        "get",
                        "[-s] [-w] [-b] [-x] path",
                        "show the data of a znode",
                        1,
                        List.of(stat, watch, Flag.of("b", "as base64"), Flag.of("x", "as a hexadecimal dump")),
                        ReadCommands::get),
                new Command(
                        "ls",
                        "[-s] [-w] [-R] path",
                        "list the children of a znode",
                        1,
                        List.of(stat, watch, Flag.of("R", "everything below, one path a line")),
                        ReadCommands::ls),
                new Command("stat", "[-w] path", "show the stat of a znode", 1, List.of(watch), ReadCommands::stat),
                new Command(
                        "getAllChildrenNumber",
                        "path",
                        "count everything below a znode",
                        1,
                        List.of(),
                        ReadCommands::getAllChildrenNumber),
                new Command(
                        "getEphemerals",
                        "path",
                        "list the ephemerals of this session, or those whose path begins with one",
                        0,
                        List.of(),
                        ReadCommands::getEphemerals));
    }

    private static void get(Arguments arguments, Shell shell) throws InterruptedException {
        boolean watch = watches(arguments, shell, "'get path [watch]'", "'get [-s] [-w] path'");
        Response.Data found = shell.await(shell.client().getData(arguments.path(0), watch));
        // What is not there is shown by this word, in every form.
        byte[] data = found.data() == null ? "null".getBytes(StandardCharsets.UTF_8) : found.data();
        if (arguments.has("x")) {
            shell.out().println(DataText.hex(data));
        } else if (arguments.has("b")) {
            shell.out().println(Base64.getEncoder().encodeToString(data));
        } else {
            shell.out().println(DataText.text(data));
        }
        if (arguments.has("s")) {
            shell.out().println(StatText.of(found.stat()));
        }
    }

    private static void ls(Arguments arguments, Shell shell) throws InterruptedException {
        String path = arguments.path(0);
        if (arguments.has("R")) {
            walk(path, shell.client(), shell, shell.out()::println);
            return;
        }
        boolean watch = watches(arguments, shell, "'ls path [watch]'", "'ls [-w] path'");
        Response.NamesAndStat found = shell.await(
                watch ? shell.client().getChildren(path, true) : shell.client().getAllChildren(path));
        shell.out().println(found.names().stream().sorted().toList());
        if (arguments.has("s")) {
            shell.out().println(StatText.of(found.stat()));
        }
    }

    /// `path`, then for each znode all its children before any of theirs; what vanishes meanwhile is left
    /// out.
    private static void walk(String path, Client client, Shell shell, Consumer<String> visitor)
            throws InterruptedException {
        Subtree subtree = new Subtree(client, shell);
        visitor.accept(path);
        subtree.visit(path, visitor);
    }

    private static void stat(Arguments arguments, Shell shell) throws InterruptedException {
        boolean watch = watches(arguments, shell, "'stat path [watch]'", "'stat [-w] path'");
        String path = arguments.path(0);
        shell.out()
                .println(StatText.of(shell.await(shell.client().exists(path, watch))
                        .orElseThrow(() -> new CommandFailure("Node does not exist: " + path))));
    }

    private static void getAllChildrenNumber(Arguments arguments, Shell shell) throws InterruptedException {
        shell.out().println(shell.await(shell.client().getAllChildrenNumber(arguments.path(0))));
    }

    private static void getEphemerals(Arguments arguments, Shell shell) throws InterruptedException {
        String prefix = arguments.count() == 0 ? "/" : arguments.path(0);
        List<String> found = shell.await(shell.client().getEphemerals(prefix));
        shell.out().println(found.stream().sorted().toList());
    }

    /// An older form had a second word, any word, for the watch. Scripts still use it.
    private static boolean watches(Arguments arguments, Shell shell, String old, String better) {
        if (arguments.count() < 2) {
            return arguments.has("w");
        }
        shell.err().println(old + " has been deprecated. Please use " + better + " instead.");
        return true;
    }
}
