package io.quorate.acceptance;

import static io.quorate.acceptance.harness.Flavor.APACHE;
import static io.quorate.acceptance.harness.Flavor.QUORATE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Znodes with a time to live, and quotas, in ensembles of both flavors: whoever leads, all come to the same files.
final class TtlAndQuotaTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "extendedTypesEnabled", "true",
            "enforceQuota", "true",
            "znode.container.checkIntervalMs", "1000");

    private static final String EXTENDED_TYPES = "zookeeper.extendedTypesEnabled";

    @RegisterExtension
    final Stage stage = new Stage();

    /// Files are read with Apache's classes in this process.
    @BeforeAll
    static void letApacheKnowTtls() {
        System.setProperty(EXTENDED_TYPES, "true");
    }

    @AfterAll
    static void restore() {
        System.clearProperty(EXTENDED_TYPES);
    }

    private Ensemble start(List<Flavor> flavors) {
        Ensemble ensemble = stage.ensemble(flavors, SETTINGS);
        ensemble.member(1).start();
        ensemble.member(3).start();
        ensemble.awaitServing();
        assertThat(ensemble.leader()).isEqualTo(ensemble.member(3));
        ensemble.member(2).start();
        ensemble.awaitServing();
        return ensemble;
    }

    @Test
    void quorateLeadsApache() throws Exception {
        Ensemble ensemble = start(List.of(APACHE, APACHE, QUORATE));
        try (StockClient client = StockClient.connect(ensemble.member(1))) {
            quotaHolds(client.zk());
            createWithTtl(client.zk(), "/brief", 500);
            Eventually.holds("the znode has gone", () -> client.zk().exists("/brief", false) == null);
        }
        allAgree(ensemble);
    }

    @Test
    void apacheLeadsQuorate() throws Exception {
        Ensemble ensemble = start(List.of(QUORATE, QUORATE, APACHE));
        try (StockClient client = StockClient.connect(ensemble.member(1))) {
            quotaHolds(client.zk());
        }
        allAgree(ensemble);
    }

    private static void allAgree(Ensemble ensemble) throws Exception {
        try (StockClient client = StockClient.connect(ensemble)) {
            createWithTtl(client.zk(), "/lasting", 1_000_000);
        }
        TreeImage image = Agreement.amongRunning(ensemble);
        assertThat(image.znodes()).containsKey("/lasting");
        ensemble.stop();
        Agreement.ofFiles(ensemble, image);
    }

    private static void createWithTtl(ZooKeeper zk, String path, long ttl) throws Exception {
        Stat stat = new Stat();
        zk.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, stat, ttl);
        assertThat(stat.getEphemeralOwner()).isZero();
    }

    private static void create(ZooKeeper zk, String path, String data) throws Exception {
        zk.create(path, data.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private static void quotaHolds(ZooKeeper zk) throws Exception {
        create(zk, "/q", "1");
        create(zk, "/zookeeper/quota/q", "");
        create(zk, "/zookeeper/quota/q/zookeeper_limits", "count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=3");
        create(zk, "/zookeeper/quota/q/zookeeper_stats", "count=0,bytes=0");
        create(zk, "/q/a", "22");
        create(zk, "/q/b", "333");
        assertThatThrownBy(() -> create(zk, "/q/c", "")).isInstanceOf(KeeperException.QuotaExceededException.class);
        assertThatThrownBy(() -> zk.setData("/q/a", new byte[9], 77))
                .isInstanceOf(KeeperException.QuotaExceededException.class);
        assertThatThrownBy(() -> zk.multi(List.of(
                        Op.setData("/q/b", new byte[4], -1),
                        Op.create("/q/c", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))))
                .isInstanceOf(KeeperException.QuotaExceededException.class);
        zk.setData("/q/a", new byte[6], -1);
        zk.delete("/q/b", -1);
        assertThat(new String(zk.getData("/zookeeper/quota/q/zookeeper_stats", false, null), UTF_8))
                .isEqualTo("count=2,bytes=7");
        assertThat(zk.exists("/zookeeper/quota/q/zookeeper_stats", false).getVersion())
                .isZero();
    }
}
