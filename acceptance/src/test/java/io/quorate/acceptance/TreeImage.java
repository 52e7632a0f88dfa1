package io.quorate.acceptance;

import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.StockClient;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.DataTree;
import org.jspecify.annotations.Nullable;

/// All znodes with all that a client can know of them, for comparing what servers hold. What servers
/// keep for themselves, below `/zookeeper`, is left out.
record TreeImage(SortedMap<String, Znode> znodes) {
    private static final String SYSTEM = "/zookeeper";

    /// @param data `null` stays apart from empty
    record Znode(String data, Stat stat) {
        static Znode of(byte @Nullable [] data, Stat stat) {
            return new Znode(
                    data == null ? "null" : new String(data, java.nio.charset.StandardCharsets.ISO_8859_1), stat);
        }

        @Override
        public String toString() {
            return "'" + data + "' " + stat.toString().strip().replace('\n', ' ');
        }
    }

    /// Through one server, brought up to date before. Nobody may write meanwhile.
    static TreeImage through(Member member) throws Exception {
        try (StockClient client = StockClient.connect(member)) {
            return of(client.zk());
        }
    }

    static TreeImage of(ZooKeeper zk) throws Exception {
        var synced = new CompletableFuture<Void>();
        zk.sync("/", (rc, path, _) -> complete(synced, rc, path, null), null);
        await(synced);
        var znodes = new TreeMap<String, Znode>();
        List<String> level = List.of("/");
        while (!level.isEmpty()) {
            var asked = new ArrayList<Asked>();
            for (String path : level) {
                asked.add(Asked.of(zk, path));
            }
            var below = new ArrayList<String>();
            for (Asked one : asked) {
                znodes.put(one.path, await(one.znode));
                for (String name : await(one.children)) {
                    String child = one.path.equals("/") ? "/" + name : one.path + "/" + name;
                    if (!child.equals(SYSTEM)) {
                        below.add(child);
                    }
                }
            }
            level = below;
        }
        return new TreeImage(znodes);
    }

    /// Questions on their way: asking one by one would take a round trip each.
    private record Asked(String path, CompletableFuture<Znode> znode, CompletableFuture<List<String>> children) {
        static Asked of(ZooKeeper zk, String path) {
            var asked = new Asked(path, new CompletableFuture<>(), new CompletableFuture<>());
            zk.getData(
                    path,
                    false,
                    (rc, _, _, data, stat) ->
                            complete(asked.znode, rc, path, stat == null ? null : Znode.of(data, stat)),
                    null);
            zk.getChildren(path, false, (rc, _, _, names) -> complete(asked.children, rc, path, names), null);
            return asked;
        }
    }

    @SuppressWarnings("NullAway") // a future of Void is completed with null
    private static <T> void complete(CompletableFuture<T> future, int rc, String path, @Nullable T value) {
        if (rc == Code.OK.intValue()) {
            future.complete(value);
        } else {
            future.completeExceptionally(KeeperException.create(Code.get(rc), path));
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(1, TimeUnit.MINUTES);
    }

    /// Out of a tree that Apache's classes have loaded.
    static TreeImage of(DataTree tree) throws NoNodeException {
        var znodes = new TreeMap<String, Znode>();
        collect(tree, "/", znodes);
        return new TreeImage(znodes);
    }

    private static void collect(DataTree tree, String path, SortedMap<String, Znode> znodes) throws NoNodeException {
        var stat = new Stat();
        byte[] data = tree.getData(path, stat, null);
        znodes.put(path, Znode.of(data, stat));
        for (String name : tree.getChildren(path, null, null)) {
            String child = path.equals("/") ? "/" + name : path + "/" + name;
            if (!child.equals(SYSTEM)) {
                collect(tree, child, znodes);
            }
        }
    }

    /// The names below `path`, of any depth.
    SortedMap<String, Znode> below(String path) {
        return znodes.subMap(path + "/", path + "0");
    }

    /// What differs, for the message of a failure; empty if nothing does.
    List<String> differences(TreeImage other) {
        var paths = new java.util.TreeSet<>(znodes.keySet());
        paths.addAll(other.znodes.keySet());
        return paths.stream()
                .filter(path -> !java.util.Objects.equals(znodes.get(path), other.znodes.get(path)))
                .map(path -> path + ": " + znodes.get(path) + " / " + other.znodes.get(path))
                .toList();
    }
}
