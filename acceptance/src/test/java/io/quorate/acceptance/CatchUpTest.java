package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Mode;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A server that was away, or behind, or ahead, ends up with what the others hold.
final class CatchUpTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private Ensemble ensemble(Map<String, String> settings) {
        return stage.ensemble(Collections.nCopies(3, Flavor.underTest()), settings)
                .start();
    }

    private static void create(ZooKeeper zk, String path) throws Exception {
        String _ = zk.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    @Test
    void aFollowerCatchesUpAfterTenTxnsAndAfterAThousandAndWithAnEmptyDisk() throws Exception {
        // Smaller than the usual 500, so that a thousand txns are more than the leader keeps in memory.
        Ensemble ensemble = ensemble(Map.of("commitLogCount", "200"));
        Member away = ensemble.followers().getFirst();
        try (StockClient client = StockClient.connect(ensemble.leader())) {
            Flood.create(client.zk(), "/before", 100);
            away.stop();
            Flood.create(client.zk(), "/ten", 10);
            away.start();
            ensemble.awaitServing();
            TreeImage _ = Agreement.amongRunning(ensemble);

            away.kill();
            Flood.create(client.zk(), "/thousand", 1_000);
            away.start();
            ensemble.awaitServing();
            TreeImage _ = Agreement.amongRunning(ensemble);

            away.stop();
            Stage.remove(away.versionTwo());
            away.start();
            ensemble.awaitServing();
        }
        TreeImage image = Agreement.amongRunning(ensemble);
        assertThat(image.znodes()).hasSize(1 + 100 + 10 + 1_000);
        ensemble.stop();
        Agreement.ofFiles(ensemble, image);
    }

    @Test
    @Tag("long")
    void aFollowerCatchesUpAfterAHundredThousandTxns() throws Exception {
        Ensemble ensemble = ensemble(Map.of("snapCount", "30000"));
        Member away = ensemble.followers().getFirst();
        try (StockClient client = StockClient.connect(ensemble.leader())) {
            Flood.create(client.zk(), "/before", 1_000);
            away.kill();
            Flood.create(client.zk(), "/away", 100_000);
            away.start();
            ensemble.awaitServing();
        }
        TreeImage image = Agreement.amongRunning(ensemble);
        assertThat(image.znodes()).hasSize(1 + 1_000 + 100_000);
        ensemble.stop();
        Agreement.ofFiles(ensemble, image);
    }

    @Test
    void whatWasNeverCommittedIsCutOff() throws Exception {
        Ensemble ensemble = ensemble(Map.of());
        Member old = ensemble.leader();
        List<Member> others = ensemble.followers();
        try (StockClient client = StockClient.connect(old)) {
            create(client.zk(), "/committed");
            // Nobody acknowledges any more, but the leader cannot know yet: it logs and waits.
            others.forEach(Member::freeze);
            client.zk()
                    .create(
                            "/ghost",
                            new byte[0],
                            Ids.OPEN_ACL_UNSAFE,
                            CreateMode.PERSISTENT,
                            (_, _, _, _) -> {},
                            null);
            Eventually.holds("the leader has logged it", () -> logContains(old, "/ghost"));
            old.kill();
            // What has been sent to them is in their sockets, and goes with them.
            others.forEach(Member::kill);
        }
        others.forEach(Member::start);
        ensemble.awaitServing();
        try (StockClient client = StockClient.connect(ensemble)) {
            create(client.zk(), "/instead");
        }
        old.start();
        ensemble.awaitServing();
        TreeImage image = Agreement.amongRunning(ensemble);
        assertThat(image.znodes()).containsKeys("/committed", "/instead").doesNotContainKey("/ghost");
        ensemble.stop();
        Agreement.ofFiles(ensemble, image);
    }

    private static boolean logContains(Member member, String text) throws Exception {
        try (Stream<Path> files = Files.list(member.versionTwo())) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("log."))
                    .toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void aFrozenLeaderIsReplacedAndComesBackAsAFollower() throws Exception {
        Ensemble ensemble = ensemble(Map.of("syncLimit", "6"));
        Member old = ensemble.leader();
        List<Member> others = ensemble.followers();
        try (StockClient client = StockClient.connect(Ensemble.connectString(others), 20_000)) {
            create(client.zk(), "/before");
            old.freeze();
            Member next = Eventually.yields(
                    "another leads",
                    () -> others.stream()
                            .filter(member -> member.mode().equals(java.util.Optional.of(Mode.LEADER)))
                            .findFirst());
            client.awaitConnected();
            // Not a creation: its answer may get lost while servers change sides, and it fails the second time.
            Eventually.passes(
                    "the session goes on",
                    () -> client.zk().setData("/before", "after".getBytes(StandardCharsets.US_ASCII), -1));
            old.thaw();
            Eventually.holds("the old leader follows", () -> old.mode().equals(java.util.Optional.of(Mode.FOLLOWER)));
            assertThat(next.mode()).contains(Mode.LEADER);
        }
        assertThat(Agreement.amongRunning(ensemble).znodes())
                .hasEntrySatisfying("/before", znode -> assertThat(znode.data()).isEqualTo("after"));
    }
}
