package io.quorate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against Apache's server; every test works below a znode of its own.
final class ClientTest {
    @TempDir
    private static Path directory;

    private static ApacheServer server;

    private final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();

    @BeforeAll
    static void startServer() {
        server = new ApacheServer(directory);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private Client open(String suffix) {
        ClientSettings settings = ClientSettings.of(ConnectString.parse(server.address() + suffix))
                .withRequestTimeout(Duration.ofSeconds(20))
                .withSessionTimeout(Duration.ofSeconds(10));
        return Client.open(settings, events::add);
    }

    private static <T> T get(CompletableFuture<T> call) throws InterruptedException {
        return Client.await(call);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private WatchEvent nextWatch() throws InterruptedException {
        while (true) {
            WatchEvent event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("an event within 10 s").isNotNull();
            if (event.type() != WatchEvent.Type.NONE) {
                return event;
            }
        }
    }

    /// This server has no parts of lists.
    @Test
    void manyChildrenAreListedAtOnceWhereThereIsNoOtherWay() throws Exception {
        try (Client client = open("")) {
            get(client.create("/many", null, Acl.OPEN, CreateMode.PERSISTENT, 0));
            List<Request> creations = new ArrayList<>();
            for (int i = 0; i < 2001; i++) {
                creations.add(new Request.Create(OpCode.CREATE, "/many/" + i, null, List.copyOf(Acl.OPEN), 0, 0));
            }
            get(client.multi(creations));
            Response.NamesAndStat all = get(client.getAllChildren("/many"));
            assertThat(all.names()).hasSize(2001).doesNotHaveDuplicates();
            assertThat(all.stat().numChildren()).isEqualTo(2001);
            assertThat(get(client.getAllChildren("/")).names()).contains("many");
            assertThatThrownBy(() -> get(client.getAllChildren("/missing")))
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            e -> assertThat(e.is(Failure.NO_NODE)).isTrue());
        }
    }

    @Test
    void createsReadsChangesAndDeletes() throws Exception {
        try (Client client = open("")) {
            Response.Created made = get(client.create("/crud", bytes("a"), Acl.OPEN, CreateMode.PERSISTENT, 0));
            assertThat(made.path()).isEqualTo("/crud");
            assertThat(get(client.getData("/crud", false)).data()).isEqualTo(bytes("a"));
            assertThat(get(client.setData("/crud", bytes("bb"), 0)).dataLength())
                    .isEqualTo(2);
            get(client.create("/crud/child", null, Acl.OPEN, CreateMode.PERSISTENT, 0));
            assertThat(get(client.getChildren("/crud", false)).names()).containsExactly("child");
            assertThat(get(client.getAllChildrenNumber("/crud"))).isEqualTo(1);
            assertThat(get(client.getData("/crud/child", false)).data()).isNull();
            get(client.sync("/crud"));
            get(client.delete("/crud/child", Client.ANY_VERSION));
            get(client.delete("/crud", 1));
            assertThat(get(client.exists("/crud", false))).isEqualTo(Optional.empty());
        }
    }

    @Test
    void failuresCarryTheProtocolsNumberAndThePath() throws Exception {
        try (Client client = open("")) {
            assertThatThrownBy(() -> get(client.getData("/missing", false)))
                    .isInstanceOfSatisfying(RequestException.class, e -> {
                        assertThat(e.is(Failure.NO_NODE)).isTrue();
                        assertThat(e.path()).isEqualTo("/missing");
                    })
                    .hasMessage("KeeperErrorCode = NoNode for /missing");
        }
    }

    @Test
    void sequentialNamesEphemeralsAndContainersComeFromTheServer() throws Exception {
        try (Client client = open("")) {
            get(client.create("/modes", null, Acl.OPEN, CreateMode.CONTAINER, 0));
            CreateMode mode = CreateMode.EPHEMERAL_SEQUENTIAL;
            assertThat(get(client.create("/modes/n-", null, Acl.OPEN, mode, 0)).path())
                    .isEqualTo("/modes/n-0000000000");
            assertThat(get(client.create("/modes/", null, Acl.OPEN, mode, 0)).path())
                    .isEqualTo("/modes/0000000001");
            assertThat(get(client.getEphemerals("/modes")))
                    .containsExactlyInAnyOrder("/modes/n-0000000000", "/modes/0000000001");
            assertThat(get(client.exists("/modes/0000000001", false)))
                    .hasValueSatisfying(stat -> assertThat(stat.ephemeralOwner())
                            .isEqualTo(client.sessionId().value()));
        }
        try (Client later = open("")) {
            assertThat(get(later.getChildren("/modes", false)).names()).isEmpty();
        }
    }

    @Test
    void pipelinedCallsAreAnsweredInTheirOrder() throws Exception {
        try (Client client = open("")) {
            List<String> order = new ArrayList<>();
            get(client.create("/fifo", null, Acl.OPEN, CreateMode.PERSISTENT, 0));
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                byte[] data = bytes(String.valueOf(i));
                all.add(client.setData("/fifo", data, i).thenAccept(stat -> order.add("set " + stat.version())));
                all.add(client.getData("/fifo", false).thenAccept(got -> order.add("get " + text(got))));
            }
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(20, TimeUnit.SECONDS);
            for (int i = 0; i < 2000; i++) {
                assertThat(order.subList(2 * i, 2 * i + 2)).containsExactly("set " + (i + 1), "get " + i);
            }
        }
    }

    private static String text(Response.Data data) {
        return data.data() == null ? "null" : new String(data.data(), StandardCharsets.UTF_8);
    }

    @Test
    void chrootIsAddedOnTheWayOutAndTakenOffOnTheWayIn() throws Exception {
        try (Client root = open("")) {
            get(root.create("/app", null, Acl.OPEN, CreateMode.PERSISTENT, 0));
            get(root.create("/app/one", null, Acl.OPEN, CreateMode.PERSISTENT, 0));
            try (Client client = open("/app/one")) {
                assertThat(get(client.exists("/x", true))).isEmpty();
                assertThat(get(client.create("/x", null, Acl.OPEN, CreateMode.EPHEMERAL, 0))
                                .path())
                        .isEqualTo("/x");
                assertThat(nextWatch().path()).isEqualTo("/x");
                assertThat(get(root.getChildren("/app/one", false)).names()).containsExactly("x");
                assertThat(get(client.getEphemerals("/"))).containsExactly("/x");
                assertThat(get(client.getChildren("/", false)).names()).containsExactly("x");
                List<Response.Result> results = get(client.multi(List.of(
                        new Request.Delete("/x", -1),
                        new Request.Create(OpCode.CREATE, "/y", null, List.copyOf(Acl.OPEN), 0, 0))));
                assertThat(results.getLast().body()).isEqualTo(new Response.Path("/y"));
            }
        }
    }

    @Test
    void failedMultiFailsWithItsCauseAndChangesNothing() throws Exception {
        try (Client client = open("")) {
            List<Request> operations = List.of(
                    new Request.Create(OpCode.CREATE, "/multi", null, List.copyOf(Acl.OPEN), 0, 0),
                    new Request.Delete("/multi/none", -1),
                    new Request.Delete("/multi", -1));
            assertThatThrownBy(() -> get(client.multi(operations)))
                    .hasMessage("KeeperErrorCode = NoNode for /multi/none");
            assertThat(get(client.exists("/multi", false))).isEmpty();
        }
    }

    @Test
    void identitiesCountOnceTheyAreAdded() throws Exception {
        try (Client client = open("");
                Client stranger = open("")) {
            get(client.addAuth("digest", bytes("user:secret")));
            assertThat(get(client.whoAmI())).anyMatch(who -> who.scheme().equals("digest"));
            Acl mine = new Acl(Acl.ALL, new io.quorate.model.Identity("auth", ""));
            get(client.create("/mine", bytes("x"), List.of(mine), CreateMode.PERSISTENT, 0));
            assertThat(get(client.getAcl("/mine")).acl())
                    .allMatch(acl -> acl.identity().scheme().equals("digest"));
            assertThatThrownBy(() -> get(stranger.getData("/mine", false)))
                    .hasMessage("KeeperErrorCode = NoAuth for /mine");
        }
    }

    @Test
    void unknownSchemeEndsTheClient() throws Exception {
        try (Client client = open("")) {
            assertThatThrownBy(() -> get(client.addAuth("nonesuch", bytes("x"))))
                    .hasMessageStartingWith("KeeperErrorCode = AuthFailed");
            assertThat(client.state()).isEqualTo(ConnectionState.AUTH_FAILED);
            assertThatThrownBy(() -> get(client.getData("/", false)))
                    .hasMessageStartingWith("KeeperErrorCode = AuthFailed");
        }
    }

    @Test
    void watchesFireOnceAndPersistentOnesAgain() throws Exception {
        try (Client client = open("")) {
            get(client.create("/w", null, Acl.OPEN, CreateMode.PERSISTENT, 0));
            get(client.addWatch("/w", PersistentWatch.PERSISTENT_RECURSIVE));
            get(client.create("/w/c", null, Acl.OPEN, CreateMode.PERSISTENT, 0));
            get(client.setData("/w/c", bytes("1"), -1));
            assertThat(nextWatch().toString())
                    .startsWith("WatchedEvent state:SyncConnected type:NodeCreated path:/w/c zxid: ");
            assertThat(nextWatch().type()).isEqualTo(WatchEvent.Type.NODE_DATA_CHANGED);
            get(client.removeWatches("/w", WatchKind.ANY, false));
            assertThat(nextWatch().type()).isEqualTo(WatchEvent.Type.PERSISTENT_WATCH_REMOVED);
            get(client.getData("/w/c", true));
            get(client.setData("/w/c", bytes("2"), -1));
            get(client.setData("/w/c", bytes("3"), -1));
            client.awaitEvents();
            assertThat(nextWatch().type()).isEqualTo(WatchEvent.Type.NODE_DATA_CHANGED);
            assertThat(events).allMatch(event -> event.type() == WatchEvent.Type.NONE);
            assertThatThrownBy(() -> get(client.removeWatches("/w", WatchKind.ANY, false)))
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            e -> assertThat(e.is(Failure.NO_WATCHER)).isTrue());
        }
    }

    @Test
    void sessionWatchesAndIdentitiesSurviveALostConnection() throws Exception {
        try (Client client = open("")) {
            get(client.addAuth("digest", bytes("user:secret")));
            get(client.create("/lost", null, Acl.OPEN, CreateMode.EPHEMERAL, 0));
            // More paths than one packet may hold.
            String prefix = "/" + "long".repeat(50);
            for (int i = 0; i < 1500; i++) {
                get(client.exists(prefix + i, true));
            }
            get(client.getData("/lost", true));
            long session = client.sessionId().value();
            server.cutConnections();
            get(again(client, () -> client.setData("/lost", bytes("x"), -1)));
            assertThat(client.sessionId().value()).isEqualTo(session);
            assertThat(nextWatch().path()).isEqualTo("/lost");
            get(client.create(prefix + 1499, null, Acl.OPEN, CreateMode.EPHEMERAL, 0));
            assertThat(nextWatch().type()).isEqualTo(WatchEvent.Type.NODE_CREATED);
            assertThat(get(client.whoAmI())).anyMatch(who -> who.scheme().equals("digest"));
        }
    }

    /// What was under way when the connection was lost fails; the next attempt is made on the new one.
    private static <T> CompletableFuture<T> again(Client client, java.util.function.Supplier<CompletableFuture<T>> call)
            throws InterruptedException {
        try {
            return CompletableFuture.completedFuture(get(call.get()));
        } catch (RequestException e) {
            assertThat(e.is(Failure.CONNECTION_LOSS)).isTrue();
            assertThat(client.awaitConnected(10_000)).isEqualTo(ConnectionState.CONNECTED);
            return call.get();
        }
    }

    @Test
    void labelsAreThoseOfApachesClient() {
        for (Failure failure : Failure.values()) {
            if (failure == Failure.REQUEST_TIMEOUT) {
                // Apache's client has no word for it.
                continue;
            }
            KeeperException.Code code = KeeperException.Code.get(failure.code());
            assertThat(RequestException.of(failure, "/p", null))
                    .hasMessage(KeeperException.create(code, "/p").getMessage());
        }
    }
}
