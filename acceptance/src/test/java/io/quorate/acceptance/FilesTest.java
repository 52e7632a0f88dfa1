package io.quorate.acceptance;

import static io.quorate.acceptance.harness.Flavor.APACHE;
import static io.quorate.acceptance.harness.Flavor.QUORATE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.RawSession;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A data directory serves both: what one flavor wrote, the other starts on. The long way round, with
/// servers killed while they write, is in {@link CrashTest}, which reads all files with Apache's
/// classes at its end.
final class FilesTest {
    private static final int SESSION_MILLIS = 60_000;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void apacheStartsOnWhatQuorateWrote() throws Exception {
        handOver(QUORATE, APACHE);
    }

    @Test
    void quorateStartsOnWhatApacheWrote() throws Exception {
        handOver(APACHE, QUORATE);
    }

    /// One server alone, as nobody could send it what it cannot read. It is killed, so that its log is
    /// what it is in the middle of the work.
    private void handOver(Flavor from, Flavor to) throws Exception {
        Ensemble ensemble =
                stage.ensemble(Collections.nCopies(1, from), Map.of("snapCount", "50", "preAllocSize", "64"));
        Member server = ensemble.member(1);
        server.start();
        ensemble.awaitServing();
        try (var session = new RawSession(server, SESSION_MILLIS)) {
            session.createEphemeral("/of-a-session-that-goes-on");
            fill(server);
        }
        TreeImage written = TreeImage.through(server);
        server.kill();
        Agreement.ofFiles(ensemble, written);

        server.start(to);
        ensemble.awaitServing();
        TreeImage read = TreeImage.through(server);
        assertThat(written.differences(read)).isEmpty();
        try (StockClient client = StockClient.connect(server)) {
            client.zk().addAuthInfo("digest", "lena:secret".getBytes(UTF_8));
            assertThat(client.zk().getACL("/guarded", null)).hasSize(2);
            assertThat(client.zk().getData("/guarded", false, null))
                    .asString(UTF_8)
                    .isEqualTo("g");
            assertThat(client.zk().create("/sequence/s-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL))
                    .isEqualTo("/sequence/s-0000000005");
        }
        TreeImage more = TreeImage.through(server);
        server.kill();
        Agreement.ofFiles(ensemble, more);

        // And back again.
        server.start(from);
        ensemble.awaitServing();
        assertThat(more.differences(TreeImage.through(server))).isEmpty();
    }

    private static void fill(Member server) throws Exception {
        try (StockClient client = StockClient.connect(server)) {
            ZooKeeper zk = client.zk();
            zk.addAuthInfo("digest", "lena:secret".getBytes(UTF_8));
            create(zk, "/sequence", CreateMode.PERSISTENT);
            for (int i = 0; i < 5; i++) {
                create(zk, "/sequence/s-", CreateMode.PERSISTENT_SEQUENTIAL);
            }
            zk.delete("/sequence/s-0000000003", -1);
            create(zk, "/container", CreateMode.CONTAINER);
            create(zk, "/container/child", CreateMode.PERSISTENT);
            create(zk, "/gone-with-its-session", CreateMode.EPHEMERAL);
            String _ = zk.create(
                    "/guarded",
                    "g".getBytes(UTF_8),
                    Arrays.asList(
                            new ACL(Perms.READ, new Id("ip", "127.0.0.0/8")), new ACL(Perms.ALL, new Id("auth", ""))),
                    CreateMode.PERSISTENT);
            create(zk, "/\u00e4\u4e2d", CreateMode.PERSISTENT);
            String _ = zk.create("/null", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            for (int i = 0; i < 120; i++) {
                var _ = zk.multi(List.of(
                        Op.create("/multi-" + i, new byte[] {(byte) i}, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                        Op.setData("/sequence", Integer.toString(i).getBytes(UTF_8), i),
                        Op.check("/container", 0)));
            }
            for (int i = 0; i < 120; i += 2) {
                zk.delete("/multi-" + i, 0);
            }
        }
    }

    private static void create(ZooKeeper zk, String path, CreateMode mode) throws Exception {
        String _ = zk.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, mode);
    }
}
