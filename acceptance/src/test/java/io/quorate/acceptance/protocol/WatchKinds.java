package io.quorate.acceptance.protocol;

import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.StockClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/// Every way to leave a watch, what it tells of one course of events, and how it is taken back.
final class WatchKinds {
    /// How a watch is left.
    private interface Way {
        void leave(ZooKeeper zk, String path, Watcher watcher) throws Exception;
    }

    /// The znode is not there yet.
    private static final String ABSENT = "exists, of none";

    private WatchKinds() {}

    private static Map<String, Way> ways() {
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put(ABSENT, (zk, path, watcher) -> zk.exists(path, watcher));
        ways.put("exists", (zk, path, watcher) -> zk.exists(path, watcher));
        ways.put("getData", (zk, path, watcher) -> zk.getData(path, watcher, null));
        ways.put("getChildren", (zk, path, watcher) -> zk.getChildren(path, watcher));
        for (AddWatchMode mode : AddWatchMode.values()) {
            ways.put(mode.name(), (zk, path, watcher) -> zk.addWatch(path, watcher, mode));
        }
        return ways;
    }

    /// What one watcher hears while a child is made, changed and removed, the znode is changed twice and removed, and
    /// comes back.
    static List<Row> rows(Pair pair) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, Way> way : ways().entrySet()) {
            rows.add(pair.row(
                    way.getKey(), number(way.getKey()), server -> heard(server, way.getKey(), way.getValue())));
        }
        return rows;
    }

    private static String number(String name) {
        for (AddWatchMode mode : AddWatchMode.values()) {
            if (mode.name().equals(name)) {
                return String.valueOf(mode.getMode());
            }
        }
        return "";
    }

    private static String heard(Member server, String name, Way way) throws Exception {
        String root = "/watch-" + name.toLowerCase(Locale.ROOT).replace(' ', '-');
        try (StockClient watching = StockClient.connect(server);
                StockClient acting = StockClient.connect(server)) {
            ZooKeeper zk = acting.zk();
            List<String> events = new CopyOnWriteArrayList<>();
            Watcher watcher = event -> {
                if (event.getType() != EventType.None) {
                    events.add(text(event, root));
                }
            };
            if (name.equals(ABSENT)) {
                way.leave(watching.zk(), root, watcher);
                create(zk, root);
            } else {
                create(zk, root);
                way.leave(watching.zk(), root, watcher);
            }
            create(zk, root + "/c");
            set(zk, root + "/c");
            zk.delete(root + "/c", -1);
            set(zk, root);
            set(zk, root);
            zk.delete(root, -1);
            create(zk, root);
            // Its answer comes after all that has been told before.
            boolean _ = watching.zk().exists(root, false) != null;
            return String.join(", ", events);
        }
    }

    private static String text(WatchedEvent event, String root) {
        String path = event.getPath().substring(root.length());
        return event.getType() + (path.isEmpty() ? "" : " " + path);
    }

    private static void create(ZooKeeper zk, String path) throws Exception {
        String _ = zk.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private static void set(ZooKeeper zk, String path) throws Exception {
        var _ = zk.setData(path, new byte[0], -1);
    }

    // ---- taking back

    /// For each type of watcher: which of the watches of all ways it takes back.
    static List<Row> removals(Pair pair) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (WatcherType type : WatcherType.values()) {
            rows.add(pair.row(type.name(), String.valueOf(type.getIntValue()), server -> takenBack(server, type)));
        }
        return rows;
    }

    private static String takenBack(Member server, WatcherType type) throws Exception {
        List<String> taken = new ArrayList<>();
        for (Map.Entry<String, Way> way : ways().entrySet()) {
            String path = "/taken-" + type.name().toLowerCase(Locale.ROOT) + "-"
                    + way.getKey().toLowerCase(Locale.ROOT).replace(' ', '-');
            try (StockClient client = StockClient.connect(server)) {
                if (!way.getKey().equals(ABSENT)) {
                    create(client.zk(), path);
                }
                List<EventType> told = new CopyOnWriteArrayList<>();
                way.getValue().leave(client.zk(), path, event -> told.add(event.getType()));
                client.zk().removeAllWatches(path, type, false);
                Eventually.holds("the watcher is told", () -> !told.isEmpty());
                taken.add(way.getKey() + ": " + told.getFirst());
            } catch (KeeperException.NoWatcherException e) {
                // Another type's.
            }
        }
        return String.join(", ", taken);
    }
}
