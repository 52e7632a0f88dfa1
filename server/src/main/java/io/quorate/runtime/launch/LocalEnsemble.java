package io.quorate.runtime.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An ensemble whose servers all live below one directory and listen on the loopback address only.
record LocalEnsemble(Path directory, List<LocalServer> servers) {
    static final int MAX_SERVERS = 9;
    static final int DEFAULT_SERVERS = 3;
    static final int DEFAULT_PORT = 2181;

    /// Added to the first client port: 2181 gives 2881 and 3881, the ports that many a tutorial uses.
    private static final int QUORUM_PORTS = 700;

    private static final int ELECTION_PORTS = 1700;

    LocalEnsemble {
        servers = List.copyOf(servers);
    }

    /// Servers 1 to `count` on consecutive ports from `port` on.
    static LocalEnsemble plan(Path directory, int count, int port) throws LaunchException {
        if (count < 1 || count > MAX_SERVERS) {
            throw new LaunchException(
                    "--servers is " + count + "; it can be 1 to " + MAX_SERVERS + ", each being a process of its own.");
        }
        int highest = 65535 - ELECTION_PORTS - MAX_SERVERS;
        if (port < 1 || port > highest) {
            throw new LaunchException("--port is " + port + "; it can be 1 to " + highest + ", as ports up to "
                    + ELECTION_PORTS + " above it are used too.");
        }
        var servers = new ArrayList<LocalServer>();
        for (int id = 1; id <= count; id++) {
            int clientPort = port + id - 1;
            boolean alone = count == 1;
            servers.add(new LocalServer(
                    id,
                    directory.resolve("server-" + id),
                    clientPort,
                    alone ? 0 : clientPort + QUORUM_PORTS,
                    alone ? 0 : clientPort + ELECTION_PORTS));
        }
        return new LocalEnsemble(directory, servers);
    }

    int majority() {
        return servers.size() / 2 + 1;
    }

    /// What a client is given to connect to any of the servers.
    String connectString() {
        return servers.stream().map(LocalServer::address).collect(Collectors.joining(","));
    }

    /// The lines by which each server knows all of them; none if there is only one.
    List<String> memberLines() {
        if (servers.size() == 1) {
            return List.of();
        }
        return servers.stream()
                .map(server -> "server." + server.id() + "=" + LocalServer.HOST + ":" + server.quorumPort() + ":"
                        + server.electionPort())
                .toList();
    }
}
