package io.quorate.acceptance;

import static io.quorate.acceptance.harness.Flavor.APACHE;
import static io.quorate.acceptance.harness.Flavor.QUORATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.RawSession;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Sessions that only their server knows, as clients meet them at a leader and at a follower, of ours among ours and in
/// ensembles with Apache's.
final class LocalSessionsTest {
    private static final int SHORT_MILLIS = 2_000;
    private static final Map<String, String> LOCAL = Map.of("localSessionsEnabled", "true");
    private static final Map<String, String> UPGRADABLE =
            Map.of("localSessionsEnabled", "true", "localSessionsUpgradingEnabled", "true");

    @RegisterExtension
    final Stage stage = new Stage();

    private static String create(ZooKeeper zk, String path, CreateMode mode) throws Exception {
        return zk.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, mode);
    }

    private static Op creation(String path, CreateMode mode) {
        return Op.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, mode);
    }

    private static long count(Member member, String what) throws IOException {
        return member.ask("mntr")
                .lines()
                .filter(line -> line.startsWith("zk_" + what + "_sessions\t"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private Ensemble ours(Map<String, String> settings) {
        return stage.ensemble(Collections.nCopies(3, Flavor.underTest()), settings)
                .start();
    }

    /// Two start and elect the second of them; then the third joins.
    private Ensemble mixed(List<Flavor> flavors, int leader, Map<String, String> settings) {
        Ensemble ensemble = stage.ensemble(flavors, settings);
        ensemble.member(1).start();
        ensemble.member(leader).start();
        ensemble.awaitServing();
        assertThat(ensemble.leader()).isEqualTo(ensemble.member(leader));
        ensemble.start();
        return ensemble;
    }

    @Test
    void aSessionThatStaysLocalWritesButOwnsNothing() throws Exception {
        Ensemble ensemble = ours(LOCAL);
        for (Member member : ensemble.members()) {
            ownsNothing(member);
        }
        for (Member member : ensemble.members()) {
            assertThat(count(member, "global")).isZero();
        }
    }

    private static void ownsNothing(Member member) throws Exception {
        try (StockClient client = StockClient.connect(member)) {
            assertThat(count(member, "local")).isOne();
            String path = create(client.zk(), "/of-" + member.id(), CreateMode.PERSISTENT);
            assertThatThrownBy(() -> create(client.zk(), path + "/e", CreateMode.EPHEMERAL))
                    .isInstanceOf(KeeperException.EphemeralOnLocalSessionException.class);
            assertThatThrownBy(() -> create(client.zk(), path + "/e", CreateMode.EPHEMERAL_SEQUENTIAL))
                    .isInstanceOf(KeeperException.EphemeralOnLocalSessionException.class);
            assertThatThrownBy(() -> client.zk()
                            .multi(List.of(
                                    creation(path + "/a", CreateMode.PERSISTENT),
                                    creation(path + "/e", CreateMode.EPHEMERAL))))
                    .isInstanceOf(KeeperException.class);
            create(client.zk(), path + "/container", CreateMode.CONTAINER);
            assertThat(client.zk().getChildren(path, true)).containsExactly("container");
            client.zk().setData(path, new byte[] {1}, 0);
            client.zk().delete(path + "/container", -1);
            Eventually.holds("a watch fires", () -> client.events().ofZnodes().size() == 1);
        }
        Eventually.holds("closed without a txn", () -> count(member, "local") == 0);
    }

    @Test
    void aSessionIsUpgradedByItsFirstEphemeralWhereverThatIs() throws Exception {
        Ensemble ensemble = ours(UPGRADABLE);
        upgrades(ensemble);
        Member follower = ensemble.followers().getFirst();
        try (StockClient client = StockClient.connect(follower);
                StockClient other = StockClient.connect(ensemble.leader())) {
            String path = create(client.zk(), "/survives", CreateMode.EPHEMERAL);
            follower.kill();
            try (StockClient moved = StockClient.attach(
                    ensemble.leader().address(),
                    StockClient.SESSION_TIMEOUT_MILLIS,
                    client.zk().getSessionId(),
                    client.zk().getSessionPasswd())) {
                moved.awaitConnected();
                assertThat(moved.zk().exists(path, false)).isNotNull();
            }
            Eventually.holds("gone with its session", () -> other.zk().exists(path, false) == null);
        }
    }

    private static void upgrades(Ensemble ensemble) throws Exception {
        for (Member member : ensemble.members()) {
            for (int position = -1; position < 3; position++) {
                String path = "/upgraded-%d-%d".formatted(member.id(), position);
                try (StockClient client = StockClient.connect(member)) {
                    ZooKeeper zk = client.zk();
                    create(zk, path, CreateMode.PERSISTENT);
                    long before = count(member, "global");
                    if (position < 0) {
                        create(zk, path + "/e", CreateMode.EPHEMERAL);
                    } else {
                        List<Op> parts = new ArrayList<>();
                        for (int i = 0; i < 3; i++) {
                            parts.add(creation(
                                    path + (i == position ? "/e" : "/p" + i),
                                    i == position ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT));
                        }
                        assertThat(zk.multi(parts)).hasSize(3);
                    }
                    assertThat(zk.exists(path + "/e", false).getEphemeralOwner())
                            .isEqualTo(zk.getSessionId());
                    assertThat(count(member, "global")).isEqualTo(before + 1);
                }
                try (StockClient other = StockClient.connect(ensemble.member(1))) {
                    Eventually.holds("gone", () -> other.zk().exists(path + "/e", false) == null);
                }
            }
        }
        for (Member member : ensemble.members()) {
            Eventually.holds("none is left", () -> count(member, "global") == 0);
        }
    }

    @Test
    void aSilentSessionIsEndedByItsServerWhateverThatIs() throws Exception {
        Ensemble ensemble = ours(LOCAL);
        for (Member member : ensemble.members()) {
            try (RawSession silent = new RawSession(member, SHORT_MILLIS);
                    StockClient pinging = StockClient.connect(member.address(), SHORT_MILLIS)) {
                silent.ping();
                long id = pinging.zk().getSessionId();
                assertThat(count(member, "local")).isEqualTo(2);
                Eventually.holds("the silent one is over", () -> count(member, "local") == 1);
                assertThat(pinging.zk().exists("/", false)).isNotNull();
                assertThat(pinging.zk().getSessionId()).isEqualTo(id);
            }
        }
    }

    @Test
    void aSessionGoesOnAtItsServerOnlyAndEndsWithIt() throws Exception {
        Ensemble ensemble = ours(LOCAL);
        Member follower = ensemble.followers().getFirst();
        for (Member home : List.of(follower, ensemble.leader())) {
            try (StockClient client = StockClient.connect(home)) {
                for (Member elsewhere : ensemble.members()) {
                    try (StockClient moved = attached(client, elsewhere)) {
                        if (elsewhere == home) {
                            moved.awaitConnected();
                            assertThat(moved.zk().exists("/", false)).isNotNull();
                        } else {
                            Eventually.holds(
                                    "over", () -> moved.events().states().contains(KeeperState.Expired));
                        }
                    }
                }
            }
        }
        try (StockClient client = StockClient.connect(follower)) {
            follower.kill();
            follower.start();
            Eventually.holds("over", () -> client.events().states().contains(KeeperState.Expired));
        }
    }

    private static StockClient attached(StockClient client, Member member) {
        return StockClient.attach(
                member.address(),
                StockClient.SESSION_TIMEOUT_MILLIS,
                client.zk().getSessionId(),
                client.zk().getSessionPasswd());
    }

    @Test
    void ephemeralsAreRefusedAlikeWhereApacheLeads() throws Exception {
        Ensemble ensemble = mixed(List.of(QUORATE, APACHE, QUORATE), 2, LOCAL);
        for (Member member : ensemble.members()) {
            ownsNothing(member);
        }
    }

    @Test
    void ephemeralsAreRefusedAlikeWhereApacheFollows() throws Exception {
        Ensemble ensemble = mixed(List.of(APACHE, QUORATE, APACHE), 2, LOCAL);
        for (Member member : ensemble.members()) {
            ownsNothing(member);
        }
    }

    @Test
    void sessionsAreUpgradedWhereApacheLeads() throws Exception {
        upgrades(mixed(List.of(QUORATE, APACHE, QUORATE), 2, UPGRADABLE));
    }

    @Test
    void sessionsAreUpgradedWhereApacheFollows() throws Exception {
        upgrades(mixed(List.of(APACHE, QUORATE, APACHE), 2, UPGRADABLE));
    }
}
