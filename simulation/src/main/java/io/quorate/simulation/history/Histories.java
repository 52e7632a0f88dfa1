package io.quorate.simulation.history;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.Asker;
import io.quorate.simulation.reference.Reference;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges what clients were told, and what became of what they asked. Hears of clients through {@link #record} and of
/// txns through {@link #committed}; whatever speaks of a txn that is not known yet waits for it.
///
/// Either all at once, while it happens: then a txn must be told as soon as the first server commits it, and it is a
/// violation to tell a client of one that is not committed. Or afterwards: first all that clients recorded, then all
/// txns, then {@link #ended}.
public final class Histories implements Recorder {
    private record Waiting(Zxid zxid, long order, Judged judged) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            int byZxid = zxid.compareTo(other.zxid);
            return byZxid != 0 ? byZxid : Long.compare(order, other.order);
        }
    }

    private record Judged(Conversation conversation, Hearing hearing) {}

    private final Truth truth;
    private final boolean live;
    private final boolean linearizableReads;
    private final Commits commits = new Commits();

    // Only ever asked by key: their order would be nobody's.
    private final Map<Long, Judged> connections = new HashMap<>();
    private final Map<SessionId, SessionHistory> sessions = new HashMap<>();

    /// Sessions that clients were given, and those that txns began.
    private final Set<SessionId> given = new LinkedHashSet<>();
    private final Set<SessionId> begun = new HashSet<>();

    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>();
    private long waited;
    private Zxid newestShown = Zxid.ZERO;
    private long answers;
    private long notifications;

    private Histories(Truth truth, boolean live, boolean linearizableReads) {
        this.truth = truth;
        this.live = live;
        this.linearizableReads = linearizableReads;
    }

    /// While it happens. The caller goes on telling the reference of txns, each before {@link #committed}.
    public static Histories live(Reference reference) {
        return live(reference, false);
    }

    /// The same.
    ///
    /// @param linearizableReads whether every read must show what anybody had been shown before it was
    /// asked for, as one behind a sync must
    public static Histories live(Reference reference, boolean linearizableReads) {
        return new Histories(new ReferenceTruth(reference), true, linearizableReads);
    }

    /// Of a past that has been recorded.
    public static Histories afterwards(Reference reference) {
        return new Histories(new ReferenceTruth(reference), false, false);
    }

    /// How many answers have been judged or wait for it.
    public long answers() {
        return answers;
    }

    public long notifications() {
        return notifications;
    }

    // ---- the clients

    @Override
    public void record(Entry entry) {
        switch (entry) {
            case Entry.Connecting connecting -> {
                Conversation conversation = new Conversation(connecting, linearizableReads);
                Judged judged = new Judged(conversation, new Hearing(conversation, commits, truth));
                if (connections.put(connecting.connection(), judged) != null) {
                    throw new IllegalArgumentException("a second connection has the number of " + conversation);
                }
            }
            case Entry.Handshaken(long connection, long _, ConnectResponse response) ->
                handshaken(at(connection).conversation(), response);
            case Entry.Invoked invoked ->
                at(invoked.connection()).conversation().asked(invoked, newestShown);
            case Entry.Answered(long connection, long _, var reply) -> {
                answers++;
                Judged judged = at(connection);
                judged.conversation().told(reply);
                judge(judged, reply.zxid(), reply);
            }
            case Entry.Notified(long connection, long _, var notification) -> {
                notifications++;
                Judged judged = at(connection);
                judged.conversation().told(notification);
                judge(judged, notification.zxid(), notification);
            }
            case Entry.Lost(long connection, long _) -> connections.remove(connection);
        }
    }

    private Judged at(long connection) {
        Judged judged = connections.get(connection);
        if (judged == null) {
            throw new IllegalArgumentException("there is no connection " + connection);
        }
        return judged;
    }

    /// A session that begins must be a new one; one that goes on, the one that was asked for.
    private void handshaken(Conversation conversation, ConnectResponse response) {
        if (response.timeoutMillis() <= 0) {
            return;
        }
        SessionId asked = conversation.asked();
        if (!asked.equals(SessionId.NONE) && !conversation.knowsPassword()) {
            throw new Violation("I-SESSION-ID", "%s was let in with a wrong password", conversation);
        }
        SessionId session = response.session();
        SessionHistory known = sessions.get(session);
        if (asked.equals(SessionId.NONE) ? known != null : !asked.equals(session)) {
            throw new Violation(
                    "I-SESSION-ID", "%s asked for session %s and was given %s", conversation, asked, session);
        }
        if (known == null) {
            known = new SessionHistory(session);
            if (begun.contains(session)) {
                known.begunBy(Zxid.ZERO);
            }
            sessions.put(session, known);
            if (asked.equals(SessionId.NONE)) {
                given.add(session);
            }
            if (live) {
                checkBegun();
            }
        }
        conversation.opened(session, known);
    }

    private void checkBegun() {
        given.removeAll(begun);
        if (!given.isEmpty() && !truth.hasLocalSessions()) {
            throw new Violation(
                    "I-ACKED",
                    "a client was given session %s, which no txn began",
                    given.iterator().next());
        }
    }

    private void judge(Judged judged, Zxid zxid, Object told) {
        if (zxid.isAfter(newestShown)) {
            newestShown = zxid;
        }
        if (live && zxid.isAfter(commits.last())) {
            throw new Violation(
                    "I-ACKED",
                    "%s was told %s, but nothing after %s is committed",
                    judged.conversation(),
                    told,
                    commits.last());
        }
        if (judged.conversation().unjudged().size() <= 1) {
            judge(judged);
        }
    }

    /// As far as the txns are known.
    private void judge(Judged judged) {
        ArrayDeque<Conversation.Told> unjudged = judged.conversation().unjudged();
        while (!unjudged.isEmpty() && unjudged.getFirst().zxid().isAtMost(commits.last())) {
            judged.hearing().judge(unjudged.removeFirst());
        }
        if (!unjudged.isEmpty()) {
            waiting.add(new Waiting(unjudged.getFirst().zxid(), ++waited, judged));
        }
    }

    // ---- the txns

    /// A txn is committed, later than those told before; the reference has it already.
    public void committed(TxnHeader header, Txn txn) {
        Commits.Commit commit = new Commits.Commit(header, txn, truth.changesOf(header.zxid()));
        commits.add(commit);
        if (txn instanceof Txn.CreateSession) {
            begun.add(header.session());
        }
        SessionHistory session = sessions.get(header.session());
        Operation write = session == null ? null : session.committed(commit);
        if (write != null) {
            check(write, commit);
        }
        while (!waiting.isEmpty() && waiting.element().zxid().isAtMost(commits.last())) {
            judge(waiting.remove().judged());
        }
    }

    /// Whoever asked for it may never hear of it; it must be right all the same.
    private void check(Operation write, Commits.Commit commit) {
        Asker asker = new Asker(write.conversation().sessionId(), write.identities());
        String objection = truth.objectionToTxn(new Truth.Asking(write.request(), asker), commit);
        if (objection != null) {
            throw new Violation("I-WRITES-LIN", "%s became txn %s: %s", write, commit.zxid(), objection);
        }
    }

    /// There are no more txns.
    public void ended() {
        checkBegun();
        @Nullable Waiting first = waiting.peek();
        if (first != null) {
            throw new Violation(
                    "I-ACKED",
                    "%s was told %s, but nothing after %s is committed",
                    first.judged().conversation(),
                    first.judged().conversation().unjudged().peek(),
                    commits.last());
        }
    }
}
