package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which session each open connection of each server belongs to, by what was said on it.
final class Conversations implements Witness {
    /// @param asked what the client began with, {@link SessionId#NONE} for a new session
    /// @param granted null until the server has answered
    record Conversation(SessionId asked, @Nullable SessionId granted, int timeoutMillis) {
        boolean isNew() {
            return asked.equals(SessionId.NONE);
        }
    }

    /// Hears of handshakes that were granted.
    interface Granted {
        void granted(ServerView server, Conversation conversation, SessionId session);
    }

    // Only ever asked by key.
    private final Map<ServerId, Map<ConnectionId, Conversation>> open = new HashMap<>();
    private final Granted granted;

    Conversations(Granted granted) {
        this.granted = granted;
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        open.remove(server.id());
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        Map<ConnectionId, Conversation> here = open.computeIfAbsent(server.id(), _ -> new HashMap<>());
        if (event instanceof Event.ClientHandshake handshake) {
            here.put(
                    handshake.connection(), new Conversation(handshake.request().session(), null, 0));
        } else if (event instanceof Event.ClientGone(ConnectionId connection)) {
            here.remove(connection);
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.HangUp(ConnectionId connection, var _, var _)) {
                here.remove(connection);
            } else if (effect instanceof Effect.Say(var connection, ServerMessage.Handshake(ConnectResponse response))
                    && !response.session().equals(SessionId.NONE)) {
                Conversation begun = here.get(connection);
                if (begun != null) {
                    Conversation now = new Conversation(begun.asked(), response.session(), response.timeoutMillis());
                    here.put(connection, now);
                    granted.granted(server, now, response.session());
                }
            }
        }
    }

    /// Null for a connection that is not open, or was never heard of.
    @Nullable
    Conversation on(ServerId server, ConnectionId connection) {
        Map<ConnectionId, Conversation> here = open.get(server);
        return here == null ? null : here.get(connection);
    }
}
