package io.quorate.benchmark.ensemble;

import java.nio.file.Path;
import java.util.List;

/// One of the two servers that are compared.
///
/// @param libraries the directory of its jars
/// @param ownOptions JVM options that the other cannot have, as they are its own settings
public record Candidate(String name, String mainClass, Path libraries, List<String> ownOptions) {
    public Candidate {
        ownOptions = List.copyOf(ownOptions);
    }

    public static Candidate quorate(Path libraries) {
        return new Candidate("Quorate", "io.quorate.runtime.ServerMain", libraries, List.of());
    }

    /// Without its HTTP server, which needs a port and has no counterpart here.
    public static Candidate apache(Path libraries) {
        return new Candidate(
                "Apache",
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                libraries,
                List.of("-Dzookeeper.admin.enableServer=false"));
    }

    @Override
    public String toString() {
        return name;
    }
}
