package io.quorate.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
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
import org.jspecify.annotations.Nullable;

/// What an application of 2014 does, run in a JVM of its own on the jars of that time: so it uses
/// nothing that client did not have yet. Each step is printed when it has been done; the first surprise
/// ends the program.
public final class OldClientProgram {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final BlockingQueue<WatchedEvent> events = new LinkedBlockingQueue<>();
    private final String connectString;
    private final ZooKeeper zk;
    private String root = "";

    private OldClientProgram(String connectString) throws Exception {
        this.connectString = connectString;
        zk = connect();
    }

    /// @param args the connect string
    public static void main(String[] args) throws Exception {
        var program = new OldClientProgram(args[0]);
        program.createsZnodes();
        program.readsAndWrites();
        program.watches();
        program.guardsByAcls();
        program.doesSeveralThingsAtOnce();
        program.syncs();
        program.attachesToItsSession();
    }

    private static void done(String step) {
        System.out.println("done: " + step);
    }

    private static void expect(String what, @Nullable Object actual, @Nullable Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(what + " is " + actual + " and not " + expected);
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void expectFailure(Code code, Action action) throws Exception {
        try {
            action.run();
        } catch (KeeperException e) {
            expect("error code", e.code(), code);
            return;
        }
        throw new AssertionError("no " + code);
    }

    private ZooKeeper connect() throws Exception {
        var opened = new ZooKeeper(connectString, TIMEOUT_MILLIS, events::add);
        expect("first event", next().getState(), KeeperState.SyncConnected);
        return opened;
    }

    private WatchedEvent next() throws Exception {
        WatchedEvent event = events.poll(60, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came");
        }
        return event;
    }

    private void expectEvent(EventType type, String path) throws Exception {
        WatchedEvent event = next();
        expect("event", event.getType() + " " + event.getPath(), type + " " + path);
    }

    private void createsZnodes() throws Exception {
        root = zk.create("/old-", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
        expect("name", zk.create(root + "/p", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT), root + "/p");
        expect(
                "sequential name",
                zk.create(root + "/s-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL),
                root + "/s-0000000001");
        expect(
                "ephemeral sequential name",
                zk.create(root + "/es-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL),
                root + "/es-0000000002");
        String _ = zk.create(root + "/e", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
        expect("owner", zk.exists(root + "/e", false).getEphemeralOwner(), zk.getSessionId());
        expectFailure(Code.NODEEXISTS, () -> zk.create(root + "/e", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL));
        done("creates znodes of all kinds of its time");
    }

    private void readsAndWrites() throws Exception {
        Stat written = zk.setData(root + "/p", "text".getBytes(UTF_8), 0);
        var stat = new Stat();
        expect("data", new String(zk.getData(root + "/p", false, stat), UTF_8), "text");
        expect("stat", stat, written);
        expect("version", stat.getVersion(), 1);
        List<String> names = zk.getChildren(root, false);
        Collections.sort(names);
        expect("children", names, Arrays.asList("e", "es-0000000002", "p", "s-0000000001"));
        expectFailure(Code.BADVERSION, () -> zk.delete(root + "/p", 0));
        zk.delete(root + "/s-0000000001", 0);
        expect("deleted", zk.exists(root + "/s-0000000001", false), null);
        done("reads and writes");
    }

    private void watches() throws Exception {
        byte[] _ = zk.getData(root + "/p", true, null);
        List<String> _ = zk.getChildren(root + "/p", true);
        expect("absent", zk.exists(root + "/p/new", true), null);
        Stat _ = zk.setData(root + "/p", null, -1);
        expectEvent(EventType.NodeDataChanged, root + "/p");
        String _ = zk.create(root + "/p/new", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        expectEvent(EventType.NodeCreated, root + "/p/new");
        expectEvent(EventType.NodeChildrenChanged, root + "/p");
        Stat _ = zk.exists(root + "/p/new", true);
        zk.delete(root + "/p/new", -1);
        expectEvent(EventType.NodeDeleted, root + "/p/new");
        done("watches");
    }

    private void guardsByAcls() throws Exception {
        zk.addAuthInfo("digest", "old:secret".getBytes(UTF_8));
        String path = root + "/mine";
        String _ = zk.create(path, null, Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
        List<ACL> acl = zk.getACL(path, new Stat());
        expect("scheme", acl.get(0).getId().getScheme(), "digest");
        ZooKeeper stranger = connect();
        expectFailure(Code.NOAUTH, () -> stranger.getData(path, false, null));
        stranger.close();
        Stat stat = zk.setACL(path, Collections.singletonList(new ACL(Perms.READ, new Id("ip", "127.0.0.1"))), 0);
        expect("aversion", stat.getAversion(), 1);
        expectFailure(Code.NOAUTH, () -> zk.setData(path, null, -1));
        expect("data for an address", zk.getData(path, false, null), null);
        done("guards by ACLs");
    }

    private void doesSeveralThingsAtOnce() throws Exception {
        List<OpResult> results = zk.multi(Arrays.asList(
                Op.create(root + "/m", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.setData(root + "/m", new byte[] {1}, 0),
                Op.check(root + "/m", 1),
                Op.delete(root + "/m", 1)));
        expect("results", results.size(), 4);
        expectFailure(
                Code.BADVERSION,
                () -> zk.multi(Arrays.asList(
                        Op.create(root + "/m", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                        Op.check(root + "/m", 8))));
        expect("nothing done", zk.exists(root + "/m", false), null);
        done("does several things at once");
    }

    private void syncs() throws Exception {
        var answer = new CompletableFuture<Integer>();
        zk.sync(root, (rc, _, _) -> answer.complete(rc), null);
        expect("answer to sync", answer.get(60, TimeUnit.SECONDS), 0);
        done("syncs");
    }

    private void attachesToItsSession() throws Exception {
        var again = new ZooKeeper(connectString, TIMEOUT_MILLIS, events::add, zk.getSessionId(), zk.getSessionPasswd());
        WatchedEvent event = next();
        // The old connection may be told of its end first.
        if (event.getState() == KeeperState.Disconnected) {
            event = next();
        }
        expect("state", event.getState(), KeeperState.SyncConnected);
        expect("owner", again.exists(root + "/e", false).getEphemeralOwner(), again.getSessionId());
        again.close();
        ZooKeeper after = connect();
        expect("ephemeral after the end", after.exists(root + "/e", false), null);
        after.close();
        done("attaches to its session and ends it");
    }
}
