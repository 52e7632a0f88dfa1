package io.quorate.acceptance.program;

import static io.quorate.acceptance.program.Application.done;
import static io.quorate.acceptance.program.Application.expectFailure;

import java.util.concurrent.LinkedBlockingQueue;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooKeeper;

/// Syncs that wait, and watches that stay told apart when they are taken back.
final class Since39 implements Steps {
    @Override
    public void take(Application application) throws Exception {
        ZooKeeper zk = application.zk();
        zk.sync(application.root());
        var seen = new LinkedBlockingQueue<WatchedEvent>();
        Watcher watcher = seen::add;
        zk.addWatch(application.root(), watcher, AddWatchMode.PERSISTENT_RECURSIVE);
        expectFailure(
                Code.NOWATCHER, () -> zk.removeWatches(application.root(), watcher, WatcherType.Persistent, false));
        zk.removeWatches(application.root(), watcher, WatcherType.PersistentRecursive, false);
        Application.expectEvent(seen, EventType.PersistentWatchRemoved, application.root());
        done("syncs, and tells its lasting watches apart");
    }
}
