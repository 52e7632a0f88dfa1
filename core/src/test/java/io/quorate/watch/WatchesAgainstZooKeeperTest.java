package io.quorate.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.ServerWatcher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random histories on ZooKeeper's own tree and on ours: each watcher must hear the same events in the same
/// order. (The order among watchers is not compared; ZooKeeper's depends on hash codes.)
class WatchesAgainstZooKeeperTest {
    private static final String[] PATHS = {"/a", "/a/b", "/a/b/c", "/a/d", "/e", "/e/f"};
    private static final int WATCHERS = 4;

    private final DataTree stock = new DataTree();
    private final Watches watches = new Watches();
    private final Map<Long, List<String>> heardFromStock = new TreeMap<>();
    private final Map<Long, List<String>> heard = new TreeMap<>();
    private final StockWatcher[] watchers = new StockWatcher[WATCHERS];
    private long zxid = 1;

    private final class StockWatcher implements ServerWatcher {
        private final long number;

        StockWatcher(long number) {
            this.number = number;
        }

        @Override
        public void process(WatchedEvent event) {
            heardFromStock
                    .computeIfAbsent(number, _ -> new ArrayList<>())
                    .add(event.getType().getIntValue() + " " + event.getPath());
        }

        @Override
        public void process(WatchedEvent event, List<org.apache.zookeeper.data.ACL> znodeAcl) {
            process(event);
        }
    }

    private final Watches.Delivery delivery = (watcher, type, path) ->
            heard.computeIfAbsent(watcher, _ -> new ArrayList<>()).add(type.code() + " " + path);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyWatcherHearsWhatZooKeeperTellsIt(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < WATCHERS; i++) {
            watchers[i] = new StockWatcher(i);
        }
        for (int step = 0; step < 5000; step++) {
            String path = PATHS[random.nextInt(PATHS.length)];
            int watcher = random.nextInt(WATCHERS);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> watch(path, watcher, random.nextInt(5));
                case 3 -> remove(path, watcher, 1 + random.nextInt(5));
                case 4 -> setData(path);
                case 5 -> delete(path);
                default -> create(path);
            }
            assertThat(heard).as("seed %d step %d", seed, step).isEqualTo(heardFromStock);
            assertThat(watches.count()).as("seed %d step %d", seed, step).isEqualTo(stock.getWatchCount());
        }
    }

    private void watch(String path, int watcher, int kind) throws Exception {
        switch (kind) {
            case 0 -> {
                watches.add(watcher, path, Watches.Kind.PERSISTENT);
                stock.addWatch(path, watchers[watcher], AddWatchMode.PERSISTENT.getMode());
            }
            case 1 -> {
                watches.add(watcher, path, Watches.Kind.PERSISTENT_RECURSIVE);
                stock.addWatch(path, watchers[watcher], AddWatchMode.PERSISTENT_RECURSIVE.getMode());
            }
            case 2 -> {
                watches.add(watcher, path, Watches.Kind.DATA);
                try {
                    stock.statNode(path, watchers[watcher]);
                } catch (KeeperException.NoNodeException e) {
                    // The watch is left all the same.
                }
            }
            default -> {
                if (stock.getNode(path) != null) {
                    watches.add(watcher, path, Watches.Kind.CHILD);
                    stock.getChildren(path, new Stat(), watchers[watcher]);
                }
            }
        }
    }

    private void remove(String path, int watcher, int selector) {
        boolean removed = stock.removeWatch(path, WatcherType.fromInt(selector), watchers[watcher]);

        assertThat(watches.remove(watcher, path, selector)).isEqualTo(removed);
    }

    private void create(String path) {
        try {
            stock.createNode(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, 0, -1, zxid++, 0, null);
            watches.created(path, delivery);
        } catch (KeeperException e) {
            assertThat(stock.getNode(path) != null || stock.getNode(ZnodePath.parent(path)) == null)
                    .isTrue();
        }
    }

    private void delete(String path) throws KeeperException {
        if (stock.getNode(path) != null && stock.getAllChildrenNumber(path) == 0) {
            stock.deleteNode(path, zxid++);
            watches.deleted(path, delivery);
        }
    }

    private void setData(String path) throws KeeperException {
        if (stock.getNode(path) != null) {
            stock.setData(path, new byte[0], 1, zxid++, 0);
            watches.dataChanged(path, delivery);
        }
    }
}
