package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.acceptance.harness.Archive;
import io.quorate.acceptance.harness.Command;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.ZooKeeper.States;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server without a leader that lets clients read, and those clients' way back to a server that has one.
final class ReadOnlyModeTest {
    private static final int TIMEOUT_MILLIS = 20_000;

    @RegisterExtension
    final Stage stage = new Stage();

    private static Map<String, String> settings(boolean localSessions) {
        return Map.of(
                "readonlymode.enabled",
                "true",
                "localSessionsEnabled",
                Boolean.toString(localSessions),
                "localSessionsUpgradingEnabled",
                Boolean.toString(localSessions),
                "syncLimit",
                "6");
    }

    private static String create(ZooKeeper zk, String path, CreateMode mode) throws Exception {
        return zk.create(path, new byte[] {1}, Ids.OPEN_ACL_UNSAFE, mode);
    }

    private static void awaitState(StockClient client, States state) {
        Eventually.holds("the client is " + state, () -> client.zk().getState() == state);
    }

    private static void awaitReadOnly(Member member) {
        Eventually.holds(member + " lets read", () -> member.ask("isro").equals("ro"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoeverIsContentToReadIsServedUntilThereIsALeaderAgain(boolean localSessions) throws Exception {
        Ensemble ensemble = stage.ensemble(Collections.nCopies(3, Flavor.QUORATE), settings(localSessions))
                .start();
        Member left = ensemble.member(1);
        try (StockClient writer = StockClient.contentToRead(left.address(), TIMEOUT_MILLIS)) {
            awaitState(writer, States.CONNECTED);
            create(writer.zk(), "/kept", CreateMode.PERSISTENT);
            create(writer.zk(), "/mine", CreateMode.EPHEMERAL);
            ensemble.member(2).kill();
            ensemble.member(3).kill();
            awaitReadOnly(left);
            assertThat(left.ask("srvr"))
                    .contains("READ-ONLY mode; serving only read-only clients\n", "Mode: read-only\n");
            try (StockClient reader = StockClient.contentToRead(left.address(), TIMEOUT_MILLIS);
                    StockClient demanding = StockClient.demanding(left.address(), TIMEOUT_MILLIS)) {
                awaitState(reader, States.CONNECTEDREADONLY);
                readsAndNothingElse(reader.zk());
                assertThat(zkCli(left, "-r", "get", "/kept")).isZero();
                assertThat(demanding.zk().getState()).isEqualTo(States.CONNECTING);
                assertThat(writer.zk().getState())
                        .as("its session may live or not")
                        .isEqualTo(States.CONNECTING);

                ensemble.member(2).start();
                awaitState(reader, States.CONNECTED);
                create(reader.zk(), "/later", CreateMode.EPHEMERAL);
                awaitState(demanding, States.CONNECTED);
                awaitState(writer, States.CONNECTED);
                assertThat(writer.zk().exists("/mine", false).getEphemeralOwner())
                        .isEqualTo(writer.zk().getSessionId());
                assertThat(writer.events().states()).doesNotContain(KeeperState.Expired);
            }
        }
    }

    private static void readsAndNothingElse(ZooKeeper zk) throws Exception {
        assertThat(zk.getData("/kept", true, null)).containsExactly(1);
        assertThat(zk.getChildren("/", false)).contains("kept", "mine");
        assertThatThrownBy(() -> create(zk, "/new", CreateMode.PERSISTENT))
                .isInstanceOf(KeeperException.NotReadOnlyException.class);
        assertThatThrownBy(() -> create(zk, "/new", CreateMode.EPHEMERAL))
                .isInstanceOf(KeeperException.NotReadOnlyException.class);
        assertThatThrownBy(() -> zk.setData("/kept", new byte[0], -1))
                .isInstanceOf(KeeperException.NotReadOnlyException.class);
        assertThatThrownBy(() -> zk.delete("/kept", -1)).isInstanceOf(KeeperException.NotReadOnlyException.class);
    }

    private int zkCli(Member member, String... arguments) {
        String script = Archive.unpackedOnce().resolve("bin/zkCli.sh").toString();
        var words = new ArrayList<>(List.of(script, "-server", member.address()));
        words.addAll(List.of(arguments));
        return Flavor.marked(Command.of(words)).in(stage.directory()).run().exitCode();
    }

    @Test
    void aReaderMovesToAServerThatHasALeaderAsSoonAsItFindsOne() throws Exception {
        var quick = new HashMap<>(settings(true));
        quick.put("tickTime", "200");
        Ensemble ensemble = stage.cabled(3, quick).start();
        Member lonely = ensemble.followers().getFirst();
        List<Member> others =
                ensemble.members().stream().filter(member -> member != lonely).toList();
        ensemble.cables().split(List.of(lonely), others);
        awaitReadOnly(lonely);
        try (StockClient reader = StockClient.contentToRead(lonely.address(), TIMEOUT_MILLIS)) {
            awaitState(reader, States.CONNECTEDREADONLY);
            reader.zk().updateServerList(ensemble.connectString());
            awaitState(reader, States.CONNECTED);
            create(reader.zk(), "/there", CreateMode.PERSISTENT);
            assertThat(lonely.ask("isro")).isEqualTo("ro");
        }
        ensemble.cables().heal();
        Eventually.holds("it is back among the others", () -> lonely.ask("isro").equals("rw"));
    }
}
