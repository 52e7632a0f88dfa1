package io.quorate.simulation.ghost;

import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import io.quorate.simulation.Violation;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// I-SESSION-EXPIRY, the leader's half: only an established leader ends sessions, none before its timeout has passed on
/// the leader's clock since the last sign of life that the leader has heard of, or since it was established.
///
/// The other half, that the leader hears of each sign of life and how soon, is {@link ReportWitness} and
/// {@link PulseWitness}.
final class ExpiryWitness implements Witness, Conversations.Granted {
    /// How long after its time a session may last in the end: it is rounded up to a tick, and the clock is looked at
    /// now and then.
    private static final int GRACE_TICKS = 3;

    private final Roles roles;
    private final Conversations conversations;
    private final long graceNanos;
    // These are only ever asked by key.
    private final Map<ServerId, Long> clocks = new HashMap<>();
    private final Map<ServerId, Set<LinkId>> learners = new HashMap<>();
    private final Map<ServerId, Map<SessionId, Long>> offices = new HashMap<>();

    ExpiryWitness(Roles roles, Conversations conversations, int tickMillis) {
        this.roles = roles;
        this.conversations = conversations;
        this.graceNanos = TimeUnit.MILLISECONDS.toNanos((long) GRACE_TICKS * tickMillis);
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        clocks.remove(server.id());
        learners.remove(server.id());
        offices.remove(server.id());
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        ServerId id = server.id();
        if (event instanceof Event.Tick(long nowNanos, long _)) {
            clocks.put(id, nowNanos);
        }
        if (roles.before(id).isLeading()) {
            touch(server, event, effects);
        } else if (roles.now(id).isLeading()) {
            offices.put(id, inherited(server));
        }
        links(id, event, effects);
        for (Effect effect : effects) {
            if (effect instanceof Effect.SessionExpired(SessionId session, int _)) {
                expires(server, session);
            } else if (effect instanceof Effect.Append(LoggedTxn txn)
                    && roles.before(id).isLeading()) {
                proposed(server, event, txn);
            }
        }
        if (!roles.now(id).isLeading()) {
            offices.remove(id);
        }
    }

    // ---- signs of life

    /// When each session that the last leader has left may end.
    private Map<SessionId, Long> inherited(ServerView server) {
        Map<SessionId, Long> notBefore = new HashMap<>();
        server.replica()
                .tree()
                .sessions()
                .forEach(session -> notBefore.put(session.getKey(), later(server.id(), session.getValue())));
        return notBefore;
    }

    private long later(ServerId leader, int timeoutMillis) {
        return clocks.getOrDefault(leader, 0L) + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    private void touch(ServerView server, Event event, List<Effect> effects) {
        if (event instanceof Event.ClientRequest(var connection, int _, var _)) {
            Conversations.Conversation on = conversations.on(server.id(), connection);
            if (on != null && on.granted() != null) {
                touch(server.id(), on.granted(), on.timeoutMillis());
            }
        } else if (event instanceof Event.FromLearner(LinkId link, PeerMessage.FromLearner message)
                && learners.getOrDefault(server.id(), Set.of()).contains(link)) {
            if (message instanceof PeerMessage.LearnerPing(var _, var touched)) {
                touched.forEach((session, timeoutMillis) -> touch(server.id(), session, timeoutMillis));
            } else if (message instanceof PeerMessage.Revalidate(SessionId session, int timeoutMillis)
                    && effects.contains(new Effect.Send(link, new PeerMessage.Revalidated(session, true)))) {
                checkLives(server, session);
                touch(server.id(), session, timeoutMillis);
            }
        }
    }

    @Override
    public void granted(ServerView server, Conversations.Conversation conversation, SessionId session) {
        // For a new one it has been begun by the txn.
        if (!conversation.isNew() && roles.before(server.id()).isLeading()) {
            checkLives(server, session);
            touch(server.id(), session, conversation.timeoutMillis());
        }
    }

    private void checkLives(ServerView leader, SessionId session) {
        Map<SessionId, Long> office = offices.get(leader.id());
        if (office != null && !office.containsKey(session)) {
            throw new Violation(
                    "I-SESSION-LIFE", "leader %s lets session %s go on, which is over", leader.id(), session);
        }
    }

    private void touch(ServerId leader, SessionId session, int timeoutMillis) {
        Map<SessionId, Long> office = offices.get(leader);
        if (office != null) {
            office.computeIfPresent(session, (_, _) -> later(leader, timeoutMillis));
        }
    }

    private void links(ServerId id, Event event, List<Effect> effects) {
        Set<LinkId> links = learners.computeIfAbsent(id, _ -> new HashSet<>());
        if (event instanceof Event.LearnerArrived(LinkId link)
                && roles.before(id).state() == ServerState.LEADING) {
            links.add(link);
        } else if (event instanceof Event.LinkLost(LinkId link)) {
            links.remove(link);
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.DropLink(LinkId link)) {
                links.remove(link);
            }
        }
    }

    // ---- ends

    private void proposed(ServerView server, Event event, LoggedTxn txn) {
        SessionId session = txn.header().session();
        Map<SessionId, Long> office = offices.get(server.id());
        if (office == null) {
            return;
        }
        if (txn.txn() instanceof Txn.CreateSession(int timeoutMillis)) {
            office.put(session, later(server.id(), timeoutMillis));
        } else if (txn.txn() instanceof Txn.CloseSession) {
            if (!isAskedFor(event)) {
                expires(server, session);
            }
            office.remove(session);
        }
    }

    /// Whether a client has asked for it, of this server or of another one.
    static boolean isAskedFor(Event event) {
        Request request = null;
        if (event instanceof Event.ClientRequest(var _, int _, Request own)) {
            request = own;
        } else if (event instanceof Event.FromLearner(var _, PeerMessage.Forward forward)) {
            request = forward.request();
        }
        return request != null && request.op() == OpCode.CLOSE_SESSION;
    }

    private void expires(ServerView server, SessionId session) {
        Map<SessionId, Long> office = offices.get(server.id());
        if (office == null || !roles.before(server.id()).isLeading()) {
            throw new Violation(
                    "I-SESSION-EXPIRY", "server %s ends session %s and is no established leader", server.id(), session);
        }
        Long notBefore = office.get(session);
        long now = clocks.getOrDefault(server.id(), 0L);
        if (notBefore == null || now < notBefore) {
            throw new Violation(
                    "I-SESSION-EXPIRY",
                    "leader %s ends session %s at %s ns of its clock; %s",
                    server.id(),
                    session,
                    now,
                    said(notBefore));
        }
    }

    private static String said(@Nullable Long notBefore) {
        return notBefore == null ? "it is over or was never begun" : "it lives until " + notBefore + " ns";
    }

    @Override
    public void ended(Iterable<? extends ServerView> servers) {
        for (ServerView server : servers) {
            Map<SessionId, Long> office = offices.get(server.id());
            long now = clocks.getOrDefault(server.id(), 0L);
            if (office == null || !server.isUp()) {
                continue;
            }
            // In the order of the sessions, for the sake of the message.
            server.replica().tree().sessions().keys().forEach(session -> {
                Long notBefore = office.get(session);
                if (notBefore != null && notBefore + graceNanos < now) {
                    throw new Violation(
                            "I-SESSION-EXPIRY",
                            "session %s should have ended at %s ns of the clock of leader %s, and lives at %s ns",
                            session,
                            notBefore,
                            server.id(),
                            now);
                }
            });
        }
    }
}
