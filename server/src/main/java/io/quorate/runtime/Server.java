package io.quorate.runtime;

import io.quorate.replica.Status;
import io.quorate.runtime.configuration.ServerConfig;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: recovered from its directories, its ports open and its threads at work, until it is closed.
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Parts parts;
    private final Observation observation;

    private Server(Parts parts, Observation observation) {
        this.parts = parts;
        this.observation = observation;
    }

    /// Returns when the ports are open; a leader is found afterwards.
    ///
    /// @param halt ends the process with an exit code, should this server become unable to go on
    /// @throws io.quorate.storage.StorageFailure if the directories cannot be used
    /// @throws StartFailedException if a port is taken
    public static Server start(ServerConfig config, IntConsumer halt) {
        Parts parts = new Parts();
        try {
            return new Server(parts, new Assembly(config, new Emergency(halt), parts).assemble());
        } catch (RuntimeException e) {
            parts.stop();
            throw e;
        }
    }

    /// The port clients connect to; -1 for none.
    public int clientPort() {
        return observation.configured().clientPort();
    }

    /// What was true a moment ago.
    public Status status() {
        return observation.status();
    }

    /// Closes the ports, deals with what has arrived, makes everything durable, and gives the directories up.
    @Override
    public void close() {
        parts.stop();
        LOG.info("Stopped");
    }
}
