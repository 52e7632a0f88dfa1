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
        if (!upstream.takesWrites() && !request.readOnly()) {
            turnAway(handshake, HangUpReason.READ_ONLY, "it is not content to read");
            return;
        }
        Zxid seen = request.lastZxidSeen();
        Zxid zxid = self.history().tree().zxid();
        if (seen.isAfter(zxid) && seen.epoch() >= self.history().currentEpoch()) {
            // This server is behind what the client has seen; going back in time is not an option. Of earlier epochs it
            // has all that has been committed: a client has seen more only where there was no leader to ask.
            turnAway(
                    handshake,
                    HangUpReason.CLIENT_AHEAD,
                    "Refusing session(%s), as it has seen zxid %s and this server is at %s"
                            .formatted(request.session(), seen, zxid));
            return;
        }
        int timeoutMillis = clamp(request.timeoutMillis());
        if (request.session().equals(SessionId.NONE)) {
            begin(handshake, timeoutMillis, upstream);
        } else {
            resume(handshake, timeoutMillis, upstream);
        }
    }

    private void turnAway(Event.ClientHandshake handshake, HangUpReason reason, String detail) {
        self.emit(new Effect.HangUp(handshake.connection(), reason, detail));
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
        Client client = new Client(handshake, session, timeoutMillis, !leader.takesWrites());
        clients.admit(client);
        if (leader.takesWrites() && self.settings().service().newSessions() == NewSessions.GLOBAL) {
            leader.write(session, 0, new Request.CreateSession(timeoutMillis), List.of());
        } else {
            local.begin(session, timeoutMillis, self.nowMillis());
            welcome(client);
        }
    }

    private void resume(Event.ClientHandshake handshake, int timeoutMillis, Upstream leader) {
        SessionId session = handshake.request().session();
        if (!leader.takesWrites() && mayLiveElsewhere(session)) {
            turnAway(handshake, HangUpReason.READ_ONLY, "session %s may live without it".formatted(session));
            return;
        }
        Client client = new Client(handshake, session, timeoutMillis, !leader.takesWrites());
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

    /// Without a leader nobody can say whether a global session lives. Where sessions are local, one that is not known
    /// here is taken for a local one of another server, as ZooKeeper does: its client begins anew.
    private boolean mayLiveElsewhere(SessionId session) {
        boolean global = self.history().tree().sessions().get(session) != null;
        boolean known = local.contains(session);
        return global || (!known && self.settings().service().newSessions() == NewSessions.GLOBAL);
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
                client.timeoutMillis(), session, session.password(), client.hasReadOnlyFlag(), client.isReadOnly());
        clients.say(client, new ServerMessage.Handshake(response));
    }

    void refuse(Client client, String why) {
        ConnectResponse refusal = ConnectResponse.refused(client.hasReadOnlyFlag(), client.isReadOnly());
        clients.say(client, new ServerMessage.Handshake(refusal));
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
