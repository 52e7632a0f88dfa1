package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/// A session of Apache's Java client that a test may rely on being connected.
public final class StockClient implements AutoCloseable {
    public static final int SESSION_TIMEOUT_MILLIS = 30_000;

    private final ZooKeeper zooKeeper;
    private final Events events = new Events();

    /// Everything that came to the session's default watcher.
    public static final class Events implements Watcher {
        private final List<WatchedEvent> seen = new CopyOnWriteArrayList<>();

        @Override
        public void process(WatchedEvent event) {
            seen.add(event);
        }

        /// Events about znodes, as `NodeCreated /a`, in the order in which they came.
        public List<String> ofZnodes() {
            return seen.stream()
                    .filter(event -> event.getType() != Event.EventType.None)
                    .map(event -> event.getType() + " " + event.getPath())
                    .toList();
        }

        public List<KeeperState> states() {
            return seen.stream()
                    .filter(event -> event.getType() == Event.EventType.None)
                    .map(WatchedEvent::getState)
                    .toList();
        }
    }

    /// How the constructors of Apache's class differ.
    private interface Opening {
        ZooKeeper open(Watcher watcher) throws IOException;
    }

    private StockClient(Opening opening) {
        try {
            zooKeeper = opening.open(events);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a client", e);
        }
    }

    public static StockClient connect(Ensemble ensemble) {
        return connect(ensemble.members());
    }

    public static StockClient connect(Member member) {
        return connect(List.of(member));
    }

    /// To any of these. Where servers end, calls through one of them fail with a lost connection, so a test
    /// that is not about that names those that stay.
    public static StockClient connect(List<Member> members) {
        return connect(Ensemble.connectString(members), SESSION_TIMEOUT_MILLIS);
    }

    /// Blocks until the session is established.
    public static StockClient connect(String connectString, int sessionTimeoutMillis) {
        var client = new StockClient(watcher -> new ZooKeeper(connectString, sessionTimeoutMillis, watcher));
        client.awaitConnected();
        return client;
    }

    /// A client that may not find a server for a while.
    public static StockClient demanding(String connectString, int sessionTimeoutMillis) {
        return new StockClient(watcher -> new ZooKeeper(connectString, sessionTimeoutMillis, watcher));
    }

    /// A client that is content to read for a while; does not wait until it is connected.
    public static StockClient contentToRead(String connectString, int sessionTimeoutMillis) {
        return new StockClient(watcher -> new ZooKeeper(connectString, sessionTimeoutMillis, watcher, true));
    }

    /// Tries to go on with a session that another client has begun; does not wait for how that ends.
    public static StockClient attach(String connectString, int sessionTimeoutMillis, long sessionId, byte[] password) {
        return new StockClient(
                watcher -> new ZooKeeper(connectString, sessionTimeoutMillis, watcher, sessionId, password));
    }

    public void awaitConnected() {
        Eventually.holds("the session is connected", () -> zooKeeper.getState().isConnected());
    }

    public ZooKeeper zk() {
        return zooKeeper;
    }

    public Events events() {
        return events;
    }

    @Override
    public void close() {
        try {
            zooKeeper.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
