package io.quorate.simulation.history;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage.Notification;
import io.quorate.protocol.client.ServerMessage.Reply;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.Asker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Judges what was said on one connection by the committed txns, in the order in which it was said. Each answer says
/// which state it speaks of; so whatever the server knew of this connection then (its watches, its identities) can be
/// followed.
final class Hearing {
    private final Conversation conversation;
    private final Truth truth;
    private final Watching watching;
    private final WatchRequests watchRequests;
    private final List<Notification> catchUps = new ArrayList<>();

    /// What has been proved by now.
    private List<Identity> identities = List.of();

    /// What had been proved when the last state was shown: an event since then may have been before the proof.
    private List<Identity> surely = List.of();

    Hearing(Conversation conversation, Commits commits, Truth truth) {
        this.conversation = conversation;
        this.truth = truth;
        watching = new Watching(conversation, commits);
        watchRequests = new WatchRequests(watching, truth);
    }

    void judge(Conversation.Told told) {
        switch (told) {
            case Conversation.Told.Proved(Identity identity) -> identities = Identities.plus(identities, identity);
            case Conversation.Told.Event(Notification notification) -> {
                if (notification.zxid().equals(Zxid.UNKNOWN)) {
                    catchUps.add(notification);
                } else {
                    watching.told(notification, this::mayRead, this::couldReadBefore);
                    surely = identities;
                }
            }
            case Conversation.Told.Answer(Operation operation, Reply reply) -> {
                watching.advance(reply.zxid());
                watching.settle(this::couldReadBefore, reply);
                surely = identities;
                catchUps(operation, reply);
                sessionLives(operation, reply);
                answer(operation, reply);
            }
        }
    }

    private boolean mayRead(List<Acl> acl) {
        return Identities.mayRead(acl, identities);
    }

    private boolean couldReadBefore(List<Acl> acl) {
        return Identities.mayRead(acl, surely);
    }

    /// What a connection is told on taking up its watches again comes right before the answer to that.
    private void catchUps(Operation operation, Reply reply) {
        List<List<Notification>> expected =
                operation.request() instanceof Request.SetWatches again && reply.error() == ErrorCode.OK
                        ? watchRequests.catchUps(again, reply.zxid(), this::mayRead)
                        : List.of(List.of());
        if (!expected.contains(catchUps)) {
            throw new Violation(
                    "I-WATCH",
                    "%s was answered at %s after %s, not one of %s",
                    operation,
                    reply.zxid(),
                    catchUps,
                    expected);
        }
        catchUps.clear();
    }

    private void sessionLives(Operation operation, Reply reply) {
        Zxid closedBy = conversation.session().closedBy();
        boolean itself =
                operation.request().op() == OpCode.CLOSE_SESSION && reply.zxid().equals(closedBy);
        if (closedBy.isAtMost(reply.zxid()) && !itself) {
            throw new Violation(
                    "I-SESSION-LIFE",
                    "%s was answered at %s, but the session was closed by %s",
                    operation,
                    reply.zxid(),
                    closedBy);
        }
    }

    private void answer(Operation operation, Reply reply) {
        if (operation.isWrite()) {
            write(operation, reply);
        } else {
            String objection = watchRequests.isAbout(operation.request())
                    ? watchRequests.objection(operation.request(), reply)
                    : objectionToRead(operation.request(), reply);
            if (objection != null) {
                throw new Violation("I-READ-VALID", "%s was told %s: %s", operation, reply, objection);
            }
            watchRequests.leaveWatch(operation.request(), reply);
        }
    }

    private void write(Operation operation, Reply reply) {
        Commits.Commit commit = operation.commit();
        if (commit == null && isEndOfLocalSession(operation, reply)) {
            return;
        }
        if (commit == null) {
            throw new Violation("I-ACKED", "%s was told %s, but no such txn is committed", operation, reply);
        }
        if (!commit.zxid().equals(reply.zxid())) {
            throw new Violation("I-ACKED", "%s was told %s, but it is txn %s", operation, reply, commit.zxid());
        }
        String objection = truth.objectionToAnswer(operation.request(), reply.error(), reply.body(), commit);
        if (objection != null) {
            throw new Violation(
                    "I-WRITES-LIN", "%s became %s and was told %s: %s", operation, commit, reply, objection);
        }
    }

    /// It stays between the client and its server.
    private boolean isEndOfLocalSession(Operation operation, Reply reply) {
        return operation.request().op() == OpCode.CLOSE_SESSION
                && reply.error() == ErrorCode.OK
                && conversation.session().begunBy().isAfter(reply.zxid());
    }

    private @Nullable String objectionToRead(Request request, Reply reply) {
        if (request instanceof Request.Malformed) {
            return reply.error() == ErrorCode.MARSHALLING_ERROR ? null : "nobody can know what was asked";
        }
        if (request.op() == OpCode.PING || request.op() == OpCode.SYNC) {
            return reply.error() == ErrorCode.OK ? null : "it cannot fail";
        }
        Truth.Asking asking = new Truth.Asking(request, new Asker(conversation.sessionId(), identities));
        return truth.objectionToRead(asking, reply.error(), reply.body(), reply.zxid());
    }
}
