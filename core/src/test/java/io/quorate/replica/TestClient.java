package io.quorate.replica;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A client that creates one znode after the other, remembers which were acknowledged, and moves on when it is hung up
/// on.
final class TestClient {
    final List<String> acknowledged = new ArrayList<>();
    final List<ServerMessage> heard = new ArrayList<>();
    SessionId session = SessionId.NONE;
    int expired;

    private final String name;
    private final Map<Integer, String> inFlight = new HashMap<>();
    private @Nullable ConnectionId connection;
    private TestEnsemble.@Nullable Server server;
    private int xid;
    private int counter;
    boolean readOnly;
    private Zxid seen = Zxid.ZERO;
    private static long connections;

    TestClient(String name) {
        this.name = name;
    }

    boolean isConnected() {
        return connection != null && !session.equals(SessionId.NONE);
    }

    boolean is(ConnectionId other) {
        return other.equals(connection);
    }

    void connect(TestEnsemble.Server to) {
        server = to;
        connection = new ConnectionId(++connections);
        inFlight.clear();
        if (to.replica == null) {
            connection = null;
            return;
        }
        to.post(new Event.ClientHandshake(
                connection,
                new ConnectRequest(0, seen, 1000, session, session.password(), true, readOnly),
                "127.0.0.1"));
    }

    void lost() {
        connection = null;
        inFlight.clear();
    }

    /// The server crashed, and the connection with it.
    void lostWith(TestEnsemble.Server crashed) {
        if (server == crashed) {
            lost();
        }
    }

    void hear(ServerMessage message) {
        heard.add(message);
        switch (message) {
            case ServerMessage.Handshake(var response) -> {
                if (response.timeoutMillis() == 0) {
                    expired++;
                    session = SessionId.NONE;
                    connection = null;
                } else {
                    session = response.session();
                }
            }
            case ServerMessage.Reply(int of, Zxid zxid, ErrorCode error, Response _) -> {
                if (zxid.isAfter(seen)) {
                    seen = zxid;
                }
                String path = inFlight.remove(of);
                if (path != null && error == ErrorCode.OK) {
                    acknowledged.add(path);
                }
            }
            case ServerMessage.Notification _ -> {}
        }
    }

    int inFlight() {
        return inFlight.size();
    }

    void create() {
        create("/" + name + "-" + ++counter, 0);
    }

    void create(String path, int flags) {
        inFlight.put(
                send(new Request.Create(OpCode.CREATE, path, new byte[] {1}, List.copyOf(Acl.OPEN), flags, 0)), path);
    }

    int send(Request request) {
        Objects.requireNonNull(server)
                .post(new Event.ClientRequest(Objects.requireNonNull(connection), ++xid, request));
        return xid;
    }

    void ping() {
        Objects.requireNonNull(server)
                .post(new Event.ClientRequest(Objects.requireNonNull(connection), -2, new Request.Bare(OpCode.PING)));
    }
}
