package io.quorate.replica;

import io.quorate.auth.IpScheme;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.operation.Caller;
import io.quorate.protocol.client.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A client on this server: its connection, session, identities, and the requests that wait for their
/// turn.
final class Client {
    /// A request in the order of its session. `awaited` ones are done when the leader says so; the
    /// others as soon as they are the first.
    record Waiting(int xid, Request request, boolean awaited) {
        boolean awaitsTxn() {
            return awaited && request.op().kind() == OpCode.Kind.WRITE;
        }

        /// A sync, or a read that is preceded by one.
        boolean awaitsSync() {
            return awaited && !awaitsTxn();
        }
    }

    private final ConnectionId connection;
    private final String address;
    private final boolean hasReadOnlyFlag;
    private final boolean readOnly;
    private final int timeoutMillis;
    private final SessionId session;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private List<Identity> identities;
    private boolean open;
    private boolean knowsFeatures;
    private boolean leaving;

    /// @param readOnly whether it is served although there is no leader
    Client(Event.ClientHandshake handshake, SessionId session, int timeoutMillis, boolean readOnly) {
        this.readOnly = readOnly;
        connection = handshake.connection();
        address = handshake.address();
        hasReadOnlyFlag = handshake.request().hasReadOnlyFlag();
        this.session = session;
        this.timeoutMillis = timeoutMillis;
        identities = List.of(IpScheme.identityOf(address));
    }

    ConnectionId connection() {
        return connection;
    }

    String address() {
        return address;
    }

    SessionId session() {
        return session;
    }

    int timeoutMillis() {
        return timeoutMillis;
    }

    boolean hasReadOnlyFlag() {
        return hasReadOnlyFlag;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /// Whether the handshake has been answered.
    boolean isOpen() {
        return open;
    }

    void opened() {
        open = true;
    }

    /// The session's last request is waiting for its turn.
    void saysGoodbye() {
        leaving = true;
    }

    boolean hasSaidGoodbye() {
        return leaving;
    }

    /// It has read which extension operations there are.
    void readFeatures() {
        knowsFeatures = true;
    }

    List<Identity> identities() {
        return identities;
    }

    void addIdentities(List<Identity> more) {
        List<Identity> all = new ArrayList<>(identities);
        more.stream().filter(identity -> !all.contains(identity)).forEach(all::add);
        identities = List.copyOf(all);
    }

    ArrayDeque<Waiting> queue() {
        return queue;
    }

    Caller caller() {
        return new Caller(session, connection.value(), address, identities, knowsFeatures);
    }
}
