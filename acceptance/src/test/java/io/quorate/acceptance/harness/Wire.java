package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/// A cable between a client and one server that can be pulled out and put in again, while the server
/// lives on.
public final class Wire implements AutoCloseable {
    private final int serverPort;
    private final ServerSocket listener;
    private final List<Socket> connections = new ArrayList<>();
    private boolean cut;

    private Wire(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.reserve()));
    }

    /// A wire that is plugged in.
    public static Wire to(Member member) {
        try {
            var wire = new Wire(member.clientPort());
            Thread _ = Thread.ofVirtual().start(wire::acceptAll);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen in front of " + member, e);
        }
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /// Connections break, and new ones do too until {@link #mend}.
    public synchronized void cut() {
        cut = true;
        connections.forEach(Wire::closeQuietly);
        connections.clear();
    }

    public synchronized void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        cut();
        listener.close();
    }

    private void acceptAll() {
        while (true) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // Closed: the test is over.
                return;
            }
        }
    }

    private synchronized void connect(Socket client) {
        if (cut) {
            closeQuietly(client);
            return;
        }
        var server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
        } catch (IOException e) {
            closeQuietly(client);
            closeQuietly(server);
            return;
        }
        connections.add(client);
        connections.add(server);
        Thread _ = Thread.ofVirtual().start(() -> carry(client, server));
        Thread _ = Thread.ofVirtual().start(() -> carry(server, client));
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            long _ = from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Either side has hung up; so does the other now.
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Gone is gone.
        }
    }
}
