package io.quorate.replica;

import io.quorate.auth.Authentication;
import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.operation.Answer;
import io.quorate.operation.Operations;
import io.quorate.operation.Reading;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Applied;
import io.quorate.tree.Change;
import io.quorate.tree.TxnResult;
import io.quorate.watch.Watches;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The way of a client's request through this server: session, operation, proposal, commit, reply.
///
/// Requests of one session are answered in the order in which they came. A read waits only for earlier writes of its
/// own
/// session; a write goes to the leader at once, and its answer waits for the commit to be applied here.
final class Pipeline {
    private static final int PING_XID = -2;
    private static final Request SYNC_OF_A_READ = new Request.PathOnly(OpCode.SYNC, "/");

    private final Self self;
    private final Map<ConnectionId, Client> clients = new HashMap<>();
    private final Map<SessionId, Client> bySession = new HashMap<>();
    private final ArrayDeque<Client> syncing = new ArrayDeque<>();
    private Watches watches = new Watches();
    private @Nullable Upstream upstream;

    Pipeline(Self self) {
        this.self = self;
    }

    /// Starts to serve clients, with `upstream` for what they write.
    void open(Upstream upstream) {
        this.upstream = upstream;
    }

    /// Stops serving: whoever is connected must find another server.
    void close() {
        upstream = null;
        clients.keySet().stream()
                .sorted((a, b) -> Long.compare(a.value(), b.value()))
                .forEach(connection ->
                        self.emit(new Effect.HangUp(connection, HangUpReason.NOT_SERVING, "it has stopped serving")));
        clients.clear();
        bySession.clear();
        syncing.clear();
        watches = new Watches();
    }

    boolean isServing() {
        return upstream != null;
    }

    int connections() {
        return clients.size();
    }

    Watches watches() {
        return watches;
    }

    // ---- the handshake

    void handshake(Event.ClientHandshake handshake) {
        ConnectRequest request = handshake.request();
        if (upstream == null) {
            self.emit(new Effect.HangUp(handshake.connection(), HangUpReason.NOT_SERVING, "it does not serve yet"));
            return;
        }
        Zxid seen = request.lastZxidSeen();
        if (seen.isAfter(zxid())) {
            // This server is behind what the client has seen; going back in time is not an option.
            self.emit(new Effect.HangUp(
                    handshake.connection(),
                    HangUpReason.CLIENT_AHEAD,
                    "Refusing session(%s), as it has seen zxid %s and this server is at %s"
                            .formatted(request.session(), seen, zxid())));
            return;
        }
        int timeoutMillis = clamp(request.timeoutMillis());
        if (request.session().equals(SessionId.NONE)) {
            begin(handshake, timeoutMillis, upstream);
        } else {
            resume(handshake, timeoutMillis, upstream);
        }
    }

    private int clamp(int timeoutMillis) {
        Settings settings = self.settings();
        return Math.min(
                Math.max(timeoutMillis, settings.minSessionTimeoutMillis()), settings.maxSessionTimeoutMillis());
    }

    private void begin(Event.ClientHandshake handshake, int timeoutMillis, Upstream leader) {
        SessionId session = self.sessionIds().next();
        while (self.history().preparedTree().sessions().get(session) != null) {
            session = self.sessionIds().next();
        }
        Client client = new Client(handshake, session, timeoutMillis);
        admit(client);
        leader.write(session, 0, new Request.CreateSession(timeoutMillis), List.of());
    }

    private void resume(Event.ClientHandshake handshake, int timeoutMillis, Upstream leader) {
        SessionId session = handshake.request().session();
        Client client = new Client(handshake, session, timeoutMillis);
        // The password first: who does not know it must not disturb the session's own connection.
        if (!Arrays.equals(session.password(), handshake.request().password())) {
            refuse(client, "wrong password");
            return;
        }
        Client former = bySession.get(session);
        if (former != null) {
            hangUp(former, HangUpReason.SESSION_RESUMED, "");
        }
        admit(client);
        leader.revalidate(session, timeoutMillis);
    }

    private void admit(Client client) {
        clients.put(client.connection(), client);
        bySession.put(client.session(), client);
    }

    /// The leader's word on a session that wants to go on here.
    void revalidated(SessionId session, boolean valid) {
        Client client = bySession.get(session);
        if (client == null || client.isOpen()) {
            return;
        }
        if (valid) {
            welcome(client);
        } else {
            refuse(client, "no such session");
        }
    }

    private void welcome(Client client) {
        client.opened();
        SessionId session = client.session();
        ConnectResponse response = new ConnectResponse(
                client.timeoutMillis(), session, session.password(), client.hasReadOnlyFlag(), false);
        say(client, new ServerMessage.Handshake(response));
    }

    private void refuse(Client client, String why) {
        say(client, new ServerMessage.Handshake(ConnectResponse.refused(client.hasReadOnlyFlag())));
        hangUp(client, HangUpReason.SESSION_REFUSED, "session %s: %s".formatted(client.session(), why));
    }

    // ---- requests

    void gone(ConnectionId connection) {
        Client client = clients.get(connection);
        if (client != null) {
            forget(client);
        }
    }

    void request(ConnectionId connection, int xid, Request request) {
        Client client = clients.get(connection);
        if (client == null || upstream == null) {
            return;
        }
        upstream.touch(client.session(), client.timeoutMillis());
        switch (request) {
            case Request.Auth auth -> authenticate(client, xid, auth);
            case Request.Malformed(OpCode op, String why)
            when op == OpCode.AUTH || op == OpCode.SASL ->
                hangUp(client, HangUpReason.AUTH_FAILED, "%s that cannot be read: %s".formatted(op, why));
            case Request.Sasl _ -> {
                say(client, ServerMessage.Reply.failed(xid, Zxid.ZERO, ErrorCode.AUTH_FAILED));
                hangUp(client, HangUpReason.AUTH_FAILED, "SASL, which is not supported");
            }
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

    /// Sends upstream what local state cannot answer.
    private boolean submit(Client client, int xid, Request request, Upstream leader) {
        // What cannot be read is answered here, except that a multi takes a zxid whatever becomes of it.
        if (request instanceof Request.Throttled
                || (request instanceof Request.Malformed && request.op() != OpCode.MULTI)) {
            return false;
        }
        return switch (request.op().kind()) {
            case WRITE -> {
                leader.write(client.session(), xid, request, client.identities());
                yield true;
            }
            case BARRIER -> {
                syncing.add(client);
                leader.sync(client.session(), xid, request, client.identities());
                yield true;
            }
            case READ -> {
                boolean synced =
                        self.settings().linearizableReads() && request.op().showsState();
                if (synced) {
                    syncing.add(client);
                    leader.sync(client.session(), xid, SYNC_OF_A_READ, client.identities());
                }
                yield synced;
            }
            case SESSION, INTERNAL -> false;
        };
    }

    /// Takes effect at once, even before earlier requests have been executed.
    private void authenticate(Client client, int xid, Request.Auth auth) {
        switch (self.settings().auth().authenticate(auth.scheme(), auth.credentials(), client.address())) {
            case Authentication.Accepted(var identities) -> {
                client.addIdentities(identities);
                say(client, new ServerMessage.Reply(xid, Zxid.ZERO, ErrorCode.OK, new Response.Empty()));
            }
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
        } else {
            Reading reading =
                    new Reading(self.history().tree(), watches, self.settings().auth());
            Answer answer = Operations.read(request, client.caller(), reading);
            answer.catchUp().forEach(notification -> say(client, notification));
            say(client, new ServerMessage.Reply(xid, zxid(), answer.error(), answer.response()));
        }
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
        if (client == null || clients.get(client.connection()) != client) {
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
        applied.changes().forEach(change -> fire(change, txn.zxid()));
        Client client = bySession.get(txn.header().session());
        if (client == null) {
            return;
        }
        switch (txn.txn()) {
            case Txn.CreateSession _ -> {
                if (!client.isOpen()) {
                    welcome(client);
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
            case Txn.Failed _ when !client.isOpen() -> refuse(client, "it could not be made");
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
        say(client, new ServerMessage.Reply(cxid, zxid(), answer.error(), answer.response()));
        if (result.type() != OpCode.CLOSE_SESSION) {
            // What was asked after the end of a session has nobody to be answered to.
            answerWhatWaited(client);
        }
    }

    private void fire(Change change, Zxid zxid) {
        List<ServerMessage.Notification> said = new ArrayList<>(2);
        Watches.Delivery delivery = (watcher, type, path) -> {
            Client client = clients.get(new ConnectionId(watcher));
            List<Acl> acl = type == EventType.CHILDREN_CHANGED ? change.parentAcl() : change.acl();
            if (client != null && self.settings().auth().allows(acl, Acl.READ, client.identities())) {
                say(client, shared(said, type, path, zxid));
            }
        };
        switch (change.type()) {
            case CREATED -> watches.created(change.path(), delivery);
            case DELETED -> watches.deleted(change.path(), delivery);
            case DATA_CHANGED -> watches.dataChanged(change.path(), delivery);
            case CHILDREN_CHANGED -> {
                // Not a change of its own: it follows from a creation or a deletion.
            }
        }
    }

    /// One instance for all watchers of an event, so that it is encoded once.
    private static ServerMessage.Notification shared(
            List<ServerMessage.Notification> said, EventType type, String path, Zxid zxid) {
        for (ServerMessage.Notification notification : said) {
            if (notification.type() == type && notification.path().equals(path)) {
                return notification;
            }
        }
        ServerMessage.Notification notification = new ServerMessage.Notification(type, path, zxid);
        said.add(notification);
        return notification;
    }

    // ----

    private Zxid zxid() {
        return self.history().tree().zxid();
    }

    private void say(Client client, ServerMessage message) {
        self.emit(new Effect.Say(client.connection(), message));
    }

    private void hangUp(Client client, HangUpReason reason, String detail) {
        self.emit(new Effect.HangUp(client.connection(), reason, detail));
        forget(client);
    }

    private void forget(Client client) {
        clients.remove(client.connection());
        bySession.remove(client.session(), client);
        watches.drop(client.connection().value());
    }
}
