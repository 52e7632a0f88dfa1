package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.acceptance.harness.Cable;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.SharedEnsemble;
import io.quorate.acceptance.harness.StockClient;
import io.quorate.acceptance.harness.StockClient.Events;
import java.util.List;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Watches of all kinds. Changes are made through one server and watched through another.
@ExtendWith(SharedEnsemble.class)
final class JavaClientWatchesTest {
    private final Ensemble ensemble;
    private final StockClient actor;
    private final StockClient watching;
    private final ZooKeeper zk;
    private final Events events = new Events();
    private String root = "";

    JavaClientWatchesTest(Ensemble ensemble) {
        this.ensemble = ensemble;
        actor = StockClient.connect(ensemble.member(1));
        watching = StockClient.connect(ensemble.member(2));
        zk = watching.zk();
    }

    @BeforeEach
    void takeASubtree() throws Exception {
        root = actor.zk().create("/watches-", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
        Eventually.holds("seen by the other", () -> zk.exists(root, false) != null);
    }

    @AfterEach
    void hangUp() {
        actor.close();
        watching.close();
    }

    private void create(String path) throws Exception {
        actor.zk().create(root + path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    private void set(String path) throws Exception {
        actor.zk().setData(root + path, new byte[] {1}, -1);
    }

    private void delete(String path) throws Exception {
        actor.zk().delete(root + path, -1);
    }

    /// Exactly these, in this order, and nothing after them up to the end of what has been written so
    /// far.
    private void assertSeen(Events seen, String... expected) throws Exception {
        var last = new Events();
        String end = root + "-end";
        zk.exists(end, last);
        actor.zk().create(end, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        Eventually.holds("the last event", () -> !last.ofZnodes().isEmpty());
        actor.zk().delete(end, -1);
        assertThat(seen.ofZnodes())
                .isEqualTo(List.of(expected).stream()
                        .map(event -> event.replace(" ", " " + root))
                        .toList());
    }

    @Test
    void existsWatchesSeeCreationChangeAndDeletionOnceEach() throws Exception {
        zk.exists(root + "/a", events);
        create("/a");
        set("/a");
        Eventually.holds("created", () -> events.ofZnodes().size() == 1);
        zk.exists(root + "/a", events);
        set("/a");
        Eventually.holds("changed", () -> events.ofZnodes().size() == 2);
        zk.exists(root + "/a", events);
        delete("/a");
        assertSeen(events, "NodeCreated /a", "NodeDataChanged /a", "NodeDeleted /a");
    }

    @Test
    void dataWatchesAreOfOneShot() throws Exception {
        create("/a");
        Eventually.holds("there", () -> zk.exists(root + "/a", false) != null);
        zk.getData(root + "/a", events, null);
        set("/a");
        set("/a");
        delete("/a");
        assertSeen(events, "NodeDataChanged /a");
    }

    @Test
    void childWatchesSeeTheListChangeButNoData() throws Exception {
        create("/a");
        Eventually.holds("there", () -> zk.exists(root + "/a", false) != null);
        zk.getChildren(root, events);
        set("/a");
        create("/b");
        delete("/b");
        assertSeen(events, "NodeChildrenChanged ");
    }

    @Test
    void oneEventForTwoWatchesOfOneSessionOnOnePath() throws Exception {
        create("/a");
        Eventually.holds("there", () -> zk.exists(root + "/a", false) != null);
        zk.getData(root + "/a", events, null);
        zk.getChildren(root + "/a", events);
        delete("/a");
        assertSeen(events, "NodeDeleted /a");
    }

    @Test
    void anEventComesBeforeTheAnswerThatShowsTheChange() throws Exception {
        create("/a");
        Eventually.holds("there", () -> zk.exists(root + "/a", false) != null);
        zk.getData(root + "/a", events, null);
        set("/a");
        Eventually.holds("the change is visible", () -> zk.getData(root + "/a", false, null).length == 1);
        assertThat(events.ofZnodes()).containsExactly("NodeDataChanged " + root + "/a");
    }

    @Test
    void persistentWatchesSeeEveryChangeOfOneZnode() throws Exception {
        zk.addWatch(root + "/a", events, AddWatchMode.PERSISTENT);
        create("/a");
        set("/a");
        set("/a");
        create("/a/child");
        set("/a/child");
        delete("/a/child");
        delete("/a");
        create("/a");
        assertSeen(
                events,
                "NodeCreated /a",
                "NodeDataChanged /a",
                "NodeDataChanged /a",
                "NodeChildrenChanged /a",
                "NodeChildrenChanged /a",
                "NodeDeleted /a",
                "NodeCreated /a");
    }

    @Test
    void recursiveWatchesSeeEveryChangeBelow() throws Exception {
        zk.addWatch(root, events, AddWatchMode.PERSISTENT_RECURSIVE);
        create("/a");
        create("/a/b");
        create("/a/b/c");
        set("/a/b/c");
        delete("/a/b/c");
        delete("/a/b");
        assertSeen(
                events,
                "NodeCreated /a",
                "NodeCreated /a/b",
                "NodeCreated /a/b/c",
                "NodeDataChanged /a/b/c",
                "NodeDeleted /a/b/c",
                "NodeDeleted /a/b");
    }

    @Test
    void removedWatchesAreSilentAndUnknownOnesAreRefused() throws Exception {
        create("/a");
        Eventually.holds("there", () -> zk.exists(root + "/a", false) != null);
        var data = new Events();
        var children = new Events();
        var persistent = new Events();
        zk.getData(root + "/a", data, null);
        zk.getChildren(root + "/a", children);
        zk.addWatch(root + "/a", persistent, AddWatchMode.PERSISTENT);
        zk.removeWatches(root + "/a", data, WatcherType.Data, false);
        zk.removeWatches(root + "/a", persistent, WatcherType.Any, false);
        set("/a");
        create("/a/child");
        assertSeen(children, "NodeChildrenChanged /a");
        assertThat(data.ofZnodes()).isEqualTo(List.of("DataWatchRemoved " + root + "/a"));
        assertThat(persistent.ofZnodes()).isEqualTo(List.of("PersistentWatchRemoved " + root + "/a"));
        assertThatThrownBy(() -> zk.removeWatches(root + "/a", data, WatcherType.Data, false))
                .isInstanceOf(KeeperException.NoWatcherException.class);
    }

    @Test
    void allWatchesOfAPathAreRemovedAtOnce() throws Exception {
        create("/a");
        Eventually.holds("there", () -> zk.exists(root + "/a", false) != null);
        zk.getData(root + "/a", events, null);
        zk.getChildren(root + "/a", events);
        zk.removeAllWatches(root + "/a", WatcherType.Any, false);
        set("/a");
        create("/a/child");
        assertSeen(new Events());
        // The client tells of the removal itself, whenever it gets to it; the changes after it are not heard.
        assertThat(events.ofZnodes())
                .containsExactlyInAnyOrder("DataWatchRemoved " + root + "/a", "ChildWatchRemoved " + root + "/a");
    }

    @Test
    void watchesMoveAlongToAnotherServerAndTellWhatWasMissed() throws Exception {
        create("/data");
        create("/children");
        create("/quiet");
        try (Cable first = Cable.to(ensemble.member(1).clientPort());
                Cable second = Cable.to(ensemble.member(3).clientPort())) {
            second.pull();
            try (StockClient client = StockClient.connect(first.address() + "," + second.address(), 30_000)) {
                var data = new Events();
                var exists = new Events();
                var children = new Events();
                var quiet = new Events();
                var persistent = new Events();
                var recursive = new Events();
                client.zk().getData(root + "/data", data, null);
                client.zk().exists(root + "/exists", exists);
                client.zk().getChildren(root + "/children", children);
                client.zk().getData(root + "/quiet", quiet, null);
                client.zk().addWatch(root + "/quiet", persistent, AddWatchMode.PERSISTENT);
                client.zk().addWatch(root + "/children", recursive, AddWatchMode.PERSISTENT_RECURSIVE);
                first.pull();
                Eventually.holds("cut off", () -> client.events().states().contains(KeeperState.Disconnected));
                set("/data");
                create("/exists");
                create("/children/missed");
                set("/children/missed");
                delete("/children/missed");
                second.heal();
                client.awaitConnected();
                Eventually.holds(
                        "told",
                        () -> !data.ofZnodes().isEmpty()
                                && !exists.ofZnodes().isEmpty()
                                && !children.ofZnodes().isEmpty());
                assertThat(data.ofZnodes()).containsExactly("NodeDataChanged " + root + "/data");
                assertThat(exists.ofZnodes()).containsExactly("NodeCreated " + root + "/exists");
                assertThat(children.ofZnodes()).containsExactly("NodeChildrenChanged " + root + "/children");
                assertThat(quiet.ofZnodes()).isEmpty();
                set("/quiet");
                create("/children/heard");
                Eventually.holds(
                        "the others work at the new server",
                        () -> !quiet.ofZnodes().isEmpty()
                                && !persistent.ofZnodes().isEmpty()
                                && recursive.ofZnodes().size() >= 4);
                assertThat(persistent.ofZnodes()).containsExactly("NodeDataChanged " + root + "/quiet");
                assertThat(recursive.ofZnodes())
                        .containsExactly(
                                "NodeCreated " + root + "/children/missed",
                                "NodeDataChanged " + root + "/children/missed",
                                "NodeDeleted " + root + "/children/missed",
                                "NodeCreated " + root + "/children/heard");
            }
        }
    }
}
