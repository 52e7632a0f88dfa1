package io.quorate.acceptance.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.StockClient;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.Watcher.Event.KeeperState;

/// Every state that the stock client can tell its watchers of, and how it comes to it.
final class States {
    private States() {}

    static List<Row> rows(Pair pair, Left left) throws Exception {
        Map<KeeperState, Pair.Trial> trials = trials();
        List<Row> rows = new ArrayList<>();
        for (KeeperState state : KeeperState.values()) {
            Pair.Trial trial = trials.get(state);
            String number = String.valueOf(state.getIntValue());
            if (state == KeeperState.ConnectedReadOnly) {
                rows.add(left.alone().row(state.name(), number, Left::reads));
                continue;
            }
            rows.add(
                    trial == null
                            ? new Row(state.name(), number, Row.NOT_TRIED, Row.NOT_TRIED, "")
                            : pair.row(state.name(), number, trial));
        }
        return rows;
    }

    private static Map<KeeperState, Pair.Trial> trials() {
        Map<KeeperState, Pair.Trial> trials = new EnumMap<>(KeeperState.class);
        trials.put(KeeperState.SyncConnected, server -> {
            try (StockClient client = StockClient.connect(server)) {
                return seen(client, KeeperState.SyncConnected);
            }
        });
        trials.put(KeeperState.AuthFailed, server -> {
            try (StockClient client = StockClient.connect(server)) {
                client.zk().addAuthInfo("nothing", "x".getBytes(UTF_8));
                return seen(client, KeeperState.AuthFailed);
            }
        });
        trials.put(KeeperState.Expired, States::expired);
        trials.put(KeeperState.Disconnected, States::disconnected);
        trials.put(KeeperState.Closed, server -> {
            StockClient client = StockClient.connect(server);
            client.close();
            return seen(client, KeeperState.Closed);
        });
        return trials;
    }

    /// Somebody else has ended the session.
    private static String expired(Member server) {
        try (StockClient client = StockClient.connect(server)) {
            try (StockClient other = StockClient.attach(
                    server.address(),
                    20_000,
                    client.zk().getSessionId(),
                    client.zk().getSessionPasswd())) {
                other.awaitConnected();
            }
            return seen(client, KeeperState.Expired);
        }
    }

    /// The server that had the session goes on with it over another connection.
    private static String disconnected(Member server) {
        try (StockClient client = StockClient.connect(server);
                StockClient other = StockClient.attach(
                        server.address(),
                        20_000,
                        client.zk().getSessionId(),
                        client.zk().getSessionPasswd())) {
            other.awaitConnected();
            return seen(client, KeeperState.Disconnected);
        }
    }

    private static String seen(StockClient client, KeeperState state) {
        Eventually.holds(state + " is told", () -> client.events().states().contains(state));
        return Desk.FINE;
    }
}
