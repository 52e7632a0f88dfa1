package io.quorate.acceptance.storm;

import io.quorate.acceptance.harness.Ports;
import io.quorate.model.ServerId;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ClientCodec.RequestFrame;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.simulation.history.Entry;
import io.quorate.simulation.history.Recorder;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Listens in on a client whose inside is not ours: stands between it and all servers, puts down every
/// frame, and passes it on. A request is put down before a server can see it, an answer before the
/// client can, so the notes are as true as if the client had written them.
final class Tap implements AutoCloseable {
    private final int client;
    private final Recorder notes;
    private final AtomicLong connections;
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final StringJoiner connectString = new StringJoiner(",");
    private volatile @Nullable Throwable failure;

    /// @param client its number, which no other client has
    Tap(int client, Map<ServerId, Integer> ports, Recorder notes) throws IOException {
        this.client = client;
        this.notes = notes;
        this.connections = new AtomicLong((long) client << 32);
        for (Map.Entry<ServerId, Integer> server : ports.entrySet()) {
            var listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.reserve(List.of(0))));
            listeners.add(listener);
            connectString.add("127.0.0.1:" + listener.getLocalPort());
            Thread _ = Thread.ofVirtual().start(() -> acceptAll(listener, server.getKey(), server.getValue()));
        }
    }

    String connectString() {
        return connectString.toString();
    }

    void failIfFailed() {
        Throwable cause = failure;
        if (cause != null) {
            throw new AssertionError("what client " + client + " said cannot be understood", cause);
        }
    }

    private void acceptAll(ServerSocket listener, ServerId server, int port) {
        while (true) {
            try {
                Socket near = listener.accept();
                Thread _ = Thread.ofVirtual().start(() -> connect(near, server, port));
            } catch (IOException e) {
                // Closed: the test is over.
                return;
            }
        }
    }

    private void connect(Socket near, ServerId server, int port) {
        sockets.add(near);
        var far = new Socket();
        sockets.add(far);
        try (near;
                far) {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            new Conversation(near, far, server).hold();
        } catch (IOException e) {
            // Whoever hung up, the other is told by the end of its connection.
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            sockets.remove(near);
            sockets.remove(far);
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private final class Conversation {
        private final Socket near;
        private final Socket far;
        private final ServerId server;
        private final long number = connections.incrementAndGet();
        private final ReplyReader replies = new ReplyReader();
        private boolean over;

        Conversation(Socket near, Socket far, ServerId server) {
            this.near = near;
            this.far = far;
            this.server = server;
        }

        /// Until one of them hangs up.
        void hold() throws IOException {
            var in = new DataInputStream(near.getInputStream());
            var out = new DataOutputStream(far.getOutputStream());
            byte[] greeting = SocketPorts.frame(in);
            note(new Entry.Connecting(
                    number, System.nanoTime(), client, server, ClientCodec.readConnectRequest(greeting)));
            Thread _ = Thread.ofVirtual().start(this::answer);
            try {
                pass(greeting, out);
                while (true) {
                    byte[] frame = SocketPorts.frame(in);
                    RequestFrame request = ClientCodec.readRequest(frame);
                    replies.asked(request.xid(), request.request());
                    note(new Entry.Invoked(number, System.nanoTime(), request.xid(), request.request()));
                    pass(frame, out);
                }
            } finally {
                end();
            }
        }

        private void answer() {
            try (near;
                    far) {
                var in = new DataInputStream(far.getInputStream());
                var out = new DataOutputStream(near.getOutputStream());
                while (true) {
                    byte[] frame = SocketPorts.frame(in);
                    ServerMessage message = replies.read(frame);
                    long now = System.nanoTime();
                    note(
                            switch (message) {
                                case ServerMessage.Handshake(var response) ->
                                    new Entry.Handshaken(number, now, response);
                                case ServerMessage.Reply reply -> new Entry.Answered(number, now, reply);
                                case ServerMessage.Notification notification ->
                                    new Entry.Notified(number, now, notification);
                            });
                    pass(frame, out);
                }
            } catch (IOException e) {
                // Whoever hung up, the other is told by the end of its connection.
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                end();
            }
        }

        private void pass(byte[] frame, DataOutputStream out) throws IOException {
            byte[] whole = new byte[Integer.BYTES + frame.length];
            java.nio.ByteBuffer.wrap(whole).putInt(frame.length).put(frame);
            out.write(whole);
        }

        /// Nothing is put down after the end.
        private synchronized void note(Entry entry) {
            if (!over) {
                notes.record(entry);
            }
        }

        private synchronized void end() {
            if (!over) {
                notes.record(new Entry.Lost(number, System.nanoTime()));
                over = true;
            }
        }
    }
}
