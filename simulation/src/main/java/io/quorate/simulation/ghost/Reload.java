package io.quorate.simulation.ghost;

import io.quorate.replica.Recovered;
import io.quorate.simulation.world.ServerView;
import org.jspecify.annotations.Nullable;

/// Loads a copy of what is on a server's disk, as a process that starts now would; the server does not notice.
public interface Reload {
    /// Where disks cannot be looked at.
    Reload NEVER = _ -> null;

    /// Null if that cannot be told now, such as in the midst of a change.
    @Nullable
    Recovered reload(ServerView server);
}
