package io.quorate.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// One server of an ensemble on this machine. Its files are `zoo.cfg`, `data/myid`, `server.log` and `server.pid`.
///
/// @param quorumPort and `electionPort` are 0 in an ensemble of one
record LocalServer(int id, Path directory, int clientPort, int quorumPort, int electionPort) {
    static final String HOST = "127.0.0.1";

    Path config() {
        return directory.resolve("zoo.cfg");
    }

    Path data() {
        return directory.resolve("data");
    }

    Path myid() {
        return data().resolve("myid");
    }

    Path log() {
        return directory.resolve("server.log");
    }

    Path pid() {
        return directory.resolve("server.pid");
    }

    String address() {
        return HOST + ":" + clientPort;
    }

    /// Asks the server, and blocks until it answers or the time is up.
    ServerView look(int timeoutMillis) {
        ServerView view = ServerView.look(HOST, clientPort, timeoutMillis);
        return view.state().serving() ? view.withEpoch(currentEpoch()) : view;
    }

    /// What the server has stored as the epoch it works in: the one thing that is not asked but looked up, see
    /// {@link ServerView}.
    private OptionalLong currentEpoch() {
        try {
            String text = Files.readString(data().resolve("version-2").resolve("currentEpoch"));
            // A checksum may follow in a second line.
            return OptionalLong.of(
                    Long.parseLong(text.lines().findFirst().orElse("").strip()));
        } catch (IOException | NumberFormatException e) {
            // A standalone server may keep none, and one that is just being replaced is there in the next round.
            return OptionalLong.empty();
        }
    }
}
