package io.quorate.acceptance.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/// A session with a subtree of its own, what is expected of it, and somebody at the other end of standard
/// input who can do to servers what an application cannot.
final class Application {
    static final int TIMEOUT_MILLIS = 20_000;

    private static final int PATIENCE_SECONDS = 60;

    private final BlockingQueue<WatchedEvent> events = new LinkedBlockingQueue<>();
    private final BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    private final String connectString;
    private final ZooKeeper zk;
    private final String root;

    Application(String connectString) throws Exception {
        this.connectString = connectString;
        zk = connect(events);
        root = zk.create("/program-", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
    }

    String connectString() {
        return connectString;
    }

    ZooKeeper zk() {
        return zk;
    }

    /// A znode that nobody else uses.
    String root() {
        return root;
    }

    // ---- what is expected

    static void done(String step) {
        System.out.println("done: " + step);
    }

    static void expect(String what, @Nullable Object actual, @Nullable Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new AssertionError(what + " is " + actual + " and not " + expected);
        }
    }

    interface Action {
        void run() throws Exception;
    }

    static void expectFailure(Code code, Action action) throws Exception {
        try {
            action.run();
        } catch (KeeperException e) {
            expect("error code", e.code(), code);
            return;
        }
        throw new AssertionError("no " + code);
    }

    // ---- sessions and their events

    ZooKeeper connect(BlockingQueue<WatchedEvent> events) throws Exception {
        return connect(connectString, TIMEOUT_MILLIS, events);
    }

    static ZooKeeper connect(String connectString, int timeoutMillis, BlockingQueue<WatchedEvent> events)
            throws Exception {
        var opened = new ZooKeeper(connectString, timeoutMillis, events::add);
        awaitState(events, KeeperState.SyncConnected);
        return opened;
    }

    static WatchedEvent next(BlockingQueue<WatchedEvent> events) throws InterruptedException {
        WatchedEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came");
        }
        return event;
    }

    /// Passes over what happens to the connection before.
    static void awaitState(BlockingQueue<WatchedEvent> events, KeeperState state) throws InterruptedException {
        for (WatchedEvent event = next(events); event.getState() != state; event = next(events)) {
            expect("event while waiting for " + state, event.getType(), EventType.None);
        }
    }

    BlockingQueue<WatchedEvent> events() {
        return events;
    }

    void expectEvent(EventType type, String path) throws InterruptedException {
        expectEvent(events, type, path);
    }

    static void expectEvent(BlockingQueue<WatchedEvent> events, EventType type, String path)
            throws InterruptedException {
        WatchedEvent event = next(events);
        expect("event", event.getType() + " " + event.getPath(), type + " " + path);
    }

    /// Nothing must have come, as far as a request tells that is answered after it.
    static void expectNoEvent(ZooKeeper zk, BlockingQueue<WatchedEvent> events) throws Exception {
        var answer = new CompletableFuture<Integer>();
        zk.exists("/", false, (rc, _, _, _) -> answer.complete(rc), null);
        expect("answer", await(answer), 0);
        expect("event", events.poll(), null);
    }

    static <T> T await(CompletableFuture<T> answer) throws Exception {
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    // ---- the world

    /// Blocks until it has been done.
    void ask(String wish) throws IOException {
        System.out.println("ask: " + wish);
        expect("answer to '" + wish + "'", answers.readLine(), "done");
    }

    static String text(ZooKeeper session) {
        return "0x" + Long.toHexString(session.getSessionId());
    }
}
