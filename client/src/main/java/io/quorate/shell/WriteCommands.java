package io.quorate.shell;

import io.quorate.client.Client;
import io.quorate.client.CreateMode;
import io.quorate.client.RequestException;
import io.quorate.model.Acl;
import io.quorate.model.Stat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The commands that change znodes.
final class WriteCommands {
    private static final int DEFAULT_BATCH = 1000;

    /// What fits into the 40 bits that a znode has for it.
    private static final long LONGEST_TTL_MILLIS = (1L << 40) - 1;

    private WriteCommands() {}

    static List<Command> all() {
        Flag version = new Flag("v", "version", "only if the znode has this version");
        return List.of(
                new Command(
                        "create",
                        "[-s] [-e] [-c] [-t ttl] path [data] [acl]",
                        "create a znode",
                        1,
                        List.of(
                                Flag.of("s", "append a number to its name"),
                                Flag.of("e", "it goes when this session ends"),
                                Flag.of("c", "a container: it goes when its last child has gone"),
                                new Flag("t", "ttl", "it goes when it has not changed for this many milliseconds")),
                        WriteCommands::create),
                new Command(
                        "set",
                        "path data [-s] [-v version] [-b]",
                        "change the data of a znode",
                        2,
                        List.of(Flag.of("s", "show the new stat"), version, Flag.of("b", "the data are base64")),
                        WriteCommands::set),
                new Command(
                        "delete", "[-v version] path", "delete a znode", 1, List.of(version), WriteCommands::delete),
                new Command(
                        "deleteall",
                        "path [-b batch size]",
                        "delete a znode and everything below",
                        1,
                        List.of(new Flag("b", "size", "znodes a request (1000); 0: one by one")),
                        WriteCommands::deleteAll));
    }

    private static void create(Arguments arguments, Shell shell) throws InterruptedException {
        CreateMode mode = mode(arguments);
        String ttl = arguments.value("t");
        String path = mode.isSequential() ? arguments.pathPrefix(0) : arguments.path(0);
        String data = arguments.wordOrNull(1);
        String acl = arguments.wordOrNull(2);
        List<Acl> list = acl == null ? Acl.OPEN : acl(acl, path, shell);
        String made = shell.await(shell.client().create(path, bytes(data), list, mode, ttl == null ? 0 : ttl(ttl)))
                .path();
        // On stderr: scripts know it there.
        shell.err().println("Created " + made);
    }

    static List<Acl> acl(String text, String path, Shell shell) {
        List<Acl> list = AclText.parse(text, shell.err());
        if (list.isEmpty()) {
            throw new CommandFailure("Acl is not valid : " + path);
        }
        return list;
    }

    private static CreateMode mode(Arguments arguments) {
        boolean ephemeral = arguments.has("e");
        boolean sequential = arguments.has("s");
        boolean container = arguments.has("c");
        if (container && (ephemeral || sequential)) {
            throw new CommandFailure(
                    "-c cannot be combined with -s or -e. Containers cannot be ephemeral or sequential.");
        }
        if (arguments.has("t")) {
            ttl(String.valueOf(arguments.value("t")));
            if (ephemeral || container) {
                throw new CommandFailure(
                        "TTLs cannot be used with " + (ephemeral ? "Ephemeral" : "Container") + " znodes");
            }
            return sequential ? CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL : CreateMode.PERSISTENT_WITH_TTL;
        }
        if (container) {
            return CreateMode.CONTAINER;
        }
        if (ephemeral) {
            return sequential ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.EPHEMERAL;
        }
        return sequential ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
    }

    private static long ttl(String text) {
        long ttl;
        try {
            ttl = Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new CommandFailure("-t argument must be a long value");
        }
        if (ttl < 1 || ttl > LONGEST_TTL_MILLIS) {
            throw new CommandFailure("ttl must be positive and cannot be larger than: " + LONGEST_TTL_MILLIS);
        }
        return ttl;
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static void set(Arguments arguments, Shell shell) throws InterruptedException {
        String word = arguments.word(1);
        byte[] data;
        try {
            data = arguments.has("b") ? Base64.getDecoder().decode(word) : word.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("The data are not base64: " + e.getMessage());
        }
        Stat stat = shell.await(shell.client().setData(arguments.path(0), data, arguments.version()));
        if (arguments.has("s")) {
            shell.out().println(StatText.of(stat));
        }
    }

    private static void delete(Arguments arguments, Shell shell) throws InterruptedException {
        if (arguments.count() > 1) {
            // The word is not taken for a version: ZooKeeper's command line has ignored it for years.
            shell.err()
                    .println("'delete path [version]' has been deprecated."
                            + " Please use 'delete [-v version] path' instead.");
        }
        shell.await(shell.client().delete(arguments.path(0), arguments.version()));
    }

    private static void deleteAll(Arguments arguments, Shell shell) throws InterruptedException {
        String size = arguments.value("b");
        int batch = size == null ? DEFAULT_BATCH : Arguments.number(size, "-b argument must be an int value");
        String path = arguments.path(0);
        Client client = shell.client();
        List<String> doomed = new Subtree(client, shell).levels(path).reversed();
        try {
            Deletion deletion = new Deletion(client, shell);
            for (CompletableFuture<?> last : deletion.delete(doomed, batch)) {
                shell.await(last);
            }
        } catch (RequestException e) {
            throw new CommandFailure(
                    "Failed to delete some node(s) in the subtree!" + System.lineSeparator() + FailureText.of(e));
        }
    }
}
