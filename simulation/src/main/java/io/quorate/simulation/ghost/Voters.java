package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.zab.quorum.EnsembleConfig;
import java.util.function.Predicate;

/// Whose word counts, and when it is enough. The only place that knows what a quorum is.
final class Voters {
    private final EnsembleConfig config;

    Voters(EnsembleConfig config) {
        this.config = config;
    }

    /// Whether the voters among the servers that `belongs` accepts are a quorum.
    boolean isQuorum(Iterable<Subject> servers, Predicate<Subject> belongs) {
        int voters = 0;
        for (Subject server : servers) {
            if (config.isVoter(server.id()) && belongs.test(server)) {
                voters++;
            }
        }
        return voters >= config.majority();
    }

    boolean isVoter(ServerId server) {
        return config.isVoter(server);
    }

    /// Whether one server decides alone.
    boolean isOne() {
        return config.voters() == 1;
    }
}
