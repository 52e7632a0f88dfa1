package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.simulation.Violation;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// I-SESSION-EXPIRY, the followers' half: with each answer to a ping the leader hears of every connected session that
/// has said something since the last answer.
final class ReportWitness implements Witness {
    private final Roles roles;
    private final Conversations conversations;
    private final Predicate<SessionId> isLocal;
    // Only ever asked by key.
    private final Map<ServerId, Set<SessionId>> heard = new HashMap<>();

    /// @param isLocal whether a session is no business of the leader's
    ReportWitness(Roles roles, Conversations conversations, Predicate<SessionId> isLocal) {
        this.isLocal = isLocal;
        this.roles = roles;
        this.conversations = conversations;
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        heard.remove(server.id());
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        ServerId id = server.id();
        Set<SessionId> sessions = heard.computeIfAbsent(id, _ -> new LinkedHashSet<>());
        boolean following = roles.before(id).broadcasting() && roles.before(id).state() == ServerState.FOLLOWING;
        if (event instanceof Event.ClientRequest(ConnectionId connection, int _, var _) && following) {
            SessionId session = sessionOn(id, connection);
            if (session != null && !isLocal.test(session)) {
                sessions.add(session);
            }
        } else if (event instanceof Event.ClientGone(ConnectionId connection)) {
            forget(sessions, sessionOn(id, connection));
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.Send(var _, PeerMessage.LearnerPing(var _, var touched))) {
                reported(server, sessions, touched.keySet());
            } else if (effect instanceof Effect.HangUp(ConnectionId connection, var _, var _)) {
                forget(sessions, sessionOn(id, connection));
            }
        }
        if (!roles.now(id).broadcasting()) {
            sessions.clear();
        }
    }

    private static void forget(Set<SessionId> sessions, @Nullable SessionId session) {
        if (session != null) {
            sessions.remove(session);
        }
    }

    private @Nullable SessionId sessionOn(ServerId id, ConnectionId connection) {
        Conversations.Conversation on = conversations.on(id, connection);
        return on == null ? null : on.granted();
    }

    private static void reported(ServerView server, Set<SessionId> sessions, Set<SessionId> touched) {
        for (SessionId session : sessions) {
            if (!touched.contains(session)) {
                throw new Violation(
                        "I-SESSION-EXPIRY",
                        "server %s does not tell its leader that session %s was heard of, only %s",
                        server.id(),
                        session,
                        touched);
            }
        }
        sessions.clear();
    }
}
