package io.quorate.simulation.history;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.simulation.reference.Entry;
import io.quorate.simulation.reference.Reference;
import java.util.List;
import java.util.Objects;

/// A history told by hand: txns are committed in epoch 1, and what clients are told is true unless a test lies.
final class Story {
    static final SessionId S1 = new SessionId(0x1000);
    static final SessionId S2 = new SessionId(0x2000);

    final Reference reference = new Reference();
    private final Histories histories;
    private final Recorder recorder;
    private long now;
    private int counter;

    Story(boolean live) {
        histories = live ? Histories.live(reference) : Histories.afterwards(reference);
        recorder = histories;
    }

    static Zxid zxid(int counter) {
        return Zxid.of(1, counter);
    }

    Histories histories() {
        return histories;
    }

    // ---- txns

    /// @return its zxid
    Zxid commit(SessionId session, int cxid, Txn txn) {
        TxnHeader header = new TxnHeader(session, cxid, zxid(++counter), 5);
        reference.commit(header, txn);
        histories.committed(header, txn);
        return header.zxid();
    }

    Zxid create(SessionId session, int cxid, String path) {
        int cversion = Objects.requireNonNull(reference.at(reference.last()).find("/"))
                        .stat()
                        .cversion()
                + 1;
        return commit(session, cxid, new Txn.Create(OpCode.CREATE, path, data(0), Acl.OPEN, false, cversion, 0));
    }

    Zxid setData(SessionId session, int cxid, String path, int version) {
        return commit(session, cxid, new Txn.SetData(OpCode.SET_DATA, path, data(version), version));
    }

    static byte[] data(int version) {
        return new byte[] {(byte) version};
    }

    // ---- clients

    /// A new session on a connection of the same number as its client.
    void begin(long connection, SessionId session) {
        connecting(connection, SessionId.NONE, Zxid.ZERO);
        commit(session, 0, new Txn.CreateSession(4000));
        welcomed(connection, session);
    }

    void connecting(long connection, SessionId session, Zxid seen) {
        connecting(connection, session, session.password(), seen);
    }

    void connecting(long connection, SessionId session, byte[] password, Zxid seen) {
        ConnectRequest request = new ConnectRequest(0, seen, 4000, session, password, true, false);
        recorder.record(new io.quorate.simulation.history.Entry.Connecting(
                connection, ++now, (int) connection, new ServerId(connection), request));
    }

    void welcomed(long connection, SessionId session) {
        recorder.record(new io.quorate.simulation.history.Entry.Handshaken(
                connection, ++now, new ConnectResponse(4000, session, session.password(), true, false)));
    }

    void resume(long connection, SessionId session, Zxid seen) {
        connecting(connection, session, seen);
        welcomed(connection, session);
    }

    void ask(long connection, int xid, Request request) {
        recorder.record(new io.quorate.simulation.history.Entry.Invoked(connection, ++now, xid, request));
    }

    void told(long connection, int xid, Zxid zxid, ErrorCode error, Response body) {
        recorder.record(new io.quorate.simulation.history.Entry.Answered(
                connection, ++now, new ServerMessage.Reply(xid, zxid, error, body)));
    }

    void told(long connection, int xid, Zxid zxid, Response body) {
        told(connection, xid, zxid, ErrorCode.OK, body);
    }

    void event(long connection, EventType type, String path, Zxid zxid) {
        recorder.record(new io.quorate.simulation.history.Entry.Notified(
                connection, ++now, new ServerMessage.Notification(type, path, zxid)));
    }

    void lose(long connection) {
        recorder.record(new io.quorate.simulation.history.Entry.Lost(connection, ++now));
    }

    // ---- what is asked and told often

    void askCreate(long connection, int xid, String path) {
        ask(connection, xid, new Request.Create(OpCode.CREATE, path, data(0), List.copyOf(Acl.OPEN), 0, 0));
    }

    void askSetData(long connection, int xid, String path, int version) {
        ask(connection, xid, new Request.SetData(path, data(version), -1));
    }

    /// The client creates a znode and is told so.
    Zxid created(long connection, SessionId session, int xid, String path) {
        askCreate(connection, xid, path);
        Zxid zxid = create(session, xid, path);
        told(connection, xid, zxid, new Response.Path(path));
        return zxid;
    }

    /// The client sets data and is told so.
    Zxid changed(long connection, SessionId session, int xid, String path, int version) {
        askSetData(connection, xid, path, version);
        Zxid zxid = setData(session, xid, path, version);
        toldStat(connection, xid, zxid, path);
        return zxid;
    }

    void toldStat(long connection, int xid, Zxid zxid, String path) {
        told(connection, xid, zxid, new Response.StatOnly(at(zxid, path).shown()));
    }

    void askData(long connection, int xid, String path, boolean watch) {
        ask(connection, xid, new Request.Watchable(OpCode.GET_DATA, path, watch));
    }

    void toldData(long connection, int xid, Zxid zxid, String path) {
        Entry znode = at(zxid, path);
        told(connection, xid, zxid, new Response.Data(znode.data(), znode.shown()));
    }

    /// A read of the state after a txn.
    void reads(long connection, int xid, Zxid zxid, String path, boolean watch) {
        askData(connection, xid, path, watch);
        toldData(connection, xid, zxid, path);
    }

    private Entry at(Zxid zxid, String path) {
        return Objects.requireNonNull(reference.at(zxid).find(path));
    }
}
