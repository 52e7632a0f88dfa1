package io.quorate.acceptance;

import io.quorate.acceptance.harness.Ensemble;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.ExponentialBackoffRetry;

/// Clients of Curator, each connected to another server, and a subtree for them.
final class Participants implements AutoCloseable {
    static final int NUMBER = 3;

    private static final AtomicInteger SUBTREES = new AtomicInteger();

    private final String root = "/curator-" + ProcessHandle.current().pid() + "-" + SUBTREES.incrementAndGet();
    private final List<CuratorFramework> clients;

    Participants(Ensemble ensemble) {
        clients = ensemble.members().stream()
                .map(member -> CuratorFrameworkFactory.newClient(
                        member.address(), 30_000, 30_000, new ExponentialBackoffRetry(100, 10)))
                .toList();
        clients.forEach(CuratorFramework::start);
    }

    String root() {
        return root;
    }

    CuratorFramework client(int participant) {
        return clients.get(participant % clients.size());
    }

    /// The client, once it sees what all have written so far.
    CuratorFramework synced(int participant) throws Exception {
        client(participant).sync().forPath("/");
        return client(participant);
    }

    /// What one of them does.
    interface Part {
        void play(int participant) throws Exception;
    }

    /// Each in a thread of its own; blocks until all have ended.
    static void together(Part part) throws Exception {
        try (var threads = Executors.newFixedThreadPool(NUMBER)) {
            var parts = new ArrayList<Future<?>>();
            for (int i = 0; i < NUMBER; i++) {
                int participant = i;
                parts.add(threads.submit(() -> {
                    part.play(participant);
                    return null;
                }));
            }
            for (Future<?> playing : parts) {
                Object _ = playing.get(2, TimeUnit.MINUTES);
            }
        }
    }

    @Override
    public void close() {
        clients.forEach(CuratorFramework::close);
    }
}
