package io.quorate.acceptance.program;

import static io.quorate.acceptance.program.Application.await;
import static io.quorate.acceptance.program.Application.done;
import static io.quorate.acceptance.program.Application.expect;
import static io.quorate.acceptance.program.Application.expectFailure;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/// Creations that answer the Stat, znodes that go by themselves, watches that can be taken back.
final class Since35 implements Steps {
    @Override
    public void take(Application application) throws Exception {
        learnsTheStat(application.zk(), application.root());
        leavesItToTheServerToTidyUp(application);
        takesWatchesBack(application);
        readsTheConfiguration(application.zk());
    }

    private static void learnsTheStat(ZooKeeper zk, String root) throws Exception {
        var stat = new Stat();
        expect(
                "name",
                zk.create(root + "/stat", new byte[3], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, stat),
                root + "/stat");
        expect("stat", stat, zk.exists(root + "/stat", false));
        var answer = new CompletableFuture<Stat>();
        zk.create(
                root + "/stat-",
                null,
                Ids.OPEN_ACL_UNSAFE,
                CreateMode.EPHEMERAL_SEQUENTIAL,
                (rc, _, _, _, created) -> answer.complete(created),
                null);
        expect("owner", await(answer).getEphemeralOwner(), zk.getSessionId());
        done("learns the Stat of what it creates");
    }

    private static void leavesItToTheServerToTidyUp(Application application) throws Exception {
        ZooKeeper zk = application.zk();
        String container = application.root() + "/container";
        String brief = application.root() + "/ttl";
        var stat = new Stat();
        String _ = zk.create(container, null, Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
        String _ = zk.create(container + "/c", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        String _ = zk.create(brief, null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, stat, 500);
        String sequential = zk.create(
                brief + "-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL, stat, 3_600_000);
        var seen = new LinkedBlockingQueue<WatchedEvent>();
        if (zk.exists(brief, seen::add) != null) {
            Application.expectEvent(seen, EventType.NodeDeleted, brief);
        }
        expect("still there", zk.exists(sequential, false), stat);
        Stat _ = zk.exists(container, seen::add);
        zk.delete(container + "/c", 0);
        Application.expectEvent(seen, EventType.NodeDeleted, container);
        List<OpResult> results = zk.multi(Arrays.asList(
                Op.create(container, null, Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER),
                Op.create(brief, null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, 3_600_000)));
        expect("results", results.size(), 2);
        done("leaves it to the server to tidy up");
    }

    private static void takesWatchesBack(Application application) throws Exception {
        ZooKeeper zk = application.zk();
        String path = application.root() + "/unwatched";
        String _ = zk.create(path, null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        var first = new Recorder();
        var second = new Recorder();
        byte[] _ = zk.getData(path, first, null);
        byte[] _ = zk.getData(path, second, null);
        List<String> _ = zk.getChildren(path, second);
        zk.removeWatches(path, first, WatcherType.Data, false);
        first.expects(EventType.DataWatchRemoved, path);
        expectFailure(Code.NOWATCHER, () -> zk.removeWatches(path, first, WatcherType.Any, false));
        Stat _ = zk.setData(path, null, -1);
        second.expects(EventType.NodeDataChanged, path);
        zk.removeAllWatches(path, WatcherType.Children, false);
        second.expects(EventType.ChildWatchRemoved, path);
        String _ = zk.create(path + "/c", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        first.expectsNothing(zk);
        second.expectsNothing(zk);
        done("takes watches back");
    }

    /// A watcher that can be named again.
    private static final class Recorder implements Watcher {
        private final BlockingQueue<WatchedEvent> seen = new LinkedBlockingQueue<>();

        @Override
        public void process(WatchedEvent event) {
            seen.add(event);
        }

        void expects(EventType type, String path) throws InterruptedException {
            Application.expectEvent(seen, type, path);
        }

        void expectsNothing(ZooKeeper zk) throws Exception {
            Application.expectNoEvent(zk, seen);
        }
    }

    private static void readsTheConfiguration(ZooKeeper zk) throws Exception {
        String config = new String(zk.getConfig(false, new Stat()), UTF_8);
        expect("three servers in " + config, config.split("server\\.", -1).length - 1, 3);
        done("reads the configuration");
    }
}
