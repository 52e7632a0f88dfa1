package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.Distribution.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The tutorial of the README by hand, step by step: the archive is unpacked and copied three times, each copy gets its
/// zoo.cfg and its myid, and the scripts do the rest. Directories have blanks in their names.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class PseudoClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SERVERS = 3;

    @TempDir
    Path temporary;

    private final List<Path> homes = new ArrayList<>();
    private List<Integer> ports = List.of();

    @BeforeEach
    void steps1To5() throws IOException, InterruptedException {
        Path unpacked = Distribution.unpack(temporary.resolve("to unpack"));
        Files.createDirectories(unpacked.resolve("data"));
        Files.move(unpacked.resolve("conf/zoo_sample.cfg"), unpacked.resolve("conf/zoo.cfg"));
        ports = Distribution.freePorts(3 * SERVERS);
        for (int id = 1; id <= SERVERS; id++) {
            Path home = temporary.resolve("zookeeper cluster").resolve("zookeeper-" + id);
            Files.createDirectories(home.getParent());
            run(temporary, "cp", "-r", unpacked.toString(), home.toString());
            homes.add(home);
            Path config = home.resolve("conf/zoo.cfg");
            var lines = new ArrayList<String>();
            for (String line : Files.readAllLines(config)) {
                if (line.startsWith("clientPort=")) {
                    lines.add("clientPort=" + ports.get(id - 1));
                } else if (line.startsWith("dataDir=")) {
                    lines.add("dataDir=" + home.resolve("data"));
                } else {
                    lines.add(line);
                }
            }
            for (int other = 1; other <= SERVERS; other++) {
                lines.add("server." + other + "=127.0.0.1:" + ports.get(SERVERS + other - 1) + ":"
                        + ports.get(2 * SERVERS + other - 1));
            }
            Files.write(config, lines);
            Files.writeString(home.resolve("data/myid"), id + "\n");
        }
    }

    @AfterEach
    void stopAll() throws IOException, InterruptedException {
        for (Path home : homes) {
            zkServer(home, "stop");
        }
    }

    @Test
    void threeCopiesElectALeaderServeAndSurviveOneLoss() throws Exception {
        for (Path home : homes) {
            Outcome started = zkServer(home, "start");
            assertThat(started.out()).isEqualTo("Starting zookeeper ... STARTED\n");
            assertThat(started.err()).isEqualTo("Using config: " + home.resolve("conf/zoo.cfg") + "\n");
            assertThat(started.exitCode()).isZero();
        }
        List<String> modes = awaitModes(homes);
        assertThat(modes).containsExactlyInAnyOrder("Mode: leader", "Mode: follower", "Mode: follower");

        withClient(
                ports.getFirst(),
                first -> first.create("/greeting", utf8("hello"), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        Outcome read = run(
                temporary,
                homes.getFirst().resolve("bin/zkCli.sh").toString(),
                "-server",
                "127.0.0.1:" + ports.getFirst(),
                "get",
                "/greeting");
        assertThat(read.out()).as(read.err()).endsWith("hello\n");
        assertThat(read.exitCode()).isZero();

        int leader = modes.indexOf("Mode: leader");
        assertThat(zkServer(homes.get(leader), "stop").out()).isEqualTo("Stopping zookeeper ... STOPPED\n");
        var others = new ArrayList<>(homes);
        others.remove(leader);
        assertThat(awaitModes(others)).containsExactlyInAnyOrder("Mode: leader", "Mode: follower");
        int survivor = homes.indexOf(others.getFirst());
        withClient(ports.get(survivor), second -> {
            assertThat(second.getData("/greeting", false, new Stat())).isEqualTo(utf8("hello"));
            second.setData("/greeting", utf8("hello again"), 0);
        });

        assertThat(zkServer(homes.get(leader), "start").out()).isEqualTo("Starting zookeeper ... STARTED\n");
        awaitModes(homes);
        withClient(
                ports.get(leader),
                returned -> assertThat(returned.getData("/greeting", false, new Stat()))
                        .isEqualTo(utf8("hello again")));
    }

    @Test
    void oneOfThreeServesNobody() throws Exception {
        Path first = homes.getFirst();
        zkServer(first, "start");

        Outcome status = zkServer(first, "status");
        assertThat(status.out())
                .isEqualTo(
                        "Client port found: " + ports.getFirst() + ". Client address: localhost. Client SSL: false.\n"
                                + "Error contacting service. It is probably not running.\n");
        assertThat(status.exitCode()).isEqualTo(1);

        String pid = Files.readString(first.resolve("data/zookeeper_server.pid"));
        Outcome again = zkServer(first, "start");
        assertThat(again.out()).isEqualTo("Starting zookeeper ...  already running as process " + pid + ".\n");
        assertThat(again.exitCode()).isEqualTo(1);
    }

    @Test
    void withoutAServerThereIsNothingToStop() throws Exception {
        Path first = homes.getFirst();

        Outcome stopped = zkServer(first, "stop");
        assertThat(stopped.out())
                .isEqualTo("Stopping zookeeper ... no zookeeper to stop (could not find file "
                        + first.resolve("data/zookeeper_server.pid") + ")\n");
        assertThat(stopped.exitCode()).isZero();
        assertThat(zkServer(first, "dance").exitCode()).isEqualTo(2);
    }

    @Test
    void aServerThatCannotStartSaysSo() throws Exception {
        Path first = homes.getFirst();
        Files.writeString(first.resolve("data/myid"), "one\n");

        Outcome started = Distribution.run(
                temporary, Map.of(), List.of(first.resolve("bin/zkServer.sh").toString(), "start-foreground"));

        assertThat(started.exitCode()).isEqualTo(2);
        assertThat(started.err()).contains("Invalid config, exiting abnormally");
    }

    /// Asks until every server has found its place; each round takes as long as the scripts take.
    private List<String> awaitModes(List<Path> asked) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var modes = new ArrayList<String>();
        while (System.nanoTime() < deadline) {
            modes.clear();
            for (Path home : asked) {
                Outcome status = zkServer(home, "status");
                if (status.exitCode() == 0) {
                    modes.add(status.out().lines().skip(1).findFirst().orElse(""));
                }
            }
            if (modes.size() == asked.size()) {
                return modes;
            }
        }
        throw new AssertionError("Not every server serves after " + PATIENCE + ": " + modes);
    }

    private Outcome zkServer(Path home, String verb) throws IOException, InterruptedException {
        return run(temporary, home.resolve("bin/zkServer.sh").toString(), verb);
    }

    private static Outcome run(Path directory, String... command) throws IOException, InterruptedException {
        return Distribution.run(directory, Map.of("ZK_SERVER_HEAP", "128"), List.of(command));
    }

    private interface Work {
        void doWith(ZooKeeper client) throws Exception;
    }

    private static void withClient(int port, Work work) throws Exception {
        var connected = new CountDownLatch(1);
        var client = new ZooKeeper("127.0.0.1:" + port, 10_000, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        try {
            assertThat(connected.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            work.doWith(client);
        } finally {
            client.close();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
