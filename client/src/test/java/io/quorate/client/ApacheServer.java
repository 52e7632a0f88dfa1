package io.quorate.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxn;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/// Apache's server, in this process. It may be stopped and started again on the same port with the same data.
public final class ApacheServer implements AutoCloseable {
    private static final int TICK_MILLIS = 500;

    static {
        // It answers the question whether it can be written to only on request.
        System.setProperty("zookeeper.4lw.commands.whitelist", "*");
    }

    private final Path directory;
    private ServerCnxnFactory connections;
    private int port;

    public ApacheServer(Path directory) {
        this.directory = directory;
        this.connections = serve();
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public void stop() {
        connections.shutdown();
    }

    public void start() {
        connections = serve();
    }

    /// Cuts all connections; clients find the server again at once.
    public void cutConnections() {
        connections.closeAll(ServerCnxn.DisconnectReason.SERVER_SHUTDOWN);
    }

    @Override
    public void close() {
        stop();
    }

    private ServerCnxnFactory serve() {
        try {
            ZooKeeperServer server = new ZooKeeperServer(directory.toFile(), directory.toFile(), TICK_MILLIS);
            ServerCnxnFactory factory = new NIOServerCnxnFactory();
            factory.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            port = factory.getLocalPort();
            factory.startup(server);
            return factory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
