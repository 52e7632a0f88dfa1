package io.quorate.acceptance;

import static io.quorate.acceptance.harness.Flavor.APACHE;
import static io.quorate.acceptance.harness.Flavor.QUORATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.acceptance.harness.Archive;
import io.quorate.acceptance.harness.Command;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A parent with more children than an answer can name: ZooKeeper's own client, as it is, lists them in parts.
final class ManyChildrenTest {
    private static final int MANY = 200_000;
    private static final int TOGETHER = 1_000;
    private static final String PARTS = "/zookeeper_children";

    @RegisterExtension
    final Stage stage = new Stage();

    private static void create(ZooKeeper zk, int count) throws Exception {
        String _ = zk.create("/app", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        String _ = zk.create("/app/members", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        for (int from = 0; from < count; from += TOGETHER) {
            List<Op> creations = new ArrayList<>();
            for (int i = from; i < from + TOGETHER; i++) {
                creations.add(Op.create(
                        "/app/members/m-%07d".formatted(i), null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
            }
            assertThat(zk.multi(creations)).hasSize(TOGETHER);
        }
    }

    /// Until a part is empty, each begins behind the last name of the one before.
    private static List<String> inParts(ZooKeeper zk, String parent) throws Exception {
        List<String> all = new ArrayList<>();
        List<String> part = zk.getChildren(parent + PARTS, false);
        while (!part.isEmpty()) {
            all.addAll(part);
            part = zk.getChildren(parent + PARTS + "/" + part.getLast(), false);
        }
        return all;
    }

    @Test
    void aStockClientListsMoreThanItCouldReadAtOnce() throws Exception {
        Ensemble ensemble = stage.ensemble(List.of(QUORATE), Map.of()).start();
        Member server = ensemble.member(1);
        try (StockClient client = StockClient.connect(server)) {
            create(client.zk(), MANY);
            assertThatThrownBy(() -> client.zk().getChildren("/app/members", false))
                    .isInstanceOf(KeeperException.ConnectionLossException.class);
            client.awaitConnected();
            assertThat(client.zk().exists("/app/members" + PARTS, false)).isNull();
            assertThatThrownBy(() -> client.zk().getChildren("/app/members" + PARTS, true))
                    .isInstanceOf(KeeperException.BadArgumentsException.class);
        }
        try (StockClient client = StockClient.connect(server.address() + "/app", 20_000)) {
            ZooKeeper chrooted = client.zk();
            List<String> all = inParts(chrooted, "/members");
            assertThat(all).hasSize(MANY).isSorted().doesNotHaveDuplicates();
            Stat stat = new Stat();
            List<String> _ = chrooted.getChildren("/members" + PARTS, false, stat);
            assertThat(stat).isEqualTo(chrooted.exists("/members", false));
            assertThatThrownBy(() -> inParts(chrooted, "/missing")).isInstanceOf(KeeperException.NoNodeException.class);
        }
        String script = Archive.unpackedOnce().resolve("bin/zkCli.sh").toString();
        String listed = Flavor.marked(Command.of(script, "-server", server.address(), "ls", "/app/members"))
                .run()
                .succeeded();
        assertThat(listed.split(", ", -1)).hasSize(MANY);
    }

    /// Servers of Apache have nothing at such a path, and so they say: a client knows at its first question.
    @Test
    void besideServersOfApacheThoseOfOursListInPartsOnTheirOwn() throws Exception {
        Ensemble ensemble =
                stage.ensemble(List.of(QUORATE, APACHE, APACHE), Map.of()).start();
        try (StockClient ours = StockClient.connect(ensemble.member(1));
                StockClient theirs = StockClient.connect(ensemble.member(2))) {
            create(theirs.zk(), 2 * TOGETHER);
            ours.zk().sync("/", (_, _, _) -> {}, null);
            Set<String> all = new HashSet<>(theirs.zk().getChildren("/app/members", false));
            assertThat(inParts(ours.zk(), "/app/members")).hasSameElementsAs(all);
            assertThatThrownBy(() -> inParts(theirs.zk(), "/app/members"))
                    .isInstanceOf(KeeperException.NoNodeException.class);
        }
    }
}
