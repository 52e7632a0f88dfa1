package io.quorate.simulation.ghost;

import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.Entry;
import io.quorate.simulation.reference.State;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import io.quorate.tree.Tree;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// I-SESSION-ID, I-SESSION-LIFE, I-EPHEMERAL: no id is given twice; what a session does lies between the txns that
/// begin and end it; and what it owns goes with it, everywhere at the same zxid.
///
/// I-LOCAL: a session that only one server knows goes on there and nowhere else, until that server ends it or ends
/// itself; it owns nothing, and no txn ends it.
final class SessionWitness implements Witness, Conversations.Granted {
    private final States states;
    private final boolean localSessions;
    // These are only ever asked by key.
    private final Map<SessionId, Zxid> proposed = new HashMap<>();
    private final Set<SessionId> created = new HashSet<>();
    private final Set<SessionId> alive = new HashSet<>();
    private final Set<SessionId> given = new HashSet<>();
    private final Map<SessionId, ServerId> local = new HashMap<>();
    private final Map<ServerId, Integer> applied = new HashMap<>();
    private final Map<ServerId, Tree> seen = new HashMap<>();

    /// @param localSessions whether sessions may begin without a txn
    SessionWitness(States states, boolean localSessions) {
        this.states = states;
        this.localSessions = localSessions;
    }

    // ---- ids

    @Override
    public void granted(ServerView server, Conversations.Conversation conversation, SessionId session) {
        if (conversation.isNew() && !given.add(session)) {
            throw new Violation(
                    "I-SESSION-ID", "server %s gives the id %s, which was given before", server.id(), session);
        }
        if (!conversation.isNew() && !session.equals(conversation.asked())) {
            throw new Violation(
                    "I-SESSION-ID",
                    "server %s answers session %s who asked for %s",
                    server.id(),
                    session,
                    conversation.asked());
        }
        if (!created.contains(session)) {
            welcomesUnknown(server, conversation, session);
        }
    }

    private void welcomesUnknown(ServerView server, Conversations.Conversation conversation, SessionId session) {
        if (!localSessions) {
            throw new Violation(
                    "I-SESSION-LIFE", "server %s welcomes session %s, which no txn has begun", server.id(), session);
        }
        if (conversation.isNew()) {
            local.put(session, server.id());
            return;
        }
        // A leader lets a session go on while its upgrade is under way.
        boolean upgrading = proposed.containsKey(session);
        if (!upgrading && !server.id().equals(local.get(session))) {
            throw new Violation("I-LOCAL", "server %s welcomes session %s, which it cannot know", server.id(), session);
        }
    }

    /// Whether only one server knows the session, or knew it.
    boolean isLocal(SessionId session) {
        return local.containsKey(session);
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        local.values().removeIf(server.id()::equals);
    }

    private void issued(LoggedTxn txn) {
        SessionId session = txn.header().session();
        if (session.value() == 0 || session.value() == Long.MIN_VALUE) {
            throw new Violation("I-SESSION-ID", "%s begins a session with the reserved id %s", txn, session);
        }
        Zxid before = proposed.putIfAbsent(session, txn.zxid());
        if (before != null && !before.equals(txn.zxid())) {
            throw new Violation("I-SESSION-ID", "%s begins session %s, as %s did before", txn, session, before);
        }
    }

    // ---- the order of txns

    /// @param before the state that the txn meets
    void commit(LoggedTxn txn, State before) {
        SessionId session = txn.header().session();
        switch (txn.txn()) {
            case Txn.CreateSession _ -> {
                issued(txn);
                local.remove(session);
                if (!created.add(session)) {
                    throw new Violation("I-SESSION-LIFE", "%s begins session %s a second time", txn, session);
                }
                alive.add(session);
            }
            case Txn.CloseSession(List<String> listed) -> {
                checkAlive(txn);
                checkListed(txn, listed == null ? List.of() : listed, before);
                alive.remove(session);
            }
            // Also said of requests that came too late.
            case Txn.Failed _ -> {}
            case Txn.Delete(OpCode type, String _) when type == OpCode.DELETE_CONTAINER -> {}
            case Txn.Create create -> {
                if (create.ephemeral() && !alive.contains(session)) {
                    throw new Violation(
                            "I-EPHEMERAL",
                            "%s creates %s for session %s, which does not live",
                            txn,
                            create.path(),
                            session);
                }
                checkMayWrite(txn);
            }
            case Txn.Multi(List<Txn> members) -> {
                boolean owns = members.stream()
                        .anyMatch(part ->
                                part instanceof Txn.Create(var _, var _, var _, var _, boolean ephemeral, int _, long _)
                                        && ephemeral);
                if (owns) {
                    checkAlive(txn);
                }
                checkMayWrite(txn);
            }
            case Txn.Delete _, Txn.SetData _, Txn.SetAcl _, Txn.Check _ -> checkMayWrite(txn);
        }
    }

    /// What a local session has asked may be committed when it is over.
    private void checkMayWrite(LoggedTxn txn) {
        SessionId session = txn.header().session();
        if (!localSessions || created.contains(session) || !given.contains(session)) {
            checkAlive(txn);
        }
    }

    private void checkAlive(LoggedTxn txn) {
        SessionId session = txn.header().session();
        if (!alive.contains(session)) {
            throw new Violation(
                    "I-SESSION-LIFE",
                    "%s is of session %s, which %s",
                    txn,
                    session,
                    created.contains(session) ? "is over" : "no txn has begun");
        }
    }

    private static void checkListed(LoggedTxn txn, List<String> listed, State before) {
        long session = txn.header().session().value();
        for (String path : listed) {
            Entry entry = before.find(path);
            if (entry == null || entry.stat().ephemeralOwner() != session) {
                throw new Violation("I-EPHEMERAL", "%s deletes %s, which the session does not own", txn, path);
            }
        }
    }

    // ---- servers

    @Override
    public void started(ServerView server, Recovered recovered) {
        applied.put(server.id(), states.countUpTo(recovered.tree().zxid()));
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Append(LoggedTxn txn) && txn.txn() instanceof Txn.CreateSession) {
                issued(txn);
            } else if (effect instanceof Effect.LocalSessionExpired(SessionId session)) {
                local.remove(session);
            }
        }
        Tree tree = server.replica().tree();
        if (tree == seen.put(server.id(), tree)) {
            return;
        }
        int before = applied.getOrDefault(server.id(), 0);
        boolean moved = before == states.count() || states.txn(before).zxid().isAtMost(tree.zxid());
        if (!moved || !states.isCommitted(tree.zxid())) {
            return;
        }
        int now = states.countUpTo(tree.zxid());
        applied.put(server.id(), now);
        for (int i = before; i < now; i++) {
            LoggedTxn txn = states.txn(i);
            if (txn.txn() instanceof Txn.CloseSession) {
                checkGone(server, tree, txn);
            }
        }
    }

    private static void checkGone(ServerView server, Tree tree, LoggedTxn txn) {
        SessionId session = txn.header().session();
        List<String> left = tree.ephemeralsOf(session).keyList();
        if (!left.isEmpty() || tree.sessions().containsKey(session)) {
            throw new Violation(
                    "I-EPHEMERAL",
                    "server %s at %s has applied %s and still has the session or what it owned: %s",
                    server.id(),
                    tree.zxid(),
                    txn,
                    left);
        }
    }
}
