package io.quorate.acceptance.program;

import static io.quorate.acceptance.program.Application.await;
import static io.quorate.acceptance.program.Application.awaitState;
import static io.quorate.acceptance.program.Application.connect;
import static io.quorate.acceptance.program.Application.done;
import static io.quorate.acceptance.program.Application.expect;
import static io.quorate.acceptance.program.Application.expectFailure;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;

/// What applications of 2014 do, and those of today still do mostly.
final class Since34 implements Steps {
    private static final int SHORT_MILLIS = 2_000;
    private static final int BIG_BYTES = 1_000_000;
    private static final int FLOOD = 3_000;

    @Override
    public void take(Application application) throws Exception {
        createsZnodes(application.zk(), application.root());
        readsAndWrites(application.zk(), application.root());
        watches(application);
        guardsByAcls(application);
        doesSeveralThingsAtOnce(application.zk(), application.root());
        asksWithoutWaiting(application.zk(), application.root());
        keepsBigThings(application.zk(), application.root());
        livesBelowARoot(application);
        losesAServer(application);
        movesItsSession(application);
        outlivesASession(application);
    }

    private static String create(ZooKeeper zk, String path, CreateMode mode) throws Exception {
        return zk.create(path, null, Ids.OPEN_ACL_UNSAFE, mode);
    }

    private static void createsZnodes(ZooKeeper zk, String root) throws Exception {
        expect("name", create(zk, root + "/p", CreateMode.PERSISTENT), root + "/p");
        expect("name", create(zk, root + "/s-", CreateMode.PERSISTENT_SEQUENTIAL), root + "/s-0000000001");
        expect("name", create(zk, root + "/es-", CreateMode.EPHEMERAL_SEQUENTIAL), root + "/es-0000000002");
        expect("name", create(zk, root + "/e", CreateMode.EPHEMERAL), root + "/e");
        expect("owner", zk.exists(root + "/e", false).getEphemeralOwner(), zk.getSessionId());
        expectFailure(Code.NODEEXISTS, () -> create(zk, root + "/e", CreateMode.EPHEMERAL));
        expectFailure(Code.NOCHILDRENFOREPHEMERALS, () -> create(zk, root + "/e/c", CreateMode.PERSISTENT));
        done("creates znodes");
    }

    private static void readsAndWrites(ZooKeeper zk, String root) throws Exception {
        Stat written = zk.setData(root + "/p", "text".getBytes(UTF_8), 0);
        var stat = new Stat();
        expect("data", new String(zk.getData(root + "/p", false, stat), UTF_8), "text");
        expect("stat", stat, written);
        expect("version", stat.getVersion(), 1);
        List<String> names = zk.getChildren(root, false, stat);
        Collections.sort(names);
        expect("children", names, Arrays.asList("e", "es-0000000002", "p", "s-0000000001"));
        expect("number of children", stat.getNumChildren(), 4);
        expectFailure(Code.BADVERSION, () -> zk.delete(root + "/p", 0));
        expectFailure(Code.NONODE, () -> zk.getData(root + "/none", false, null));
        zk.delete(root + "/s-0000000001", 0);
        expect("deleted", zk.exists(root + "/s-0000000001", false), null);
        done("reads and writes");
    }

    private static void watches(Application application) throws Exception {
        ZooKeeper zk = application.zk();
        String root = application.root();
        byte[] _ = zk.getData(root + "/p", true, null);
        List<String> _ = zk.getChildren(root + "/p", true);
        expect("absent", zk.exists(root + "/p/new", true), null);
        Stat _ = zk.setData(root + "/p", null, -1);
        application.expectEvent(EventType.NodeDataChanged, root + "/p");
        String _ = create(zk, root + "/p/new", CreateMode.PERSISTENT);
        application.expectEvent(EventType.NodeCreated, root + "/p/new");
        application.expectEvent(EventType.NodeChildrenChanged, root + "/p");
        Stat _ = zk.exists(root + "/p/new", true);
        zk.delete(root + "/p/new", -1);
        application.expectEvent(EventType.NodeDeleted, root + "/p/new");
        done("watches");
    }

    private static void guardsByAcls(Application application) throws Exception {
        ZooKeeper zk = application.zk();
        String path = application.root() + "/mine";
        zk.addAuthInfo("digest", "old:secret".getBytes(UTF_8));
        String _ = zk.create(path, null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        List<ACL> acl = zk.getACL(path, new Stat());
        expect("scheme", acl.get(0).getId().getScheme(), "digest");
        ZooKeeper stranger = application.connect(new LinkedBlockingQueue<>());
        expectFailure(Code.NOAUTH, () -> stranger.getData(path, false, null));
        expectFailure(
                Code.INVALIDACL,
                () -> stranger.create(path + "-too", null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT));
        stranger.close();
        Stat stat = zk.setACL(path, Collections.singletonList(new ACL(Perms.READ, new Id("ip", "127.0.0.0/8"))), 0);
        expect("aversion", stat.getAversion(), 1);
        expectFailure(Code.NOAUTH, () -> zk.setData(path, null, -1));
        expect("data for an address", zk.getData(path, false, null), null);
        var refused = new LinkedBlockingQueue<WatchedEvent>();
        ZooKeeper unknown = application.connect(refused);
        unknown.addAuthInfo("nothing-of-the-kind", new byte[0]);
        awaitState(refused, KeeperState.AuthFailed);
        unknown.close();
        done("guards by ACLs");
    }

    private static void doesSeveralThingsAtOnce(ZooKeeper zk, String root) throws Exception {
        List<OpResult> results = zk.multi(Arrays.asList(
                Op.create(root + "/m", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.setData(root + "/m", new byte[] {1}, 0),
                Op.check(root + "/m", 1),
                Op.delete(root + "/m", 1)));
        expect("results", results.size(), 4);
        expect("name", ((OpResult.CreateResult) results.get(0)).getPath(), root + "/m");
        expect("version", ((OpResult.SetDataResult) results.get(1)).getStat().getVersion(), 1);
        List<Op> failing = Arrays.asList(
                Op.create(root + "/m", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT), Op.check(root + "/m", 8));
        expectFailure(Code.BADVERSION, () -> zk.multi(failing));
        expect("nothing done", zk.exists(root + "/m", false), null);
        done("does several things at once");
    }

    /// Callbacks come in the order of the requests.
    private static void asksWithoutWaiting(ZooKeeper zk, String root) throws Exception {
        String path = root + "/flood";
        String _ = create(zk, path, CreateMode.PERSISTENT);
        var versions = new ArrayList<Integer>();
        for (int i = 0; i < FLOOD; i++) {
            byte[] data = Integer.toString(i).getBytes(UTF_8);
            zk.setData(path, data, i, (rc, _, _, stat) -> versions.add(rc == 0 ? stat.getVersion() : rc), null);
            if (i % 10 == 0) {
                zk.getData(path, false, (rc, _, _, _, stat) -> versions.add(rc == 0 ? -stat.getVersion() : rc), null);
            }
        }
        var synced = new CompletableFuture<Integer>();
        zk.sync(path, (rc, _, _) -> synced.complete(rc), null);
        expect("answer to sync", await(synced), 0);
        var expected = new ArrayList<Integer>();
        for (int i = 0; i < FLOOD; i++) {
            expected.add(i + 1);
            if (i % 10 == 0) {
                expected.add(-i - 1);
            }
        }
        expect("versions", versions, expected);
        done("asks without waiting");
    }

    private static void keepsBigThings(ZooKeeper zk, String root) throws Exception {
        var big = new byte[BIG_BYTES];
        for (int i = 0; i < big.length; i++) {
            big[i] = (byte) (i * 31);
        }
        String _ = zk.create(root + "/big", big, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        expect("the same bytes", Arrays.equals(zk.getData(root + "/big", false, null), big), true);
        zk.delete(root + "/big", 0);
        done("keeps big things");
    }

    private static void livesBelowARoot(Application application) throws Exception {
        var events = new LinkedBlockingQueue<WatchedEvent>();
        ZooKeeper inside =
                connect(application.connectString() + application.root() + "/p", Application.TIMEOUT_MILLIS, events);
        expect("absent", inside.exists("/c", true), null);
        expect("name", create(inside, "/c", CreateMode.PERSISTENT), "/c");
        Application.expectEvent(events, EventType.NodeCreated, "/c");
        expect("children", inside.getChildren("/", false), Collections.singletonList("c"));
        inside.close();
        application.zk().delete(application.root() + "/p/c", 0);
        done("lives below a root");
    }

    private static void losesAServer(Application application) throws Exception {
        ZooKeeper zk = application.zk();
        String root = application.root();
        byte[] _ = zk.getData(root + "/p", true, null);
        long session = zk.getSessionId();
        application.ask("lose the server of " + Application.text(zk));
        awaitState(application.events(), KeeperState.Disconnected);
        awaitState(application.events(), KeeperState.SyncConnected);
        expect("session", zk.getSessionId(), session);
        expect("owner", zk.exists(root + "/e", false).getEphemeralOwner(), session);
        Stat _ = zk.setData(root + "/p", new byte[] {2}, -1);
        application.expectEvent(EventType.NodeDataChanged, root + "/p");
        // Its identity has come along.
        String _ = zk.create(root + "/mine-too", null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        application.ask("bring it back");
        done("survives the loss of a server");
    }

    private static void movesItsSession(Application application) throws Exception {
        String root = application.root();
        var firstEvents = new LinkedBlockingQueue<WatchedEvent>();
        ZooKeeper first = application.connect(firstEvents);
        String _ = create(first, root + "/moving", CreateMode.EPHEMERAL);
        var events = new LinkedBlockingQueue<WatchedEvent>();
        var second = new ZooKeeper(
                application.connectString(),
                Application.TIMEOUT_MILLIS,
                events::add,
                first.getSessionId(),
                first.getSessionPasswd());
        awaitState(events, KeeperState.SyncConnected);
        expect("owner", second.exists(root + "/moving", false).getEphemeralOwner(), first.getSessionId());
        second.close();
        awaitState(firstEvents, KeeperState.Expired);
        first.close();
        expect("ephemeral after the end", application.zk().exists(root + "/moving", false), null);
        var strangerEvents = new LinkedBlockingQueue<WatchedEvent>();
        var stranger = new ZooKeeper(
                application.connectString(),
                Application.TIMEOUT_MILLIS,
                strangerEvents::add,
                application.zk().getSessionId(),
                new byte[16]);
        awaitState(strangerEvents, KeeperState.Expired);
        stranger.close();
        done("moves its session");
    }

    private static void outlivesASession(Application application) throws Exception {
        var events = new LinkedBlockingQueue<WatchedEvent>();
        ZooKeeper brief = connect(application.connectString(), SHORT_MILLIS, events);
        String path = create(brief, application.root() + "/brief", CreateMode.EPHEMERAL);
        application.ask("hold me until there is no " + path);
        awaitState(events, KeeperState.Expired);
        expectFailure(Code.SESSIONEXPIRED, () -> brief.exists("/", false));
        brief.close();
        done("outlives a session");
    }
}
