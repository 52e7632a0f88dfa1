package io.quorate.runtime.launch;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The directory of an ensemble on this machine, kept from one `up` to the next:
///
/// ```
/// DIR/up.lock            held while `up` runs
/// DIR/server-1/zoo.cfg   written once; later only ports and the data directory are brought up to date
/// DIR/server-1/data/     myid, and below version-2 what the server stores
/// DIR/server-1/server.log
/// ```
final class EnsembleFiles {
    private static final Pattern MEMBER = Pattern.compile("([^:]+):(\\d+):(\\d+)(.*)");
    private static final Pattern SETTING = Pattern.compile("\\s*(clientPort|dataDir|server\\.(\\d+))\\s*[=:].*");

    private final Path directory;

    EnsembleFiles(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /// The ensemble to run: what is in the directory, or a new one if it holds none. `servers` and `port` are what the
    /// user asked for, if anything. Writes nothing.
    LocalEnsemble choose(Optional<Integer> servers, Optional<Integer> port) throws LaunchException {
        Optional<LocalEnsemble> existing = existing();
        if (existing.isEmpty()) {
            return LocalEnsemble.plan(
                    directory, servers.orElse(LocalEnsemble.DEFAULT_SERVERS), port.orElse(LocalEnsemble.DEFAULT_PORT));
        }
        int count = existing.get().servers().size();
        if (servers.isPresent() && servers.get() != count) {
            // A server that joins with empty files could outvote those who know what was committed.
            throw new LaunchException("--servers is " + servers.get() + ", but " + directory
                    + " holds an ensemble of " + count
                    + ", and servers do not join or leave it by a restart: choose another --data,"
                    + " or delete this directory if its znodes are not needed.");
        }
        return port.isPresent() ? LocalEnsemble.plan(directory, count, port.get()) : existing.get();
    }

    private Optional<LocalEnsemble> existing() throws LaunchException {
        var servers = new ArrayList<LocalServer>();
        for (int id = 1; Files.exists(serverDirectory(id).resolve("zoo.cfg")); id++) {
            servers.add(read(id));
        }
        return servers.isEmpty() ? Optional.empty() : Optional.of(new LocalEnsemble(directory, servers));
    }

    private Path serverDirectory(int id) {
        return directory.resolve("server-" + id);
    }

    private LocalServer read(int id) throws LaunchException {
        Path config = serverDirectory(id).resolve("zoo.cfg");
        var settings = new Properties();
        try (Reader reader = Files.newBufferedReader(config, StandardCharsets.ISO_8859_1)) {
            settings.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchException("Cannot read " + config + ": " + e.getMessage() + ".");
        }
        int clientPort = port(config, "clientPort", settings.getProperty("clientPort", ""));
        String member = settings.getProperty("server." + id, "").strip();
        if (member.isEmpty() && settings.stringPropertyNames().stream().noneMatch(key -> key.startsWith("server."))) {
            return new LocalServer(id, serverDirectory(id), clientPort, 0, 0);
        }
        Matcher parts = MEMBER.matcher(member);
        if (!parts.matches()) {
            throw new LaunchException(config + " says server." + id + "=" + member
                    + ", where HOST:LEARNER_PORT:ELECTION_PORT was expected.");
        }
        return new LocalServer(
                id,
                serverDirectory(id),
                clientPort,
                port(config, "server." + id, parts.group(2)),
                port(config, "server." + id, parts.group(3)));
    }

    private static int port(Path config, String key, String text) throws LaunchException {
        try {
            int port = Integer.parseInt(text.strip());
            if (port > 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, with the place.
        }
        throw new LaunchException(config + " has the port '" + text + "' for " + key + "; 1 to 65535 was expected.");
    }

    /// Refuses if a file could not be written. Looks only.
    void checkWritable(LocalEnsemble ensemble) throws LaunchException {
        checkWritable(directory);
        for (LocalServer server : ensemble.servers()) {
            checkWritable(server.directory());
            checkWritable(server.data());
        }
    }

    private static void checkWritable(Path wanted) throws LaunchException {
        Path path = wanted;
        while (!Files.exists(path)) {
            Path parent = path.getParent();
            if (parent == null) {
                break;
            }
            path = parent;
        }
        if (!Files.isDirectory(path)) {
            throw new LaunchException(path + " is a file, and a directory is needed there: choose another --data.");
        }
        if (!Files.isWritable(path)) {
            throw new LaunchException(
                    "The directory " + path + " cannot be written by this user: choose another --data.");
        }
    }

    /// Writes what is missing, and what no longer agrees with `ensemble`.
    void write(LocalEnsemble ensemble) throws LaunchException {
        try {
            for (LocalServer server : ensemble.servers()) {
                Files.createDirectories(server.data());
                if (!Files.exists(server.config())) {
                    Files.write(server.config(), fresh(ensemble, server), StandardCharsets.ISO_8859_1);
                } else {
                    bringUpToDate(ensemble, server);
                }
                if (!Files.exists(server.myid())) {
                    Files.writeString(server.myid(), server.id() + "\n");
                }
            }
        } catch (IOException e) {
            throw new LaunchException("Cannot write below " + directory + ": " + e.getMessage() + ".");
        }
    }

    private static List<String> fresh(LocalEnsemble ensemble, LocalServer server) {
        var lines = new ArrayList<String>();
        lines.add("# Written by `quorate up`, and kept: change what you like, the next start uses it.");
        lines.add("tickTime=2000");
        lines.add("initLimit=10");
        lines.add("syncLimit=5");
        lines.add("dataDir=" + escaped(server.data()));
        lines.add("clientPort=" + server.clientPort());
        lines.add("clientPortAddress=" + LocalServer.HOST);
        lines.add("4lw.commands.whitelist=srvr,mntr,stat,ruok,conf,isro");
        lines.addAll(ensemble.memberLines());
        return lines;
    }

    private static void bringUpToDate(LocalEnsemble ensemble, LocalServer server) throws IOException {
        List<String> old = Files.readAllLines(server.config(), StandardCharsets.ISO_8859_1);
        List<String> now =
                old.stream().map(line -> upToDate(line, ensemble, server)).toList();
        if (!now.equals(old)) {
            Files.write(server.config(), now, StandardCharsets.ISO_8859_1);
        }
    }

    private static String upToDate(String line, LocalEnsemble ensemble, LocalServer server) {
        Matcher setting = SETTING.matcher(line);
        if (!setting.matches()) {
            return line;
        }
        return switch (String.valueOf(setting.group(1))) {
            case "clientPort" -> "clientPort=" + server.clientPort();
            // The directory may have been moved or copied since.
            case "dataDir" -> "dataDir=" + escaped(server.data());
            default -> member(line, Integer.parseInt(setting.group(2)), ensemble);
        };
    }

    private static String member(String line, int id, LocalEnsemble ensemble) {
        String value = line.substring(line.indexOf('=') + 1).strip();
        Matcher parts = MEMBER.matcher(value);
        if (id < 1 || id > ensemble.servers().size() || !parts.matches()) {
            return line;
        }
        LocalServer server = ensemble.servers().get(id - 1);
        return "server." + id + "=" + parts.group(1) + ":" + server.quorumPort() + ":" + server.electionPort()
                + parts.group(4);
    }

    /// Properties files take a backslash for an escape and know Latin letters only.
    private static String escaped(Path path) {
        var text = new StringBuilder();
        for (char c : path.toString().toCharArray()) {
            if (c == '\\') {
                text.append("\\\\");
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
