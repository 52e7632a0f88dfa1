package io.quorate.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.TreeImage.Znode;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.StockClient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/// Clients that write without a pause and remember what was acknowledged, while servers come and go.
final class Workload implements AutoCloseable {
    private static final String ROOT = "/workload";

    /// As long as servers allow: sessions are to outlive every outage.
    private static final int SESSION_MILLIS = 60_000;

    /// How many operations of each client must succeed before it is said to be at work.
    private static final int PROGRESS = 20;

    private final List<Writer> writers;

    Workload(Ensemble ensemble, int count) throws Exception {
        try (StockClient client = StockClient.connect(ensemble)) {
            String _ = client.zk().create(ROOT, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
        writers = IntStream.range(0, count)
                .mapToObj(number -> new Writer(ensemble.connectString(), ROOT + "/writer-" + number))
                .toList();
        writers.forEach(writer -> writer.thread.start());
    }

    /// Blocks until every client has had some more of its writes acknowledged.
    void awaitProgress() {
        for (Writer writer : writers) {
            int goal = writer.acknowledged.get() + PROGRESS;
            Eventually.holds(
                    "progress of " + writer.path, () -> writer.acknowledged.get() >= goal || writer.surprise != null);
            writer.failIfSurprised();
        }
    }

    /// No more writes; sessions stay.
    void pause() throws InterruptedException {
        for (Writer writer : writers) {
            writer.enough = true;
        }
        for (Writer writer : writers) {
            writer.thread.join();
            writer.failIfSurprised();
        }
    }

    /// Whether everything acknowledged is there, and nothing that nobody has asked for. To be called
    /// after {@link #pause}.
    void verify(TreeImage image) {
        writers.forEach(writer -> writer.verify(image));
    }

    int acknowledged() {
        return writers.stream().mapToInt(writer -> writer.acknowledged.get()).sum();
    }

    void endSessions() {
        writers.forEach(writer -> writer.client.close());
    }

    /// Whatever is still going on comes to its end.
    @Override
    public void close() {
        writers.forEach(writer -> writer.enough = true);
        endSessions();
    }

    /// What there is of the workload's ephemerals.
    static List<String> ephemerals(TreeImage image) {
        return image.below(ROOT).entrySet().stream()
                .filter(entry -> entry.getValue().stat().getEphemeralOwner() != 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// One client. What it writes nobody else writes, so it can tell from what it finds whether a write
    /// whose answer was lost has happened.
    private static final class Writer {
        private final String path;
        private final StockClient client;
        private final Thread thread;
        private final AtomicInteger acknowledged = new AtomicInteger();
        private volatile boolean enough;
        private volatile @Nullable Throwable surprise;

        /// Names of sequential znodes, with the number that was written into each.
        private final SortedMap<String, Integer> created = new TreeMap<>();

        /// Numbers of creations whose answers were lost.
        private final Set<Integer> unknown = new HashSet<>();

        private int version;
        private int ephemeral = -1;
        private long lastZxid;

        Writer(String connectString, String path) {
            this.path = path;
            client = StockClient.connect(connectString, SESSION_MILLIS);
            thread = Thread.ofPlatform().name(path).unstarted(this::run);
        }

        private interface Write {
            void run() throws Exception;
        }

        private void run() {
            try {
                until(() -> create(path, CreateMode.PERSISTENT));
                until(() -> create(path + "/counter", CreateMode.PERSISTENT));
                for (int number = 0; !enough; number++) {
                    switch (number % 4) {
                        case 0 -> replaceEphemeral(number);
                        case 1 -> count();
                        default -> createSequential(number);
                    }
                    int _ = acknowledged.incrementAndGet();
                }
            } catch (Throwable e) {
                surprise = e;
            }
        }

        private void failIfSurprised() {
            Throwable unexpected = surprise;
            if (unexpected != null) {
                throw new AssertionError(path + " met with a surprise", unexpected);
            }
        }

        /// Repeats a write that does no harm when done twice, for as long as its answer gets lost.
        private void until(Write write) throws Exception {
            while (true) {
                try {
                    write.run();
                    return;
                } catch (KeeperException.ConnectionLossException e) {
                    client.awaitConnected();
                }
            }
        }

        private ZooKeeper zk() {
            return client.zk();
        }

        private void create(String wanted, CreateMode mode) throws Exception {
            try {
                String _ = zk().create(wanted, new byte[0], Ids.OPEN_ACL_UNSAFE, mode);
            } catch (KeeperException.NodeExistsException e) {
                // By the attempt before this one.
                Stat stat = zk().exists(wanted, false);
                long owner = mode.isEphemeral() ? zk().getSessionId() : 0;
                assertThat(stat.getEphemeralOwner()).as("owner of %s", wanted).isEqualTo(owner);
            }
        }

        private void createSequential(int number) throws Exception {
            try {
                var stat = new Stat();
                String name = zk().create(
                                path + "/seq-",
                                Integer.toString(number).getBytes(UTF_8),
                                Ids.OPEN_ACL_UNSAFE,
                                CreateMode.PERSISTENT_SEQUENTIAL,
                                stat);
                assertThat(created.isEmpty() || created.lastKey().compareTo(name) < 0)
                        .as("%s comes after those before it", name)
                        .isTrue();
                assertThat(stat.getCzxid()).as("zxid of %s", name).isGreaterThan(lastZxid);
                lastZxid = stat.getCzxid();
                created.put(name, number);
            } catch (KeeperException.ConnectionLossException e) {
                unknown.add(number);
                client.awaitConnected();
            }
        }

        private void count() throws Exception {
            byte[] next = Integer.toString(version + 1).getBytes(UTF_8);
            until(() -> {
                try {
                    Stat _ = zk().setData(path + "/counter", next, version);
                } catch (KeeperException.BadVersionException e) {
                    // The attempt before this one has done it.
                    assertThat(zk().getData(path + "/counter", false, null)).isEqualTo(next);
                }
            });
            version++;
            until(() -> assertThat(zk().exists(path + "/counter", false).getVersion())
                    .as("own write, read again")
                    .isEqualTo(version));
        }

        private void replaceEphemeral(int number) throws Exception {
            until(() -> create(path + "/ephemeral-" + number, CreateMode.EPHEMERAL));
            int previous = ephemeral;
            ephemeral = number;
            if (previous >= 0) {
                until(() -> {
                    try {
                        zk().delete(path + "/ephemeral-" + previous, -1);
                    } catch (KeeperException.NoNodeException e) {
                        // Deleted by the attempt before this one.
                    }
                });
            }
        }

        private static Znode take(SortedMap<String, Znode> znodes, String name, String what) {
            Znode znode = znodes.remove(name);
            if (znode == null) {
                throw new AssertionError(name + " (" + what + ") is lost");
            }
            return znode;
        }

        private void verify(TreeImage image) {
            var left = new TreeMap<>(image.below(path));
            created.forEach((name, number) -> {
                Znode znode = take(left, name, "acknowledged");
                assertThat(znode.data()).isEqualTo(Integer.toString(number));
            });
            Znode counter = take(left, path + "/counter", "the counter");
            assertThat(counter.data()).isEqualTo(version == 0 ? "" : Integer.toString(version));
            assertThat(counter.stat().getVersion()).isEqualTo(version);
            if (ephemeral >= 0) {
                Znode last = take(left, path + "/ephemeral-" + ephemeral, "the last ephemeral");
                assertThat(last.stat().getEphemeralOwner()).isEqualTo(zk().getSessionId());
            }
            var found = new HashSet<Integer>();
            left.forEach((name, znode) -> {
                int number = Integer.parseInt(znode.data());
                assertThat(unknown).as("%s, which nobody acknowledged", name).contains(number);
                assertThat(found.add(number)).as("%s has happened once", name).isTrue();
            });
        }
    }
}
