package io.quorate.benchmark.ensemble;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Three servers of one candidate, each a process.
public final class Ensemble {
    private static final int SERVERS = 3;
    private static final int START_ATTEMPTS = 3;
    private static final String HOST = "127.0.0.1";
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /// Time for the servers to agree on a leader, on a machine that has more to do.
    private static final Duration SERVING_WITHIN = Duration.ofSeconds(60);

    private final Candidate candidate;
    private final Children children;
    private final List<Server> servers;

    private record Server(ServerFiles files, InetSocketAddress address, Process process) {}

    private record Role(InetSocketAddress address, Srvr srvr) {}

    private Ensemble(Candidate candidate, Children children, List<Server> servers) {
        this.candidate = candidate;
        this.children = children;
        this.servers = List.copyOf(servers);
    }

    /// Starts the processes and waits until they serve. Somebody else may take a port between our look at it and a
    /// server's; so this is tried again with others.
    ///
    /// @throws EnsembleFailure if it does not succeed at last
    public static Ensemble start(Candidate candidate, Children children, List<String> jvmOptions)
            throws IOException, EnsembleFailure {
        for (int attempt = 1; ; attempt++) {
            Path directory = children.directory().resolve(candidate.name() + "-" + attempt);
            Ensemble ensemble = launch(candidate, directory, children, jvmOptions);
            try {
                ensemble.roles();
                return ensemble;
            } catch (EnsembleFailure e) {
                if (attempt == START_ATTEMPTS) {
                    throw e;
                }
                ensemble.servers.forEach(server -> server.process().destroyForcibly());
            }
        }
    }

    private static Ensemble launch(Candidate candidate, Path directory, Children children, List<String> jvmOptions)
            throws IOException {
        List<Integer> ports = children.ports().free(3 * SERVERS);
        var members = new ArrayList<String>();
        for (int id = 1; id <= SERVERS; id++) {
            int first = 3 * (id - 1);
            members.add("server." + id + "=" + HOST + ":" + ports.get(first + 1) + ":" + ports.get(first + 2));
        }
        var servers = new ArrayList<Server>();
        for (int id = 1; id <= SERVERS; id++) {
            int clientPort = ports.get(3 * (id - 1));
            var files = new ServerFiles(id, directory.resolve("server-" + id));
            files.write(clientPort, members);
            Process process = children.start(new ProcessBuilder(command(candidate, files, jvmOptions))
                    .directory(files.directory().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(files.log().toFile()));
            servers.add(new Server(files, new InetSocketAddress(InetAddress.ofLiteral(HOST), clientPort), process));
        }
        return new Ensemble(candidate, children, servers);
    }

    private static List<String> command(Candidate candidate, ServerFiles files, List<String> jvmOptions) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(candidate.ownOptions());
        command.add("-Dlogback.configurationFile=" + files.logback());
        command.add("-cp");
        command.add(candidate.libraries().toAbsolutePath() + File.separator + "*");
        command.add(candidate.mainClass());
        command.add(files.config().toString());
        return command;
    }

    public Candidate candidate() {
        return candidate;
    }

    /// What the servers call their version. They must be serving.
    public String version() throws EnsembleFailure {
        return roles().getFirst().srvr().version();
    }

    /// The client addresses, that of the leader last; waits until all three serve. The order among the followers is
    /// that of their ids.
    public List<InetSocketAddress> followersFirst() throws EnsembleFailure {
        return roles().stream()
                .sorted(Comparator.comparing(role -> role.srvr().mode().equals("leader")))
                .map(Role::address)
                .toList();
    }

    private List<Role> roles() throws EnsembleFailure {
        long begin = System.nanoTime();
        while (true) {
            List<Role> roles = look();
            boolean oneLeads = roles.stream()
                            .filter(role -> role.srvr().mode().equals("leader"))
                            .count()
                    == 1;
            if (roles.size() == SERVERS && oneLeads) {
                return roles;
            }
            if (System.nanoTime() - begin > SERVING_WITHIN.toNanos()) {
                throw new EnsembleFailure(
                        candidate + " does not serve after " + SERVING_WITHIN.toSeconds() + " s: " + roles + logs());
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private List<Role> look() throws EnsembleFailure {
        var roles = new ArrayList<Role>();
        for (Server server : servers) {
            if (!server.process().isAlive()) {
                throw new EnsembleFailure(
                        candidate + "'s server " + server.files().id() + " has ended with code "
                                + server.process().exitValue() + ". Its last lines:\n"
                                + server.files().lastLines());
            }
            Optional<Srvr> srvr = Srvr.ask(server.address());
            srvr.ifPresent(answer -> roles.add(new Role(server.address(), answer)));
        }
        return roles;
    }

    /// The last lines of all servers' logs, for telling what went wrong; nothing if the run is being ended from
    /// outside.
    public String logs() {
        if (children.closed()) {
            return "";
        }
        var text = new StringBuilder();
        for (Server server : servers) {
            text.append("\n--- ")
                    .append(candidate)
                    .append(", server ")
                    .append(server.files().id());
            text.append(", last lines:\n").append(server.files().lastLines());
        }
        return text.toString();
    }

    /// The processor time, user and system, that the three processes have used so far. Systems count it in steps of
    /// some milliseconds.
    ///
    /// @throws EnsembleFailure if a process has ended, or the system does not tell
    public Duration cpuTime() throws EnsembleFailure {
        return CpuTime.sum(
                servers.stream().map(server -> server.process().toHandle()).toList());
    }
}
