package io.quorate.acceptance.harness;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.proto.ConnectRequest;
import org.apache.zookeeper.proto.ConnectResponse;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;

/// A session without a client library: nobody pings for it or reconnects it, so a test decides when it
/// falls silent.
public final class RawSession implements AutoCloseable {
    private static final int PING_XID = -2;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final DataOutputStream out;
    private final ConnectResponse handshake = new ConnectResponse();
    private int xid;

    public RawSession(Member member, int timeoutMillis) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), member.clientPort()));
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        send(new ConnectRequest(0, 0, timeoutMillis, 0, new byte[16], false));
        handshake.deserialize(receive(), "");
    }

    public int timeoutMillis() {
        return handshake.getTimeOut();
    }

    public long id() {
        return handshake.getSessionId();
    }

    public void createEphemeral(String path) throws IOException {
        send(
                new RequestHeader(++xid, ZooDefs.OpCode.create),
                new CreateRequest(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, 1));
        expectReply(xid);
    }

    public void ping() throws IOException {
        send(new RequestHeader(PING_XID, ZooDefs.OpCode.ping));
        expectReply(PING_XID);
    }

    /// What comes behind the header of a request.
    @FunctionalInterface
    public interface Body {
        void write(BinaryOutputArchive out) throws IOException;
    }

    /// @param body what comes behind the header; nothing if there is an error
    public record Answer(int error, BinaryInputArchive body) {}

    /// Asks in words that no client library has.
    public Answer ask(int type, Body body) throws IOException {
        var frame = new ByteArrayOutputStream();
        BinaryOutputArchive archive = BinaryOutputArchive.getArchive(frame);
        new RequestHeader(++xid, type).serialize(archive, "");
        body.write(archive);
        send(frame);
        BinaryInputArchive in = receive();
        var reply = new ReplyHeader();
        reply.deserialize(in, "");
        if (reply.getXid() != xid) {
            throw new AssertionError("expected an answer to " + xid + ", got " + reply);
        }
        return new Answer(reply.getErr(), in);
    }

    /// Whether the server has ended the connection, or is about to.
    public boolean isOver() throws IOException {
        return in.read() == -1;
    }

    /// The connection breaks; the session lives on until it expires.
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void expectReply(int expectedXid) throws IOException {
        var reply = new ReplyHeader();
        reply.deserialize(receive(), "");
        if (reply.getXid() != expectedXid || reply.getErr() != 0) {
            throw new AssertionError("expected success for xid " + expectedXid + ", got " + reply);
        }
    }

    private void send(Record... records) throws IOException {
        var frame = new ByteArrayOutputStream();
        for (Record part : records) {
            part.serialize(BinaryOutputArchive.getArchive(frame), "");
        }
        send(frame);
    }

    private void send(ByteArrayOutputStream frame) throws IOException {
        out.writeInt(frame.size());
        frame.writeTo(out);
        out.flush();
    }

    private BinaryInputArchive receive() throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return BinaryInputArchive.getArchive(new java.io.ByteArrayInputStream(frame));
    }
}
