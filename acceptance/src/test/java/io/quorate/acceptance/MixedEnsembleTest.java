package io.quorate.acceptance;

import static io.quorate.acceptance.harness.Flavor.APACHE;
import static io.quorate.acceptance.harness.Flavor.QUORATE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Mode;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Servers of both flavors in one ensemble. Who leads is decided by who starts first: of two fresh
/// servers the one with the larger id, and the third finds it leading.
final class MixedEnsembleTest {
    @RegisterExtension
    final Stage stage = new Stage();

    /// Two start and elect the second of them; then the third joins.
    private Ensemble start(List<Flavor> flavors, int first, int leader, int third) {
        Ensemble ensemble = stage.ensemble(flavors, Map.of("snapCount", "100", "commitLogCount", "50"));
        ensemble.member(first).start();
        ensemble.member(leader).start();
        ensemble.awaitServing();
        assertThat(ensemble.leader()).isEqualTo(ensemble.member(leader));
        ensemble.member(third).start();
        ensemble.awaitServing();
        assertThat(ensemble.leader()).isEqualTo(ensemble.member(leader));
        return ensemble;
    }

    @Test
    void quorateLeadsTwoOfApache() throws Exception {
        everythingWorksAcross(start(List.of(APACHE, APACHE, QUORATE), 1, 3, 2));
    }

    @Test
    void quorateFollowsApacheAmongApache() throws Exception {
        everythingWorksAcross(start(List.of(APACHE, APACHE, QUORATE), 1, 2, 3));
    }

    @Test
    void apacheLeadsTwoOfQuorate() throws Exception {
        everythingWorksAcross(start(List.of(QUORATE, QUORATE, APACHE), 1, 3, 2));
    }

    private static void everythingWorksAcross(Ensemble ensemble) throws Exception {
        for (Member writer : ensemble.members()) {
            for (Member reader : ensemble.members()) {
                exchange(writer, reader);
            }
        }
        // Each is away for a while and misses something, the leader too.
        try (StockClient client = StockClient.connect(ensemble.connectString(), 60_000)) {
            create(client.zk(), "/kept", CreateMode.EPHEMERAL);
            for (Member member : ensemble.members()) {
                member.stop();
                Eventually.holds("the others go on", () -> {
                    client.awaitConnected();
                    return client.zk().exists("/kept", false) != null;
                });
                Eventually.passes(
                        "a write goes through",
                        () -> create(client.zk(), "/without-" + member.id() + "-", CreateMode.PERSISTENT_SEQUENTIAL));
                member.start();
                ensemble.awaitServing();
            }
            client.awaitConnected();
            assertThat(client.zk().exists("/kept", false).getEphemeralOwner())
                    .isEqualTo(client.zk().getSessionId());
        }
        // Further behind than a leader keeps in memory: it reads its log, or sends a snapshot.
        Member away = ensemble.followers().getFirst();
        away.kill();
        try (StockClient client = StockClient.connect(ensemble)) {
            Flood.create(client.zk(), "/flood", 300);
        }
        away.start();
        ensemble.awaitServing();
        TreeImage image = Agreement.amongRunning(ensemble);
        assertThat(image.znodes()).doesNotContainKey("/kept").containsKey("/flood/299-");
        ensemble.stop();
        Agreement.ofFiles(ensemble, image);
    }

    private static void create(ZooKeeper zk, String path, CreateMode mode) throws Exception {
        String _ = zk.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, mode);
    }

    /// What a client does through one server, as another sees it through the other; and a session that
    /// moves over.
    private static void exchange(Member from, Member to) throws Exception {
        String root = "/from-" + from.id() + "-to-" + to.id();
        try (StockClient writer = StockClient.connect(from);
                StockClient reader = StockClient.connect(to)) {
            ZooKeeper zk = writer.zk();
            var events = new StockClient.Events();
            assertThat(reader.zk().exists(root, events)).isNull();
            create(zk, root, CreateMode.PERSISTENT);
            Eventually.holds("the watch fires", () -> events.ofZnodes().equals(List.of("NodeCreated " + root)));
            assertThat(zk.create(
                            root + "/s-", "x".getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL))
                    .endsWith("0000000000");
            create(zk, root + "/e", CreateMode.EPHEMERAL);
            create(zk, root + "/c", CreateMode.CONTAINER);
            assertThat(zk.multi(List.of(
                            Op.setData(root, "1".getBytes(UTF_8), 0),
                            Op.create(root + "/m", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                            Op.check(root, 1))))
                    .hasSize(3);
            assertThatThrownBy(() -> zk.multi(List.of(Op.setData(root, null, 1), Op.check(root, 7))))
                    .isInstanceOf(KeeperException.BadVersionException.class);
            assertThat(zk.setACL(root + "/m", Ids.READ_ACL_UNSAFE, 0).getAversion())
                    .isEqualTo(1);
            Eventually.holds(
                    "all is seen",
                    () -> reader.zk().exists(root + "/m", false) != null
                            && reader.zk().getACL(root + "/m", null).equals(Ids.READ_ACL_UNSAFE));
            assertThat(reader.zk().getChildren(root, false)).containsExactlyInAnyOrder("s-0000000000", "e", "c", "m");
            assertThat(new String(reader.zk().getData(root, false, null), UTF_8))
                    .isEqualTo("1");
            assertThat(reader.zk().exists(root + "/e", false).getEphemeralOwner())
                    .isEqualTo(zk.getSessionId());

            try (StockClient moved = StockClient.attach(
                    to.address(), StockClient.SESSION_TIMEOUT_MILLIS, zk.getSessionId(), zk.getSessionPasswd())) {
                moved.awaitConnected();
                assertThat(moved.zk().setData(root + "/e", new byte[0], 0).getVersion())
                        .isEqualTo(1);
            }
            Eventually.holds("the end of the session is seen", () -> reader.zk().exists(root + "/e", false) == null);
        }
    }

    @Test
    void serversAreReplacedOneByOneWhileASessionGoesOn() throws Exception {
        Ensemble ensemble = stage.ensemble(List.of(APACHE, APACHE, APACHE), Map.of("snapCount", "100"))
                .start();
        try (StockClient client = StockClient.connect(ensemble.connectString(), 60_000)) {
            create(client.zk(), "/kept", CreateMode.EPHEMERAL);
            Flood.create(client.zk(), "/before", 250);
            replace(ensemble, QUORATE, client);
            replace(ensemble, APACHE, client);
            assertThat(client.zk().exists("/kept", false).getEphemeralOwner())
                    .isEqualTo(client.zk().getSessionId());
        }
        TreeImage image = Agreement.amongRunning(ensemble);
        assertThat(image.znodes()).doesNotContainKey("/kept").containsKey("/before/249-");
    }

    /// On the files that are there. The leader comes last, as operators do it.
    private static void replace(Ensemble ensemble, Flavor flavor, StockClient client) throws Exception {
        List<Member> order = new java.util.ArrayList<>(ensemble.followers());
        order.add(ensemble.leader());
        for (Member member : order) {
            member.stop();
            member.start(flavor);
            ensemble.awaitServing();
            Eventually.passes("a write goes through", () -> {
                client.awaitConnected();
                create(client.zk(), "/replaced-", CreateMode.PERSISTENT_SEQUENTIAL);
            });
        }
        TreeImage image = Agreement.amongRunning(ensemble);
        assertThat(image.znodes()).containsKey("/kept");
        assertThat(ensemble.members())
                .allSatisfy(member -> assertThat(member.mode())
                        .hasValueSatisfying(mode -> assertThat(mode).isIn(Mode.LEADER, Mode.FOLLOWER)));
    }
}
