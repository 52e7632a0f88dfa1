package io.quorate.benchmark.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Connections to the servers of an ensemble and the one thread, the caller's, that drives them.
public final class Load implements AutoCloseable {
    /// For {@link #run}: until every work is exhausted.
    public static final long UNTIL_EXHAUSTED = Long.MAX_VALUE;

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    /// With requests in flight and no reply at all for so long, a server counts as stuck.
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();

    private Load(Selector selector) {
        this.selector = selector;
    }

    /// Opens `count` sessions, spread over the servers in turn, the first at the first.
    public static Load connect(List<InetSocketAddress> servers, int count) throws IOException, LoadFailure {
        var load = new Load(Selector.open());
        try {
            for (int i = 0; i < count; i++) {
                load.connections.add(
                        Connection.open(servers.get(i % servers.size()), CONNECT_TIMEOUT_MILLIS, load.selector));
            }
            return load;
        } catch (IOException | LoadFailure | RuntimeException e) {
            load.close();
            throw e;
        }
    }

    /// Gives each connection its work and keeps `inFlight` requests of each on their way, for `sendNanos` or until all
    /// works are exhausted; then waits for the replies that are missing. Blocks. All that was sent counts.
    ///
    /// @throws LoadFailure if the servers fall silent, hang up, or break the order of replies
    public Tally run(List<? extends Work> works, int inFlight, long sendNanos) throws IOException, LoadFailure {
        if (works.size() != connections.size()) {
            throw new IllegalArgumentException(works.size() + " works for " + connections.size() + " connections");
        }
        var tally = new Tally();
        long begin = System.nanoTime();
        for (int i = 0; i < connections.size(); i++) {
            connections.get(i).begin(works.get(i), inFlight, tally);
        }
        for (Connection connection : connections) {
            connection.send(inFlight);
        }
        long lastReply = begin;
        while (anyInFlight()) {
            if (await()) {
                lastReply = System.nanoTime();
                serve(lastReply - begin < sendNanos ? inFlight : 0);
            } else if (System.nanoTime() - lastReply > SILENCE_NANOS) {
                throw new LoadFailure("no server has answered for " + TimeUnit.NANOSECONDS.toSeconds(SILENCE_NANOS)
                        + " s: "
                        + connections.stream().filter(c -> c.inFlight() > 0).toList());
            }
        }
        tally.ended(System.nanoTime() - begin);
        return tally;
    }

    private boolean anyInFlight() {
        for (Connection connection : connections) {
            if (connection.inFlight() > 0) {
                return true;
            }
        }
        return false;
    }

    private boolean await() throws IOException {
        return selector.select(100) > 0;
    }

    private void serve(int limit) throws IOException, LoadFailure {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof Connection connection) {
                if (key.isReadable()) {
                    connection.receive();
                }
                // Also where the limit is 0: what did not fit into the socket still has to leave.
                connection.send(limit);
            }
        }
        selector.selectedKeys().clear();
    }

    /// Hangs up. Sessions that were not closed before expire at the servers.
    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
