package io.quorate.replica;

import io.quorate.auth.AuthSettings;
import io.quorate.auth.Authentication;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.operation.Answer;
import io.quorate.operation.EagerCheck;
import io.quorate.operation.Extensions;
import io.quorate.operation.FeatureNodes;
import io.quorate.operation.Operations;
import io.quorate.operation.Reading;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.session.LocalSessions;
import io.quorate.session.SessionTracker;
import io.quorate.tree.Applied;
import io.quorate.tree.TxnResult;
import io.quorate.watch.Watches;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The way of a client's request through this server: session, operation, proposal, commit, reply.
///
/// Requests of one session are answered in the order in which they came. A read waits only for earlier
/// writes of its own session; a write goes to the leader at once, and its answer waits for the commit
/// to be applied here.
final class Pipeline {
    private static final int PING_XID = -2;
    private static final Request SYNC_OF_A_READ = new Request.PathOnly(OpCode.SYNC, "/");

    private final Self self;
    private final Clients clients;
    private final Reception reception;
    private final LocalSessions local;
    private final ArrayDeque<Client> syncing = new ArrayDeque<>();
    private @Nullable Upstream upstream;

    Pipeline(Self self) {
        this.self = self;
        clients = new Clients(self);
        reception = new Reception(self, clients);
        local = self.localSessions();
    }

    /// Starts to serve clients, with `upstream` for what they write.
    void open(Upstream upstream) {
        this.upstream = upstream;
        local.renewAll(self.nowMillis());
    }

    /// Stops serving: whoever is connected must find another server.
    void close() {
        upstream = null;
        clients.dismissAll();
        syncing.clear();
    }

    boolean isServing() {
        return upstream != null;
    }

    int connections() {
        return clients.count();
    }

    Watches watches() {
        return clients.watches();
    }

    // ---- the handshake

    void handshake(Event.ClientHandshake handshake) {
        if (upstream == null) {
            self.emit(new Effect.HangUp(handshake.connection(), HangUpReason.NOT_SERVING, "it does not serve yet"));
        } else {
            reception.handshake(handshake, upstream);
        }
    }

    /// The leader's word on a session that wants to go on here.
    void revalidated(SessionId session, boolean valid) {
        reception.revalidated(session, valid);
    }

    /// Time passes for the sessions that only this server knows, as long as it serves them.
    void timePassed() {
        if (upstream != null) {
            reception.timePassed();
        }
    }

    long wakeAtNanos() {
        long expiryMillis = local.nextExpiryMillis();
        return upstream == null || expiryMillis == SessionTracker.NEVER
                ? Long.MAX_VALUE
                : TimeUnit.MILLISECONDS.toNanos(expiryMillis);
    }

    // ---- requests

    void gone(ConnectionId connection) {
        Client client = clients.at(connection);
        if (client != null) {
            clients.forget(client);
        }
    }

    void request(ConnectionId connection, int xid, Request asked) {
        Client client = clients.at(connection);
        if (client == null || upstream == null || client.hasSaidGoodbye()) {
            return;
        }
        if (!local.touch(client.session(), client.timeoutMillis(), self.nowMillis())) {
            upstream.touch(client.session(), client.timeoutMillis());
        }
        Request request = understood(asked, upstream);
        switch (request) {
            case Request.Auth auth -> authenticate(client, xid, auth);
            case Request.Malformed(OpCode op, String why)
            when op == OpCode.AUTH || op == OpCode.SASL ->
                hangUp(client, HangUpReason.AUTH_FAILED, "%s that cannot be read: %s".formatted(op, why));
            case Request.Sasl _ -> {
                say(client, ServerMessage.Reply.failed(xid, Zxid.ZERO, ErrorCode.AUTH_FAILED));
                hangUp(client, HangUpReason.AUTH_FAILED, "SASL, which is not supported");
            }
            case Request _ when !admits(client, xid) -> {
                // It has been told.
            }
            case Request _
            when isHopeless(client, request, upstream) ->
                say(client, ServerMessage.Reply.failed(xid, Zxid.ZERO, ErrorCode.NO_AUTH));
            default -> {
                boolean awaited = submit(client, xid, request, upstream);
                if (awaited || !client.queue().isEmpty()) {
                    client.queue().add(new Client.Waiting(xid, request, awaited));
                } else {
                    answer(client, xid, request);
                }
            }
        }
    }

    /// A server does not have extension operations unless its operator wants them, nor those that
    /// become txns unless its leader has them: a leader that knows nothing of them would not answer at
    /// all.
    private Request understood(Request asked, Upstream leader) {
        boolean known =
                self.settings().writes().extensions() && (leader.takesExtensions() || !Extensions.needLeader(asked));
        return known ? asked : Extensions.hidden(asked);
    }

    private FeatureNodes features() {
        if (upstream == null || !self.settings().writes().extensions()) {
            return FeatureNodes.NONE;
        }
        return upstream.takesExtensions() ? FeatureNodes.ALL : FeatureNodes.READING;
    }

    /// Turns away who has not proved what the operator wants proved.
    private boolean admits(Client client, int xid) {
        if (self.settings().auth().admits(client.identities())) {
            return true;
        }
        say(client, ServerMessage.Reply.failed(xid, Zxid.ZERO, ErrorCode.SESSION_CLOSED_REQUIRE_AUTH));
        hangUp(client, HangUpReason.AUTH_MISSING, "session %s".formatted(client.session()));
        return false;
    }

    /// Whether the leader need not be bothered. Only while nothing of the client is under way: its own
    /// writes could still give it the permission, and answers keep the order of the requests.
    private boolean isHopeless(Client client, Request request, Upstream leader) {
        AuthSettings auth = self.settings().auth();
        return auth.eager()
                && leader.isElsewhere()
                && client.queue().isEmpty()
                && EagerCheck.refuses(
                        request, client.caller(), new Reading(self.history().tree(), clients.watches(), auth));
    }

    /// Sends upstream what local state cannot answer.
    private boolean submit(Client client, int xid, Request request, Upstream leader) {
        // What cannot be read is answered here, except that a multi takes a zxid whatever becomes of it.
        if (request instanceof Request.Throttled
                || (request instanceof Request.Malformed && request.op() != OpCode.MULTI)) {
            return false;
        }
        if (client.isReadOnly() && request.op() != OpCode.CLOSE_SESSION) {
            return false;
        }
        return switch (request.op().kind()) {
            case WRITE -> {
                if (request.op() == OpCode.CLOSE_SESSION && local.contains(client.session())) {
                    client.saysGoodbye();
                    yield false;
                }
                upgradeFor(request, client, leader);
                leader.write(client.session(), xid, request, client.identities());
                yield true;
            }
            case BARRIER -> {
                syncing.add(client);
                leader.sync(client.session(), xid, request, client.identities());
                yield true;
            }
            case READ -> {
                boolean synced = self.settings().service().linearizableReads()
                        && request.op().showsState();
                if (synced) {
                    syncing.add(client);
                    leader.sync(client.session(), xid, SYNC_OF_A_READ, client.identities());
                }
                yield synced;
            }
            case SESSION, INTERNAL -> false;
        };
    }

    /// A session that is about to own a znode becomes known to all servers, right before.
    private void upgradeFor(Request request, Client client, Upstream leader) {
        SessionId session = client.session();
        if (self.settings().service().newSessions() == NewSessions.UPGRADABLE
                && local.contains(session)
                && Operations.needsGlobalSession(request)) {
            leader.write(session, 0, new Request.CreateSession(local.upgrade(session)), List.of());
        }
    }

    /// Takes effect at once, even before earlier requests have been executed.
    private void authenticate(Client client, int xid, Request.Auth auth) {
        switch (self.settings().auth().authenticate(auth.scheme(), auth.credentials(), client.address())) {
            case Authentication.Accepted(var identities) -> {
                client.addIdentities(identities);
                say(client, new ServerMessage.Reply(xid, Zxid.ZERO, ErrorCode.OK, new Response.Empty()));
            }
            case Authentication.Astray(String why) ->
                hangUp(client, HangUpReason.WRONG_ENSEMBLE, "session %s: %s".formatted(client.session(), why));
            case Authentication.Refused(String why) -> {
                say(client, ServerMessage.Reply.failed(xid, Zxid.ZERO, ErrorCode.AUTH_FAILED));
                hangUp(client, HangUpReason.AUTH_FAILED, "session %s: %s".formatted(client.session(), why));
            }
        }
    }

    /// Answers from local state; everything before it has been answered.
    private void answer(Client client, int xid, Request request) {
        if (request instanceof Request.Unknown) {
            say(client, ServerMessage.Reply.failed(xid, Zxid.UNKNOWN, ErrorCode.UNIMPLEMENTED));
            hangUp(client, HangUpReason.UNKNOWN_OPERATION, "xid %d of session %s".formatted(xid, client.session()));
        } else if (request.op() == OpCode.PING) {
            // Whatever it was asked with.
            say(client, new ServerMessage.Reply(PING_XID, zxid(), ErrorCode.OK, new Response.Empty()));
        } else if (client.hasSaidGoodbye() && request.op() == OpCode.CLOSE_SESSION) {
            local.end(client.session());
            say(client, new ServerMessage.Reply(xid, zxid(), ErrorCode.OK, new Response.Empty()));
            hangUp(client, HangUpReason.CLOSED_BY_CLIENT, "session %s".formatted(client.session()));
        } else if (client.isReadOnly() && wantsLeader(request)) {
            say(client, ServerMessage.Reply.failed(xid, zxid(), ErrorCode.NOT_READ_ONLY));
        } else {
            Reading reading = new Reading(
                    self.history().tree(),
                    clients.watches(),
                    self.history().recentChanges(),
                    self.settings().auth(),
                    features(),
                    self.settings().maxTxnBytes());
            Answer answer = Operations.read(request, client.caller(), reading);
            if (reading.tellsFeatures(request)) {
                client.readFeatures();
            }
            answer.catchUp().forEach(notification -> say(client, notification));
            say(client, new ServerMessage.Reply(xid, zxid(), answer.error(), answer.response()));
        }
    }

    private static boolean wantsLeader(Request request) {
        return request.op().kind() == OpCode.Kind.WRITE || request.op().kind() == OpCode.Kind.BARRIER;
    }

    private void answerWhatWaited(Client client) {
        while (!client.queue().isEmpty() && !client.queue().getFirst().awaited()) {
            Client.Waiting next = client.queue().removeFirst();
            answer(client, next.xid(), next.request());
        }
    }

    // ---- what comes back

    /// So many of the oldest syncs are done.
    void synced(int count) {
        for (int i = 0; i < count; i++) {
            synced();
        }
    }

    private void synced() {
        Client client = syncing.poll();
        if (client == null || !clients.isHere(client)) {
            return;
        }
        Client.Waiting head = client.queue().peek();
        if (head != null && head.awaitsSync()) {
            client.queue().remove();
            answer(client, head.xid(), head.request());
            answerWhatWaited(client);
        }
    }

    /// A txn has been applied: watchers hear of it first, then whoever asked for it.
    void committed(LoggedTxn txn, Applied applied) {
        applied.changes().forEach(change -> clients.fire(change, txn.zxid()));
        Client client = clients.of(txn.header().session());
        if (client == null) {
            return;
        }
        switch (txn.txn()) {
            case Txn.CreateSession _ -> {
                if (!client.isOpen()) {
                    reception.welcome(client);
                }
            }
            case Txn.CloseSession _ -> {
                Client.Waiting head = client.queue().peek();
                boolean asked = head != null && head.request().op() == OpCode.CLOSE_SESSION;
                reply(client, txn.header().cxid(), applied.result());
                hangUp(
                        client,
                        asked ? HangUpReason.CLOSED_BY_CLIENT : HangUpReason.SESSION_OVER,
                        "session %s".formatted(client.session()));
            }
            case Txn.Failed _ when !client.isOpen() -> reception.refuse(client, "it could not be made");
            case Txn.Create _, Txn.Delete _, Txn.SetData _, Txn.SetAcl _, Txn.Check _, Txn.Multi _, Txn.Failed _ ->
                reply(client, txn.header().cxid(), applied.result());
        }
    }

    private void reply(Client client, int cxid, TxnResult result) {
        Client.Waiting head = client.queue().peek();
        if (head == null || !head.awaitsTxn() || head.xid() != cxid) {
            // Asked for through another server before the session came here.
            return;
        }
        if (result.error() == ErrorCode.SESSION_MOVED) {
            hangUp(client, HangUpReason.SESSION_MOVED, "session %s".formatted(client.session()));
            return;
        }
        client.queue().remove();
        Answer answer = Operations.answer(head.request(), result);
        say(client, new ServerMessage.Reply(cxid, zxid(), explained(client, answer.error()), answer.response()));
        if (result.type() != OpCode.CLOSE_SESSION) {
            // What was asked after the end of a session has nobody to be answered to.
            answerWhatWaited(client);
        }
    }

    /// To Apache's leader a session that only this server knows is none when it asks for an ephemeral
    /// znode.
    private ErrorCode explained(Client client, ErrorCode error) {
        return error == ErrorCode.SESSION_EXPIRED && local.contains(client.session())
                ? ErrorCode.EPHEMERAL_ON_LOCAL_SESSION
                : error;
    }

    // ----

    private Zxid zxid() {
        return self.history().tree().zxid();
    }

    private void say(Client client, ServerMessage message) {
        clients.say(client, message);
    }

    private void hangUp(Client client, HangUpReason reason, String detail) {
        clients.hangUp(client, reason, detail);
    }
}
