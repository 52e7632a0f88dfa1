package io.quorate.operation;

import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/// A stock standalone server in this JVM, and one connection to it.
final class StockServer implements Closeable {
    /// What came back for one request: the notifications before the reply, and the reply.
    record Reply(List<ServerMessage.Notification> notifications, Zxid zxid, int error, Response response) {}

    private final ServerCnxnFactory factory;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final SessionId session;
    private int xid;

    StockServer(Path directory) throws IOException, InterruptedException {
        ZooKeeperServer server = new ZooKeeperServer(directory.toFile(), directory.toFile(), 2000);
        factory = new NIOServerCnxnFactory();
        factory.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        factory.startup(server);
        socket = new Socket(InetAddress.getLoopbackAddress(), factory.getLocalPort());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        JuteWriter hello = new JuteWriter();
        ClientCodec.writeConnectRequest(
                new ConnectRequest(0, Zxid.ZERO, 40_000, SessionId.NONE, new byte[16], true, false), hello);
        send(hello);
        session = ClientCodec.readConnectResponse(receive()).session();
    }

    SessionId session() {
        return session;
    }

    Reply ask(Request request) throws IOException {
        JuteWriter frame = new JuteWriter();
        int mine = request.op() == OpCode.AUTH ? ClientCodec.AUTH_XID : ++xid;
        ClientCodec.writeRequest(mine, request, frame);
        send(frame);
        List<ServerMessage.Notification> notifications = new ArrayList<>();
        ClientCodec.ReplyFrame reply = ClientCodec.readReply(receive());
        while (reply.xid() == ClientCodec.NOTIFICATION_XID) {
            notifications.add(ClientCodec.readNotification(reply.zxid(), reply.body()));
            reply = ClientCodec.readReply(receive());
        }
        if (reply.xid() != mine) {
            throw new IOException("a reply to " + reply.xid() + " instead of " + mine);
        }
        return new Reply(
                notifications, reply.zxid(), reply.errorCode(), body(request, reply.errorCode(), reply.body()));
    }

    private static Response body(Request request, int error, JuteReader body) {
        return error == 0 ? ClientCodec.readResponse(request.op(), body) : new Response.Empty();
    }

    private void send(JuteWriter frame) throws IOException {
        out.writeInt(frame.size());
        out.write(frame.buffer(), 0, frame.size());
        out.flush();
    }

    private byte[] receive() throws IOException {
        return in.readNBytes(in.readInt());
    }

    @Override
    public void close() throws IOException {
        socket.close();
        factory.shutdown();
    }
}
