package io.quorate.simulation.history;

import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage.Notification;
import io.quorate.protocol.client.ServerMessage.Reply;
import io.quorate.simulation.Violation;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One connection: what was asked on it and what was said. Checks what can be told from that alone; what needs the
/// txns is handed on as {@link Told}.
final class Conversation {
    private static final int AUTH_XID = -4;

    /// Something the client was told, to be judged when the state that it speaks of is known.
    sealed interface Told {
        /// The newest txn that must be known.
        Zxid zxid();

        record Answer(Operation operation, Reply reply) implements Told {
            @Override
            public Zxid zxid() {
                return reply.zxid();
            }
        }

        record Event(Notification notification) implements Told {
            @Override
            public Zxid zxid() {
                return notification.zxid();
            }
        }

        /// The connection is known as one more.
        record Proved(@Nullable Identity identity) implements Told {
            @Override
            public Zxid zxid() {
                return Zxid.ZERO;
            }
        }
    }

    private final Entry.Connecting beginning;
    private final boolean linearizableReads;
    private final ArrayDeque<Operation> outstanding = new ArrayDeque<>();
    private final ArrayDeque<Request.Auth> proofs = new ArrayDeque<>();
    private final ArrayDeque<Told> unjudged = new ArrayDeque<>();
    private @Nullable SessionHistory session;
    private SessionId sessionId = SessionId.NONE;
    private List<Identity> identities = List.of();
    private Zxid shown;
    private Zxid lastEvent = Zxid.ZERO;
    private int ordinal;
    private int writes;
    private int writesCommitted;
    private boolean hasFailed;

    /// @param linearizableReads whether reads must be as fresh as those behind a sync
    Conversation(Entry.Connecting beginning, boolean linearizableReads) {
        this.beginning = beginning;
        this.linearizableReads = linearizableReads;
        shown = beginning.request().lastZxidSeen();
    }

    // ---- who talks

    void opened(SessionId id, SessionHistory history) {
        if (session != null) {
            throw new Violation("I-REPLY-ONCE", "the handshake of %s was answered twice", this);
        }
        sessionId = id;
        session = history;
        ordinal = history.connected();
    }

    /// The session that it wants to go on with.
    SessionId asked() {
        return beginning.request().session();
    }

    boolean knowsPassword() {
        ConnectRequest request = beginning.request();
        return Arrays.equals(request.password(), request.session().password());
    }

    SessionId sessionId() {
        return sessionId;
    }

    SessionHistory session() {
        if (session == null) {
            throw new IllegalStateException(this + " is in use before its handshake has been answered");
        }
        return session;
    }

    /// Its place among the connections of its session.
    int ordinal() {
        return ordinal;
    }

    int writesCommitted() {
        return writesCommitted;
    }

    void writeCommitted() {
        writesCommitted++;
    }

    // ---- what is asked

    void asked(Entry.Invoked invoked, Zxid floor) {
        if (invoked.request() instanceof Request.Auth auth) {
            proofs.add(auth);
            identities = Identities.plus(identities, Identities.of(auth));
            return;
        }
        boolean write = Operation.becomesTxn(invoked.request());
        Operation operation = new Operation(this, invoked, floor, write ? writes++ : -1, identities);
        outstanding.add(operation);
        if (write) {
            session().asked(operation);
        }
    }

    // ---- what is told

    void told(Reply reply) {
        if (hasFailed) {
            throw new Violation("I-REPLY-ONCE", "%s was told %s after it had been given up", this, reply);
        }
        if (reply.xid() == AUTH_XID) {
            proved(reply);
            return;
        }
        Operation operation = outstanding.poll();
        if (operation == null) {
            throw new Violation("I-REPLY-ONCE", "%s was told %s, and had asked for nothing more", this, reply);
        }
        if (operation.xid() != reply.xid()) {
            boolean asked = outstanding.stream().anyMatch(other -> other.xid() == reply.xid());
            throw new Violation(
                    asked ? "I-FIFO" : "I-REPLY-ONCE",
                    "%s was told %s before the answer to %s",
                    this,
                    reply,
                    operation);
        }
        if (operation.request() instanceof Request.Unknown) {
            // Says nothing of any state.
            hasFailed = true;
            return;
        }
        shows(reply);
        if (mustBeFresh(operation, reply) && operation.floor().isAfter(reply.zxid())) {
            throw new Violation(
                    operation.request().op() == OpCode.SYNC ? "I-SYNC" : "I-READ-LIN",
                    "%s was answered at %s, but somebody had been told of %s before it was asked",
                    operation,
                    reply.zxid(),
                    operation.floor());
        }
        unjudged.add(new Told.Answer(operation, reply));
    }

    private boolean mustBeFresh(Operation operation, Reply reply) {
        Request request = operation.request();
        return request.op() == OpCode.SYNC
                ? reply.error() == ErrorCode.OK
                : linearizableReads && request.op().showsState() && !(request instanceof Request.Malformed);
    }

    private void proved(Reply reply) {
        Request.Auth proof = proofs.poll();
        if (proof == null) {
            throw new Violation("I-REPLY-ONCE", "%s was told %s, and had proved nothing more", this, reply);
        }
        if (reply.error() == ErrorCode.OK) {
            unjudged.add(new Told.Proved(Identities.of(proof)));
        } else {
            hasFailed = true;
        }
    }

    private void shows(Reply reply) {
        Zxid zxid = reply.zxid();
        if (shown.isAfter(zxid)) {
            throw new Violation("I-MONOTONIC", "%s was told %s after it had seen %s", this, reply, shown);
        }
        if (lastEvent.isAfter(zxid)) {
            throw new Violation("I-MONOTONIC", "%s was told %s after an event of %s", this, reply, lastEvent);
        }
        shown = zxid;
    }

    void told(Notification notification) {
        Zxid zxid = notification.zxid();
        if (!zxid.equals(Zxid.UNKNOWN)) {
            if (zxid.isAtMost(shown)) {
                throw new Violation("I-WATCH-ORDER", "%s was told %s after it had seen %s", this, notification, shown);
            }
            if (lastEvent.isAfter(zxid)) {
                throw new Violation(
                        "I-WATCH-ORDER", "%s was told %s after an event of %s", this, notification, lastEvent);
            }
            lastEvent = zxid;
        }
        unjudged.add(new Told.Event(notification));
    }

    /// What has been told and not been judged, oldest first; whoever judges takes it away.
    ArrayDeque<Told> unjudged() {
        return unjudged;
    }

    @Override
    public String toString() {
        return "client %d in session %s on connection %d to server %s"
                .formatted(beginning.client(), sessionId, beginning.connection(), beginning.server());
    }
}
