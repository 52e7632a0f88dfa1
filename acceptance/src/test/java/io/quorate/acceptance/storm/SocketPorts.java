package io.quorate.acceptance.storm;

import io.quorate.model.ServerId;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.simulation.world.ClientPorts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/// Connects simulated clients with real servers.
final class SocketPorts implements ClientPorts, AutoCloseable {
    private static final int MOST_BYTES = 16 << 20;

    /// Stands for the end in a queue of frames: no frame is empty.
    private static final byte[] NO_MORE = {};

    private final Map<ServerId, Integer> ports;
    private final RealTime time;
    private final Set<Conduit> open = ConcurrentHashMap.newKeySet();

    SocketPorts(Map<ServerId, Integer> ports, RealTime time) {
        this.ports = Map.copyOf(ports);
        this.time = time;
    }

    @Override
    public Connection connect(int client, ServerId server, Listener listener) {
        var conduit = new Conduit(java.util.Objects.requireNonNull(ports.get(server)), listener);
        open.add(conduit);
        Thread _ = Thread.ofVirtual().start(conduit::write);
        return conduit;
    }

    @Override
    public void close() {
        open.forEach(Conduit::hangUp);
    }

    /// One connection. What arrives is heard in the thread of the clients, and nothing after the end.
    private final class Conduit implements Connection {
        private final int port;
        private final Listener listener;
        private final Socket socket = new Socket();
        private final LinkedBlockingQueue<byte[]> unsent = new LinkedBlockingQueue<>();
        private final ReplyReader replies = new ReplyReader();

        /// Belongs to the thread of the clients.
        private boolean over;

        Conduit(int port, Listener listener) {
            this.port = port;
            this.listener = listener;
        }

        @Override
        public void handshake(ConnectRequest request) {
            var frame = new JuteWriter(64);
            ClientCodec.writeConnectRequest(request, frame);
            unsent.add(frame.toByteArray());
        }

        @Override
        public void request(int xid, Request request) {
            var frame = new JuteWriter(256);
            ClientCodec.writeRequest(xid, request, frame);
            replies.asked(xid, request);
            unsent.add(frame.toByteArray());
        }

        @Override
        public void close() {
            over = true;
            hangUp();
        }

        private void hangUp() {
            open.remove(this);
            unsent.add(NO_MORE);
            try {
                socket.close();
            } catch (IOException e) {
                // Gone is gone.
            }
        }

        private void write() {
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                socket.setTcpNoDelay(true);
                Thread _ = Thread.ofVirtual().start(this::read);
                var out = new DataOutputStream(socket.getOutputStream());
                for (byte[] frame = unsent.take(); frame.length > 0; frame = unsent.take()) {
                    byte[] whole = new byte[Integer.BYTES + frame.length];
                    java.nio.ByteBuffer.wrap(whole).putInt(frame.length).put(frame);
                    out.write(whole);
                }
            } catch (IOException e) {
                time.post(this::lost);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void read() {
            try {
                var in = new DataInputStream(socket.getInputStream());
                while (true) {
                    ServerMessage message = replies.read(frame(in));
                    time.post(() -> {
                        if (!over) {
                            listener.heard(message);
                        }
                    });
                }
            } catch (IOException e) {
                time.post(this::lost);
            }
        }

        private void lost() {
            if (!over) {
                over = true;
                hangUp();
                listener.lost();
            }
        }
    }

    static byte[] frame(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new AssertionError("a server sent a frame of " + length + " bytes");
        }
        byte[] frame = new byte[length];
        in.readFully(frame);
        return frame;
    }
}
