package io.quorate.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.JavaClient;
import io.quorate.acceptance.harness.Programs;
import io.quorate.acceptance.harness.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.nodes.PersistentTtlNode;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients as their makers ship them, each in a process of its own, with three servers of which some are
/// lost in the middle.
final class ClientsOfTheFieldTest {
    @RegisterExtension
    static final Stage STAGE = new Stage();

    private static Ensemble ensemble;

    /// What Java clients do, by the generation that brought it.
    private static final Map<String, List<String>> JAVA_STEPS = new LinkedHashMap<>();

    static {
        JAVA_STEPS.put(
                "Since34",
                List.of(
                        "creates znodes",
                        "reads and writes",
                        "watches",
                        "guards by ACLs",
                        "does several things at once",
                        "asks without waiting",
                        "keeps big things",
                        "lives below a root",
                        "survives the loss of a server",
                        "moves its session",
                        "outlives a session"));
        JAVA_STEPS.put(
                "Since35",
                List.of(
                        "learns the Stat of what it creates",
                        "leaves it to the server to tidy up",
                        "takes watches back",
                        "reads the configuration"));
        JAVA_STEPS.put(
                "Since36",
                List.of("watches for good, across the loss of a server", "reads several things at once", "counts"));
        JAVA_STEPS.put("Since37", List.of("asks who it is"));
        JAVA_STEPS.put("Since39", List.of("syncs, and tells its lasting watches apart"));
    }

    @BeforeAll
    static void startServers() {
        ensemble = STAGE.ensemble(
                        Collections.nCopies(3, Flavor.underTest()),
                        Map.of("extendedTypesEnabled", "true", "znode.container.checkIntervalMs", "500"))
                .start();
    }

    private static Patron patron() {
        Ensemble _ = ensemble.start();
        return new Patron(ensemble, STAGE.directory());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4.14", "3.5.10", "3.6.4", "3.7.2", "3.8.4", "3.9.6"})
    void everyJavaClientDoesAllThatItKnows(String version) {
        String generation = "Since" + version.substring(0, 3).replace(".", "");
        var steps = new ArrayList<String>();
        var expected = new ArrayList<String>();
        JAVA_STEPS.forEach((name, does) -> {
            if (name.compareTo(generation) <= 0) {
                steps.add(name);
                does.forEach(step -> expected.add("done: " + step));
            }
        });
        assertThat(patron().listenTo(new JavaClient(version).program(ensemble.connectString(), steps)))
                .isEqualTo(expected);
    }

    @Test
    void theClientForCDoesAllThatItKnows() {
        assertThat(patron().listenTo(Programs.inC("c_client", ensemble.connectString())))
                .containsExactly(
                        "done: creates znodes",
                        "done: reads and writes",
                        "done: watches",
                        "done: takes watches back",
                        "done: several things at once",
                        "done: guards by ACLs",
                        "done: asks without waiting",
                        "done: survives the loss of a server",
                        "done: outlives a session");
    }

    @Test
    void theClientForNodeDoesAllThatItKnows() {
        assertThat(patron().listenTo(Programs.inNode("node-client", ensemble.connectString())))
                .containsExactly(
                        "done: creates znodes",
                        "done: reads and writes",
                        "done: watches",
                        "done: several things at once",
                        "done: guards by ACLs",
                        "done: asks without waiting",
                        "done: survives the loss of a server",
                        "done: outlives a session");
    }

    @Test
    void theClientForPythonAndItsRecipesWork() {
        assertThat(patron().listenTo(Programs.inPython("kazoo_recipes.py", ensemble.connectString())))
                .containsExactly(
                        "done: reads the version",
                        "done: creates, reads, changes, deletes",
                        "done: transactions",
                        "done: guards by ACLs",
                        "done: asks without waiting",
                        "done: lock",
                        "done: locks for readers and writers",
                        "done: semaphore",
                        "done: election",
                        "done: counter",
                        "done: queue",
                        "done: queue with a lock",
                        "done: barriers",
                        "done: party",
                        "done: partitions",
                        "done: watches",
                        "done: tree cache",
                        "done: lives below a root",
                        "done: survives the loss of a server",
                        "done: outlives a session");
    }

    /// Its other recipes have tests of their own; these are about what goes on while a server is lost.
    @Test
    void curatorKeepsWhatItHasWhenAServerIsLost() throws Exception {
        var patron = patron();
        try (CuratorFramework client = CuratorFrameworkFactory.newClient(
                ensemble.connectString(), 20_000, 20_000, new ExponentialBackoffRetry(100, 10))) {
            client.start();
            try (var ttl = new PersistentTtlNode(client, "/curator-ttl", 2_000, new byte[0]);
                    var latch = new LeaderLatch(client, "/curator-latch");
                    CuratorCache cache = CuratorCache.build(client, "/curator-cache")) {
                ttl.start();
                latch.start();
                cache.start();
                assertThat(ttl.waitForInitialCreate(60, TimeUnit.SECONDS)).isTrue();
                latch.await();
                client.create().orSetData().creatingParentsIfNeeded().forPath("/curator-cache", new byte[] {1});
                patron.loseTheServerOf(
                        client.getZookeeperClient().getZooKeeper().getSessionId());
                Eventually.holds("it leads again", latch::hasLeadership);
                client.setData().forPath("/curator-cache", new byte[] {2});
                Eventually.holds(
                        "the cache follows",
                        () -> cache.get("/curator-cache")
                                .filter(node -> node.getData()[0] == 2)
                                .isPresent());
                Eventually.stays(
                        "the znode is kept",
                        Duration.ofSeconds(3),
                        () -> client.checkExists().forPath("/curator-ttl") != null);
            }
            Eventually.holds("the znode goes", () -> client.checkExists().forPath("/curator-ttl") == null);
        }
    }
}
