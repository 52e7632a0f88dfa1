package io.quorate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.protocol.peer.ServerState;
import io.quorate.runtime.configuration.ConfigReader;
import io.quorate.runtime.configuration.InvalidConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whole servers in this JVM, on real directories and ports, with a stock client.
@Timeout(120)
final class ServerTest {
    @TempDir
    Path directory;

    private final List<Server> servers = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();

    @AfterEach
    void closeAll() {
        servers.forEach(Server::close);
        assertThat(ends).as("emergencies").isEmpty();
    }

    @Test
    void aServerAloneServesAndRemembers() throws Exception {
        Server server = start("tickTime=200\nclientPort=0\n", directory.resolve("data"));
        asClient(server.clientPort(), client -> {
            client.create("/a", bytes("1"), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            client.setData("/a", bytes("2"), 0);
        });
        server.close();

        Server again = start("tickTime=200\nclientPort=0\n", directory.resolve("data"));
        asClient(again.clientPort(), client -> {
            assertThat(client.getData("/a", false, null)).isEqualTo(bytes("2"));
        });
    }

    @Test
    void aServerAloneAnswersTheWords() throws Exception {
        Server server =
                start("tickTime=200\nclientPort=0\n4lw.commands.whitelist=ruok,conf\n", directory.resolve("data"));
        await(() -> server.status().serving());

        assertThat(ask(server.clientPort(), "srvr"))
                .startsWith("Zookeeper version: 3.9.6-quorate-")
                .contains("\nMode: standalone\n", "\nZxid: 0x", "\nNode count: 5\n");
        assertThat(ask(server.clientPort(), "ruok")).isEqualTo("imok");
        assertThat(ask(server.clientPort(), "conf")).contains("clientPort=" + server.clientPort() + "\n");
        assertThat(ask(server.clientPort(), "mntr"))
                .isEqualTo("mntr is not executed because it is not in the whitelist.\n");
    }

    @Test
    void threeServersElectALeaderAndOneAfterAnotherGoesOn() throws Exception {
        String common = ensemble(3);
        for (int id = 1; id <= 3; id++) {
            startMember(common, id);
        }
        await(() -> servers.stream().allMatch(server -> server.status().serving()));
        assertThat(servers.stream().filter(server -> server.status().state() == ServerState.LEADING))
                .hasSize(1);
        asClient(servers.get(0).clientPort(), client -> {
            client.create("/a", bytes("1"), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        });
        asClient(servers.get(1).clientPort(), client -> {
            client.sync("/a", (_, _, _) -> {}, null);
            assertThat(client.getData("/a", false, null)).isEqualTo(bytes("1"));
        });

        Server leader = servers.stream()
                .filter(server -> server.status().state() == ServerState.LEADING)
                .findFirst()
                .orElseThrow();
        servers.remove(leader);
        leader.close();
        await(() -> servers.stream().anyMatch(server -> server.status().state() == ServerState.LEADING)
                && servers.stream().allMatch(server -> server.status().serving()));
        asClient(servers.get(0).clientPort(), client -> {
            client.setData("/a", bytes("2"), 0);
            assertThat(client.getData("/a", false, null)).isEqualTo(bytes("2"));
        });
    }

    private String ensemble(int size) throws IOException {
        List<ServerSocket> reserved = new ArrayList<>();
        StringBuilder text = new StringBuilder("tickTime=200\ninitLimit=20\nsyncLimit=10\nclientPort=0\n");
        for (int id = 1; id <= size; id++) {
            ServerSocket quorum = new ServerSocket(0);
            ServerSocket election = new ServerSocket(0);
            reserved.add(quorum);
            reserved.add(election);
            text.append("server.%d=127.0.0.1:%d:%d%n".formatted(id, quorum.getLocalPort(), election.getLocalPort()));
        }
        for (ServerSocket socket : reserved) {
            socket.close();
        }
        return text.toString();
    }

    private void startMember(String common, int id) throws Exception {
        Path data = directory.resolve("data" + id);
        Files.createDirectories(data);
        Files.writeString(data.resolve("myid"), Integer.toString(id));
        start(common, data);
    }

    private Server start(String text, Path data) throws IOException, InvalidConfigException {
        Path file = directory.resolve("zoo.cfg");
        Files.writeString(file, text + "dataDir=" + data + "\npreAllocSize=64\n");
        Server server = Server.start(ConfigReader.read(List.of(file.toString()), new Properties()), ends::add);
        servers.add(server);
        return server;
    }

    private interface Session {
        void use(ZooKeeper client) throws Exception;
    }

    private static void asClient(int port, Session session) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper("127.0.0.1:" + port, 4000, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        try {
            assertThat(connected.await(30, TimeUnit.SECONDS)).as("connected").isTrue();
            session.use(client);
        } finally {
            client.close();
        }
    }

    private static String ask(int port, String word) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(bytes(word));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
