package io.quorate.acceptance.protocol;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.util.Collections;
import java.util.Map;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper.States;

/// What can be seen only where servers are two, with sessions that one of them knows, and where one of them is left
/// then, which lets clients read.
///
/// @param onLocalSession as long as they were two
/// @param alone the servers that are left
record Left(Row onLocalSession, Pair alone) {
    private static final int TIMEOUT_MILLIS = 20_000;

    static Left of(Stage stage) throws Exception {
        Ensemble apaches = two(stage, Flavor.APACHE);
        Ensemble ours = two(stage, Flavor.QUORATE);
        Pair first = new Pair(apaches.member(1), ours.member(1));
        Code code = Code.EPHEMERALONLOCALSESSION;
        Row onLocalSession = first.row(code.name(), String.valueOf(code.intValue()), Left::asksForAnEphemeral);
        apaches.member(2).kill();
        ours.member(2).kill();
        return new Left(onLocalSession, first);
    }

    private static Ensemble two(Stage stage, Flavor flavor) {
        Ensemble ensemble = stage.ensemble(
                Collections.nCopies(2, flavor), Map.of("localSessionsEnabled", "true", "readonlymode.enabled", "true"));
        // Apache's server takes the latter as a system property only.
        ensemble.members().forEach(member -> member.startWith("JDK_JAVA_OPTIONS", "-Dreadonlymode.enabled=true"));
        ensemble.awaitServing();
        return ensemble;
    }

    private static String asksForAnEphemeral(Member server) throws Exception {
        try (StockClient client = StockClient.connect(server)) {
            return created(client, CreateMode.EPHEMERAL);
        }
    }

    static String reads(Member server) {
        try (StockClient client = reader(server)) {
            return client.events().states().contains(KeeperState.ConnectedReadOnly) ? Desk.FINE : "not told";
        }
    }

    static String writes(Member server) throws Exception {
        try (StockClient client = reader(server)) {
            return created(client, CreateMode.PERSISTENT);
        }
    }

    private static StockClient reader(Member server) {
        StockClient client = StockClient.contentToRead(server.address(), TIMEOUT_MILLIS);
        Eventually.holds(
                server + " lets read",
                () -> client.zk().getState() == States.CONNECTEDREADONLY
                        && client.events().states().contains(KeeperState.ConnectedReadOnly));
        return client;
    }

    private static String created(StockClient client, CreateMode mode) throws InterruptedException {
        try {
            return "done: " + client.zk().create("/left", new byte[0], Ids.OPEN_ACL_UNSAFE, mode);
        } catch (KeeperException e) {
            return Desk.error(e.code().intValue());
        }
    }
}
