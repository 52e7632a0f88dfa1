package io.quorate.acceptance.protocol;

import io.quorate.acceptance.harness.Member;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ClientCodec.ReplyFrame;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/// A session of its own for each trial, without a client library in between.
final class Desk implements AutoCloseable {
    static final String FINE = "yes";

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int A_WHILE_MILLIS = 300;
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int xid;

    Desk(Member server) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), server.clientPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        JuteWriter handshake = new JuteWriter();
        ClientCodec.writeConnectRequest(
                new ConnectRequest(0, Zxid.ZERO, TIMEOUT_MILLIS, SessionId.NONE, new byte[16], true, false), handshake);
        send(handshake);
        byte[] _ = frame();
    }

    /// The answer to a request; null if the connection was closed instead.
    @Nullable
    ReplyFrame ask(Request request) throws IOException {
        int number = switch (request.op()) {
            case PING -> ClientCodec.PING_XID;
            case AUTH -> ClientCodec.AUTH_XID;
            default -> ++xid;
        };
        JuteWriter words = new JuteWriter();
        ClientCodec.writeRequest(number, request, words);
        try {
            send(words);
            ReplyFrame reply = ClientCodec.readReply(frame());
            while (reply.xid() == ClientCodec.NOTIFICATION_XID) {
                reply = ClientCodec.readReply(frame());
            }
            return reply;
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    /// The same in words: `yes`, or the error and whether the connection ended with it.
    String seen(Request request) throws IOException {
        ReplyFrame reply = ask(request);
        if (reply == null) {
            return "closed";
        }
        if (reply.errorCode() == 0) {
            return FINE;
        }
        return error(reply.errorCode()) + (isOver() ? ", closed" : "");
    }

    static String error(int code) {
        Code known = Code.get(code);
        return (known == null ? "?" : known.name()) + " (" + code + ")";
    }

    /// Whether the server ends the connection unasked.
    private boolean isOver() throws IOException {
        socket.setSoTimeout(A_WHILE_MILLIS);
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    private void send(JuteWriter words) throws IOException {
        byte[] frame = words.toByteArray();
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
    }

    private byte[] frame() throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
