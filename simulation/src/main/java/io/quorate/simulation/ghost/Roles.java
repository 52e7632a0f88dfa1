package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.replica.Status;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What each server is, and what it was before the present step. Asks a server only when it says that it has changed.
final class Roles implements Witness {
    private static final String BROADCAST = "broadcast";

    /// @param leader null while there is none
    record Role(
            ServerState state,
            boolean broadcasting,
            @Nullable ServerId leader) {
        static final Role NONE = new Role(ServerState.LOOKING, false, null);

        boolean isLeading() {
            return broadcasting && state == ServerState.LEADING;
        }
    }

    // Only ever asked by key.
    private final Map<ServerId, Role> now = new HashMap<>();
    private final Map<ServerId, Role> before = new HashMap<>();

    @Override
    public void started(ServerView server, Recovered recovered) {
        now.put(server.id(), Role.NONE);
        before.put(server.id(), Role.NONE);
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        now.remove(server.id());
        before.remove(server.id());
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        before.put(server.id(), now(server.id()));
        for (Effect effect : effects) {
            if (effect instanceof Effect.StateChanged) {
                Status status = server.replica().status();
                now.put(server.id(), new Role(status.state(), status.phase().equals(BROADCAST), status.leader()));
                return;
            }
        }
    }

    Role now(ServerId server) {
        return now.getOrDefault(server, Role.NONE);
    }

    Role before(ServerId server) {
        return before.getOrDefault(server, Role.NONE);
    }

    /// Whether the present step has brought the server into broadcast.
    boolean hasEnteredBroadcast(ServerId server) {
        return now(server).broadcasting() && !before(server).broadcasting();
    }
}
