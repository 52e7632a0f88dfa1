package io.quorate.benchmark.load;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Answers each request by a script, in order, without keeping anything.
final class ScriptedServer implements AutoCloseable {
    /// How the `number`th request of a connection, counted from 1, is answered; null: the connection is closed.
    interface Answers {
        ServerMessage.@Nullable Reply answer(int number, int xid, Request request);
    }

    private final ServerSocket listening;
    private final Answers answers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile int most = Integer.MAX_VALUE;
    private final AtomicInteger connections = new AtomicInteger();

    private ScriptedServer(ServerSocket listening, Answers answers) {
        this.listening = listening;
        this.answers = answers;
    }

    static ScriptedServer start(Answers answers) throws IOException {
        var server = new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
        server.threads.execute(server::accept);
        return server;
    }

    /// Answers `count` requests of a connection as it should, and closes it without waiting for more.
    static ScriptedServer hangingUpAfter(int count) throws IOException {
        var server = new ScriptedServer(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), (_, xid, request) -> right(xid, request));
        server.most = count;
        server.threads.execute(server::accept);
        return server;
    }

    /// What a good server answers.
    static ServerMessage.Reply right(int xid, Request request) {
        Response body = switch (request) {
            case Request.Create create -> new Response.Path(create.path());
            case Request.SetData _ -> new Response.StatOnly(stat());
            case Request.Watchable get when get.op() == OpCode.GET_DATA -> new Response.Data(new byte[100], stat());
            case Request _ -> new Response.Empty();
        };
        return new ServerMessage.Reply(xid, new Zxid(xid), ErrorCode.OK, body);
    }

    private static Stat stat() {
        return new Stat(1, 1, 0, 0, 0, 0, 0, 0, 100, 0, 1);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
            in.readNBytes(in.readInt());
            say(
                    new ServerMessage.Handshake(
                            new ConnectResponse(30_000, new SessionId(1), new byte[16], true, false)),
                    out);
            for (int number = 1; number <= most; number++) {
                if (in.available() == 0) {
                    out.flush();
                }
                ClientCodec.RequestFrame frame = ClientCodec.readRequest(in.readNBytes(in.readInt()));
                ServerMessage.Reply reply = answers.answer(number, frame.xid(), frame.request());
                if (reply == null) {
                    return;
                }
                say(reply, out);
            }
            out.flush();
        } catch (IOException e) {
            // The client has hung up.
        }
    }

    private static void say(ServerMessage message, DataOutputStream out) throws IOException {
        var writer = new JuteWriter();
        int begin = writer.beginBuffer();
        ClientCodec.writeMessage(message, writer);
        writer.endBuffer(begin);
        out.write(writer.toByteArray());
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
