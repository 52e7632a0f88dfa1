package io.quorate.simulation.world;

import io.quorate.model.ServerId;
import io.quorate.replica.Replica;

/// A server, as witnesses may look at it. Nothing here may be changed.
public interface ServerView {
    ServerId id();

    /// Whether its process runs, which it also does while it is paused.
    boolean isUp();

    /// @throws IllegalStateException while the process does not run
    Replica replica();

    /// The server's own monotonic clock, which drifts; what its replica last heard was at most this.
    long localNanos();
}
