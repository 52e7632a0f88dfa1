package io.quorate.acceptance.protocol;

import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.StockClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/// Every mode of the stock client, and what becomes of a znode that was created with it.
final class CreateModes {
    private static final long TTL_MILLIS = 300;

    private CreateModes() {}

    static List<Row> rows(Pair pair) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (CreateMode mode : CreateMode.values()) {
            rows.add(pair.row(mode.name(), String.valueOf(mode.toFlag()), server -> fate(server, mode)));
        }
        return rows;
    }

    /// Two are created and one of them gets a child, which is taken away again. What goes by itself has gone when two
    /// others of its kind have gone that came later.
    private static String fate(Member server, CreateMode mode) throws Exception {
        String root = "/mode-" + mode.name().toLowerCase(Locale.ROOT);
        try (StockClient observer = StockClient.connect(server)) {
            ZooKeeper zk = observer.zk();
            create(zk, root, CreateMode.PERSISTENT);
            String used;
            String unused;
            try (StockClient owner = StockClient.connect(server)) {
                used = create(owner.zk(), root + "/used", mode);
                unused = create(owner.zk(), root + "/unused", mode);
            } catch (KeeperException e) {
                return Desk.error(e.code().intValue());
            }
            String number = unused.equals(root + "/unused") ? "" : ", with a number";
            if (!isThere(zk, unused)) {
                return "goes with its session" + number;
            }
            useUp(zk, used);
            create(zk, root + "/container", CreateMode.CONTAINER);
            useUp(zk, root + "/container");
            create(zk, root + "/ttl", CreateMode.PERSISTENT_WITH_TTL);
            Eventually.holds("they go", () -> !isThere(zk, root + "/container") && !isThere(zk, root + "/ttl"));
            return after(isThere(zk, used), isThere(zk, unused)) + number;
        }
    }

    private static String after(boolean used, boolean unused) {
        if (used) {
            return unused ? "stays" : "goes unless it has had a child";
        }
        return unused ? "goes when its last child has gone" : "goes when its time is up";
    }

    private static boolean isThere(ZooKeeper zk, String path) throws Exception {
        return zk.exists(path, false) != null;
    }

    private static String create(ZooKeeper zk, String path, CreateMode mode) throws Exception {
        return mode.isTTL()
                ? zk.create(path, null, Ids.OPEN_ACL_UNSAFE, mode, new Stat(), TTL_MILLIS)
                : zk.create(path, null, Ids.OPEN_ACL_UNSAFE, mode);
    }

    private static void useUp(ZooKeeper zk, String path) throws Exception {
        create(zk, path + "/c", CreateMode.PERSISTENT);
        zk.delete(path + "/c", -1);
    }
}
