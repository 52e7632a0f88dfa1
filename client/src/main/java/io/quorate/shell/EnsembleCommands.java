package io.quorate.shell;

import io.quorate.client.Client;
import io.quorate.client.RequestException;
import io.quorate.protocol.client.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The commands about the ensemble itself.
final class EnsembleCommands {
    private static final String CONFIG = "/zookeeper/config";

    private EnsembleCommands() {}

    static List<Command> all() {
        Flag stat = Flag.of("s", "show the stat too");
        return List.of(
                new Command(
                        "config",
                        "[-c] [-w] [-s]",
                        "show the servers of the ensemble",
                        0,
                        List.of(
                                Flag.of("c", "only its version and where clients connect"),
                                Flag.of("w", "leave a watch"),
                                stat),
                        EnsembleCommands::config),
                new Command(
                        "reconfig",
                        "[-s] [-v version] [[-file path] | [-members serverID=host:port1:port2;port3[,...]*]] | [-add"
                                + " serverId=host:port1:port2;port3[,...]]* [-remove serverId[,...]*]",
                        "change the servers of the ensemble",
                        0,
                        List.of(
                                stat,
                                new Flag("v", "version", "only if the configuration has this version, in hexadecimal"),
                                new Flag("file", "path", "what the ensemble is to be, from a file"),
                                new Flag("members", "servers", "what the ensemble is to be"),
                                new Flag("add", "servers", "who joins, or changes its addresses"),
                                new Flag("remove", "ids", "who leaves")),
                        EnsembleCommands::reconfig),
                new Command(
                        "sync",
                        "path",
                        "let this session's server catch up with the leader",
                        1,
                        List.of(),
                        EnsembleCommands::sync));
    }

    private static void config(Arguments arguments, Shell shell) throws InterruptedException {
        Client client = shell.client().unrooted();
        Response.Data found = shell.await(client.getData(CONFIG, arguments.has("w")));
        String text = found.data() == null ? "" : DataText.text(found.data());
        shell.out().println(arguments.has("c") ? forClients(text) : text);
        if (arguments.has("s")) {
            shell.out().println(StatText.of(found.stat()));
        }
    }

    /// The version, and where each server takes clients.
    static String forClients(String config) {
        String version = "";
        List<String> addresses = new ArrayList<>();
        for (String line : config.lines().toList()) {
            int semicolon = line.indexOf(';');
            if (line.startsWith("version=")) {
                version = line.substring("version=".length());
            } else if (line.startsWith("server.") && semicolon > 0) {
                addresses.add(line.substring(semicolon + 1));
            }
        }
        return version + " " + String.join(",", addresses);
    }

    private static void reconfig(Arguments arguments, Shell shell) throws InterruptedException {
        String file = arguments.value("file");
        String members = lower(arguments.value("members"));
        String joining = lower(arguments.value("add"));
        String leaving = lower(arguments.value("remove"));
        boolean whole = file != null || members != null;
        boolean parts = joining != null || leaving != null;
        if (whole == parts || (file != null && members != null)) {
            throw new CommandFailure(arguments.usage());
        }
        String version = arguments.value("v");
        String text = file == null ? null : read(file);
        if (text != null) {
            members = lower(members(text));
            version = version == null ? version(text) : version;
        }
        Response.Data made = shell.await(shell.client().reconfig(joining, leaving, members, hex(version)));
        shell.out().println("Committed new configuration:");
        shell.out().println(made.data() == null ? "" : DataText.text(made.data()));
        if (arguments.has("s")) {
            shell.out().println(StatText.of(made.stat()));
        }
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static long hex(@Nullable String version) {
        if (version == null) {
            return Client.ANY_VERSION;
        }
        try {
            return Long.parseUnsignedLong(version, 16);
        } catch (NumberFormatException _) {
            throw new CommandFailure("-v argument must be a hexadecimal number: " + version);
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new CommandFailure("Cannot read " + file + ": " + e);
        }
    }

    /// The lines of a configuration that say who is in it.
    private static String members(String config) {
        return String.join(
                ",",
                config.lines()
                        .map(String::strip)
                        .filter(line ->
                                line.startsWith("server.") || line.startsWith("group.") || line.startsWith("weight."))
                        .toList());
    }

    private static @Nullable String version(String config) {
        return config.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()))
                .findFirst()
                .orElse(null);
    }

    private static void sync(Arguments arguments, Shell shell) throws InterruptedException {
        try {
            shell.await(shell.client().sync(arguments.path(0)));
            shell.out().println("Sync is OK");
        } catch (RequestException e) {
            throw new CommandFailure("Sync has failed. rc=" + e.code());
        }
    }
}
