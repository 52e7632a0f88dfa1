package io.quorate.simulation.ghost;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.simulation.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one history that all servers must come to have. I-QUORUM-COMMIT, I-DURABLE, I-PRIMARY-INTEGRITY,
/// I-ACKED, and the part of I-PREFIX that concerns commits.
final class Commits {
    private final Collection<Subject> servers;
    private final Voters voters;
    private final List<Past> committed = new ArrayList<>();
    private final Set<SessionId> sessions = new HashSet<>();
    private final List<Consumer<LoggedTxn>> listeners = new ArrayList<>();
    private Past last;

    private boolean localSessions;

    Commits(Collection<Subject> servers, Voters voters, Past beginning) {
        this.servers = servers;
        this.voters = voters;
        last = beginning;
    }

    /// Sessions may begin without a txn; somebody else judges which.
    void expectLocalSessions() {
        localSessions = true;
    }

    void listen(Consumer<LoggedTxn> listener) {
        listeners.add(listener);
    }

    /// All that is committed.
    Past last() {
        return last;
    }

    int count() {
        return committed.size();
    }

    /// The first txn that `past`, a committed history, lacks; null if there is none.
    @Nullable
    Past firstAfter(Past past) {
        return past.length() < committed.size() ? committed.get(past.length()) : null;
    }

    /// A server says that all of `past` is committed, or acts as if it were.
    void commit(Subject by, Past past) {
        if (past.isCommitted()) {
            return;
        }
        if (!past.contains(last)) {
            throw new Violation(
                    "I-PREFIX", "server %s commits %s, whose history lacks the committed txn %s", by, past, last);
        }
        if (!voters.isQuorum(servers, server -> server.hasHeld(past))) {
            throw new Violation(
                    "I-QUORUM-COMMIT",
                    "server %s commits %s, but the disks of the servers hold %s",
                    by,
                    past,
                    histories());
        }
        int first = committed.size();
        for (Past at = past; at != last; at = at.before()) {
            committed.add(first, at);
        }
        last = past;
        for (int i = first; i < committed.size(); i++) {
            publish(by, committed.get(i));
        }
    }

    private void publish(Subject by, Past past) {
        past.committed(by.id(), by.nowNanos());
        LoggedTxn txn = past.txn();
        if (txn.txn() instanceof Txn.CreateSession) {
            sessions.add(txn.header().session());
        }
        listeners.forEach(listener -> listener.accept(txn));
    }

    /// A leader's epoch is established: its history, as it stands, is that of the ensemble. It may learn of that only
    /// after a quorum has gone on to a later epoch; then what it has is part of what that epoch began with.
    void established(Subject leader, Past history) {
        Past required = last;
        while (required.epoch() >= leader.epoch()) {
            required = required.before();
        }
        if (!history.contains(required)) {
            Past missing = required;
            while (!history.contains(missing.before())) {
                missing = missing.before();
            }
            throw new Violation(
                    missing.isSeen() ? "I-PRIMARY-INTEGRITY" : "I-DURABLE",
                    "server %s leads epoch %s with the history %s, which lacks the committed txn %s; all up to %s is",
                    leader,
                    leader.epoch(),
                    history,
                    missing,
                    last);
        }
        if (required == last) {
            commit(leader, history);
        } else if (!history.isCommitted()) {
            throw new Violation(
                    "I-DURABLE",
                    "server %s leads epoch %s with the history %s, which a later epoch lacks: %s is committed",
                    leader,
                    leader.epoch(),
                    history,
                    last);
        }
    }

    /// The disk of a server may hold less than before: whichever servers come together next, one of them
    /// must hold what is committed.
    void checkDurable(Subject changed) {
        if (voters.isQuorum(
                servers,
                server -> !server.isDamaged() && !server.shelf().history().contains(last))) {
            throw new Violation(
                    "I-DURABLE",
                    "%s is committed, but since the disk of server %s has changed a quorum lacks it: %s",
                    last,
                    changed,
                    histories());
        }
    }

    private String histories() {
        StringBuilder text = new StringBuilder();
        for (Subject server : servers) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(server)
                    .append(": ")
                    .append(server.shelf().history())
                    .append(server.isDamaged() ? " (damaged)" : "");
        }
        return text.toString();
    }

    // ---- towards clients

    /// A server says something to a client that shows its state.
    void said(Subject server, ServerMessage message, Proposals proposals) {
        switch (message) {
            case ServerMessage.Handshake(var response) -> {
                SessionId session = response.session();
                if (response.timeoutMillis() > 0 && !localSessions && !sessions.contains(session)) {
                    throw new Violation(
                            "I-ACKED",
                            "server %s lets a client have session %s, whose creation is not committed",
                            server,
                            session);
                }
            }
            case ServerMessage.Reply(int xid, Zxid zxid, var _, var _) ->
                shown(server, zxid, "reply to request " + xid, proposals);
            case ServerMessage.Notification(var type, String _, Zxid zxid) ->
                shown(server, zxid, type.name(), proposals);
        }
    }

    private void shown(Subject server, Zxid zxid, String where, Proposals proposals) {
        if (zxid.value() <= 0) {
            return;
        }
        Past past = proposals.find(zxid);
        if (past == null || !past.isCommitted()) {
            throw new Violation(
                    "I-ACKED",
                    "server %s shows a client %s (%s), but what is committed ends at %s",
                    server,
                    zxid,
                    where,
                    last);
        }
        past.seen();
    }
}
