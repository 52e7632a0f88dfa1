package io.quorate.replica;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.session.LocalSessions;
import java.util.Arrays;
import java.util.List;

/// Lets clients in: with a new session, or with one that goes on. And shows them out when a session that only this
/// server knows is over.
final class Reception {
    private final Self self;
    private final Clients clients;
    private final LocalSessions local;

    Reception(Self self, Clients clients) {
        this.self = self;
        this.clients = clients;
        this.local = self.localSessions();
    }

    /// The first frame of a client, at a server that serves.
    void handshake(Event.ClientHandshake handshake, Upstream upstream) {
        ConnectRequest request = handshake.request();
        Zxid seen = request.lastZxidSeen();
        Zxid zxid = self.history().tree().zxid();
        if (seen.isAfter(zxid)) {
            // This server is behind what the client has seen; going back in time is not an option.
            self.emit(new Effect.HangUp(
                    handshake.connection(),
                    HangUpReason.CLIENT_AHEAD,
                    "Refusing session(%s), as it has seen zxid %s and this server is at %s"
                            .formatted(request.session(), seen, zxid)));
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
        clients.admit(client);
        if (self.settings().service().newSessions() == NewSessions.GLOBAL) {
            leader.write(session, 0, new Request.CreateSession(timeoutMillis), List.of());
        } else {
            local.begin(session, timeoutMillis, self.nowMillis());
            welcome(client);
        }
    }

    private void resume(Event.ClientHandshake handshake, int timeoutMillis, Upstream leader) {
        SessionId session = handshake.request().session();
        Client client = new Client(handshake, session, timeoutMillis);
        // The password first: who does not know it must not disturb the session's own connection.
        if (!Arrays.equals(session.password(), handshake.request().password())) {
            refuse(client, "wrong password");
            return;
        }
        Client former = clients.of(session);
        if (former != null) {
            clients.hangUp(former, HangUpReason.SESSION_RESUMED, "");
        }
        clients.admit(client);
        if (local.touch(session, timeoutMillis, self.nowMillis())) {
            welcome(client);
        } else {
            leader.revalidate(session, timeoutMillis);
        }
    }

    /// The leader's word on a session that wants to go on here.
    void revalidated(SessionId session, boolean valid) {
        Client client = clients.of(session);
        if (client == null || client.isOpen()) {
            return;
        }
        if (valid) {
            welcome(client);
        } else {
            refuse(client, "no such session");
        }
    }

    void welcome(Client client) {
        client.opened();
        SessionId session = client.session();
        ConnectResponse response = new ConnectResponse(
                client.timeoutMillis(), session, session.password(), client.hasReadOnlyFlag(), false);
        clients.say(client, new ServerMessage.Handshake(response));
    }

    void refuse(Client client, String why) {
        clients.say(client, new ServerMessage.Handshake(ConnectResponse.refused(client.hasReadOnlyFlag())));
        clients.hangUp(client, HangUpReason.SESSION_REFUSED, "session %s: %s".formatted(client.session(), why));
    }

    /// Ends the local sessions whose time is up.
    void timePassed() {
        for (SessionId session : local.expire(self.nowMillis())) {
            self.emit(new Effect.LocalSessionExpired(session));
            Client client = clients.of(session);
            if (client != null) {
                clients.hangUp(client, HangUpReason.SESSION_OVER, "session %s".formatted(session));
            }
        }
    }
}
