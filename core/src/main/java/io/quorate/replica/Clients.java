package io.quorate.replica;

import io.quorate.model.Acl;
import io.quorate.model.EventType;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.operation.Announcement;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.tree.Change;
import io.quorate.watch.Watches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The clients that are connected to this server, what they watch, and how they are told of it.
final class Clients {
    private final Self self;
    private final Map<ConnectionId, Client> byConnection = new HashMap<>();
    private final Map<SessionId, Client> bySession = new HashMap<>();
    private Watches watches = new Watches();

    Clients(Self self) {
        this.self = self;
    }

    int count() {
        return byConnection.size();
    }

    Watches watches() {
        return watches;
    }

    @Nullable
    Client at(ConnectionId connection) {
        return byConnection.get(connection);
    }

    @Nullable
    Client of(SessionId session) {
        return bySession.get(session);
    }

    boolean isHere(Client client) {
        return byConnection.get(client.connection()) == client;
    }

    void admit(Client client) {
        byConnection.put(client.connection(), client);
        bySession.put(client.session(), client);
    }

    void say(Client client, ServerMessage message) {
        self.emit(new Effect.Say(client.connection(), message));
    }

    void hangUp(Client client, HangUpReason reason, String detail) {
        self.emit(new Effect.HangUp(client.connection(), reason, detail));
        forget(client);
    }

    void forget(Client client) {
        byConnection.remove(client.connection());
        bySession.remove(client.session(), client);
        watches.drop(client.connection().value());
    }

    /// Whoever is connected must find another server.
    void dismissAll() {
        byConnection.keySet().stream()
                .sorted((a, b) -> Long.compare(a.value(), b.value()))
                .forEach(connection ->
                        self.emit(new Effect.HangUp(connection, HangUpReason.NOT_SERVING, "it has stopped serving")));
        byConnection.clear();
        bySession.clear();
        watches = new Watches();
    }

    /// Tells those who watch for it, and may know.
    void fire(Change change, Zxid zxid) {
        List<ServerMessage.Notification> said = new ArrayList<>(2);
        Announcement.announce(change, watches, (watcher, type, path, acl) -> {
            Client client = byConnection.get(new ConnectionId(watcher));
            if (client != null && self.settings().auth().allows(acl, Acl.READ, client.identities())) {
                say(client, shared(said, type, path, zxid));
            }
        });
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
}
