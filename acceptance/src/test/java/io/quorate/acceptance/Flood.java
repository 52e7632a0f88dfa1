package io.quorate.acceptance;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/// Many txns in little time: creations that do not wait for one another.
final class Flood {
    private static final int OUTSTANDING = 400;

    /// A list of children must fit into a frame.
    private static final int CHILDREN = 1_000;

    private static final byte[] DATA = new byte[20];

    private Flood() {}

    /// Creates `root` and below it as many znodes as make `txns` txns in all; blocks until all are
    /// acknowledged.
    static void create(ZooKeeper zk, String root, int txns) throws Exception {
        var failure = new AtomicReference<@Nullable Code>();
        var slots = new Semaphore(OUTSTANDING);
        for (int i = 0; i < txns; i++) {
            int parent = i / CHILDREN;
            int child = i % CHILDREN;
            String path = i == 0 ? root : child == 0 ? root + "/" + parent : pathOf(root, parent, child);
            slots.acquire();
            zk.create(
                    path,
                    DATA,
                    Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT,
                    (rc, _, _, _) -> {
                        if (rc != Code.OK.intValue()) {
                            failure.set(Code.get(rc));
                        }
                        slots.release();
                    },
                    null);
        }
        if (!slots.tryAcquire(OUTSTANDING, 5, TimeUnit.MINUTES)) {
            throw new AssertionError("not all of " + txns + " creations were answered");
        }
        Code code = failure.get();
        if (code != null) {
            throw new AssertionError("a creation failed: " + code);
        }
    }

    private static String pathOf(String root, int parent, int child) {
        return root + (parent == 0 ? "" : "/" + parent) + "/" + child + "-";
    }
}
