package io.quorate.acceptance.program;

import static io.quorate.acceptance.program.Application.done;
import static io.quorate.acceptance.program.Application.expect;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/// Watches that stay, reads of several znodes at once, and counts.
final class Since36 implements Steps {
    @Override
    public void take(Application application) throws Exception {
        watchesForGood(application);
        readsSeveralThingsAtOnce(application.zk(), application.root());
        counts(application.zk(), application.root());
    }

    private static String create(ZooKeeper zk, String path) throws Exception {
        return zk.create(path, path.getBytes(UTF_8), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private static void watchesForGood(Application application) throws Exception {
        ZooKeeper zk = application.zk();
        String path = create(zk, application.root() + "/lasting");
        var persistent = new LinkedBlockingQueue<WatchedEvent>();
        var recursive = new LinkedBlockingQueue<WatchedEvent>();
        Watcher one = persistent::add;
        Watcher all = recursive::add;
        zk.addWatch(path, one, AddWatchMode.PERSISTENT);
        for (int i = 0; i < 3; i++) {
            Stat _ = zk.setData(path, null, -1);
            Application.expectEvent(persistent, EventType.NodeDataChanged, path);
        }
        String child = create(zk, path + "/c");
        Application.expectEvent(persistent, EventType.NodeChildrenChanged, path);
        zk.removeWatches(path, one, WatcherType.Any, false);
        Application.expectEvent(persistent, EventType.PersistentWatchRemoved, path);

        zk.addWatch(path, all, AddWatchMode.PERSISTENT_RECURSIVE);
        application.ask("lose the server of " + Application.text(zk));
        Application.awaitState(application.events(), KeeperState.Disconnected);
        Application.awaitState(application.events(), KeeperState.SyncConnected);
        Application.awaitState(recursive, KeeperState.SyncConnected);
        String grandchild = create(zk, child + "/c");
        Application.expectEvent(recursive, EventType.NodeCreated, grandchild);
        Stat _ = zk.setData(child, null, -1);
        Application.expectEvent(recursive, EventType.NodeDataChanged, child);
        zk.delete(grandchild, -1);
        Application.expectEvent(recursive, EventType.NodeDeleted, grandchild);
        zk.removeWatches(path, all, WatcherType.Any, false);
        application.ask("bring it back");
        done("watches for good, across the loss of a server");
    }

    private static void readsSeveralThingsAtOnce(ZooKeeper zk, String root) throws Exception {
        List<OpResult> results = zk.multi(Arrays.asList(
                Op.getData(root + "/lasting/c"), Op.getChildren(root + "/none"), Op.getChildren(root + "/lasting")));
        expect("data", ((OpResult.GetDataResult) results.get(0)).getData(), null);
        expect("error", ((OpResult.ErrorResult) results.get(1)).getErr(), Code.NONODE.intValue());
        expect("children", ((OpResult.GetChildrenResult) results.get(2)).getChildren(), Collections.singletonList("c"));
        done("reads several things at once");
    }

    private static void counts(ZooKeeper zk, String root) throws Exception {
        expect("znodes below", zk.getAllChildrenNumber(root + "/lasting"), 1);
        expect("ephemerals", zk.getEphemerals(root + "/e").contains(root + "/e"), true);
        expect("ephemerals elsewhere", zk.getEphemerals(root + "/lasting"), Collections.emptyList());
        done("counts");
    }
}
