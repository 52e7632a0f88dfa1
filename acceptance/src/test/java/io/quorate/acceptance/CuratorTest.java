package io.quorate.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.SharedEnsemble;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.AtomicValue;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.framework.recipes.queue.DistributedQueue;
import org.apache.curator.framework.recipes.queue.QueueBuilder;
import org.apache.curator.framework.recipes.queue.QueueConsumer;
import org.apache.curator.framework.recipes.queue.QueueSerializer;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Curator's recipes, each with participants that are connected to different servers.
@ExtendWith(SharedEnsemble.class)
final class CuratorTest {
    private final Participants participants;
    private final String root;

    CuratorTest(Ensemble ensemble) {
        participants = new Participants(ensemble);
        root = participants.root();
    }

    @AfterEach
    void hangUp() {
        participants.close();
    }

    private CuratorFramework client(int participant) {
        return participants.client(participant);
    }

    @Test
    void mutexLetsOneInAtATime() throws Exception {
        var inside = new AtomicInteger();
        var mostInside = new AtomicInteger();
        var entries = new AtomicInteger();
        Participants.together(participant -> {
            var mutex = new InterProcessMutex(client(participant), root + "/lock");
            for (int i = 0; i < 5; i++) {
                assertThat(mutex.acquire(60, TimeUnit.SECONDS)).isTrue();
                int now = inside.incrementAndGet();
                mostInside.accumulateAndGet(now, Math::max);
                entries.incrementAndGet();
                inside.decrementAndGet();
                mutex.release();
            }
        });
        assertThat(entries).hasValue(15);
        assertThat(mostInside).hasValue(1);
    }

    @Test
    void leadershipPassesOnWhenTheLeaderLeaves() throws Exception {
        var latches = new ArrayList<LeaderLatch>();
        for (int i = 0; i < 3; i++) {
            var latch = new LeaderLatch(client(i), root + "/leader", "participant-" + i);
            latch.start();
            latches.add(latch);
        }
        for (int left = 3; left > 0; left--) {
            LeaderLatch leader = Eventually.yields(
                    "somebody leads",
                    () -> latches.stream().filter(LeaderLatch::hasLeadership).findFirst());
            assertThat(latches.stream().filter(LeaderLatch::hasLeadership)).hasSize(1);
            leader.close();
            latches.remove(leader);
        }
    }

    @Test
    void atomicLongLosesNoIncrement() throws Exception {
        Participants.together(participant -> {
            var counter = new DistributedAtomicLong(
                    client(participant), root + "/counter", new ExponentialBackoffRetry(5, 20));
            for (int done = 0; done < 10; ) {
                AtomicValue<Long> value = counter.increment();
                done += value.succeeded() ? 1 : 0;
            }
        });
        client(0).sync().forPath(root + "/counter");
        var counter = new DistributedAtomicLong(client(0), root + "/counter", new ExponentialBackoffRetry(5, 20));
        assertThat(counter.get().postValue()).isEqualTo(30);
    }

    /// Items are words.
    private static final class Words implements QueueSerializer<String> {
        @Override
        public byte[] serialize(String item) {
            return item.getBytes(UTF_8);
        }

        @Override
        public String deserialize(byte[] bytes) {
            return new String(bytes, UTF_8);
        }
    }

    private static final class Collector implements QueueConsumer<String> {
        private final List<String> items = new CopyOnWriteArrayList<>();

        @Override
        public void consumeMessage(String message) {
            items.add(message);
        }

        @Override
        public void stateChanged(CuratorFramework client, ConnectionState newState) {
            // The connection is not what is tested.
        }
    }

    @Test
    void queueHandsOutItemsInTheirOrder() throws Exception {
        var collector = new Collector();
        List<String> items = IntStream.range(0, 20).mapToObj(i -> "item " + i).toList();
        try (DistributedQueue<String> producer = QueueBuilder.builder(client(0), null, new Words(), root + "/queue")
                        .buildQueue();
                DistributedQueue<String> consumer = QueueBuilder.builder(
                                client(1), collector, new Words(), root + "/queue")
                        .buildQueue()) {
            producer.start();
            for (String item : items) {
                producer.put(item);
            }
            consumer.start();
            Eventually.holds("all have come", () -> collector.items.size() >= items.size());
        }
        assertThat(collector.items).isEqualTo(items);
    }

    @Test
    void servicesAreDiscoveredForAsLongAsTheyLive() throws Exception {
        try (ServiceDiscovery<Void> asking = discovery(0)) {
            asking.start();
            try (ServiceDiscovery<Void> offering = discovery(1)) {
                offering.start();
                offering.registerService(ServiceInstance.<Void>builder()
                        .name("shop")
                        .address("127.0.0.1")
                        .port(8080)
                        .build());
                Eventually.holds("found", () -> ports(asking).equals(List.of(8080)));
            }
            Eventually.holds("gone", () -> ports(asking).isEmpty());
        }
    }

    private ServiceDiscovery<Void> discovery(int participant) {
        return ServiceDiscoveryBuilder.builder(Void.class)
                .client(client(participant))
                .basePath(root + "/services")
                .build();
    }

    private static List<Integer> ports(ServiceDiscovery<Void> discovery) throws Exception {
        Collection<ServiceInstance<Void>> found = discovery.queryForInstances("shop");
        return found.stream().map(ServiceInstance::getPort).toList();
    }

    @Test
    void cacheFollowsASubtree() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        client(0).create().creatingParentsIfNeeded().forPath(root + "/cached/a", "1".getBytes(UTF_8));
        client(1).sync().forPath(root + "/cached");
        try (CuratorCache cache = CuratorCache.build(client(1), root + "/cached")) {
            cache.listenable()
                    .addListener(CuratorCacheListener.builder()
                            .forCreates(node -> seen.add("created " + node.getPath()))
                            .forChanges((_, node) -> seen.add("changed " + node.getPath()))
                            .forDeletes(node -> seen.add("deleted " + node.getPath()))
                            .build());
            cache.start();
            Eventually.holds("the cache is filled", () -> seen.contains("created " + root + "/cached/a"));
            client(0).create().forPath(root + "/cached/a/b", "2".getBytes(UTF_8));
            client(2).sync().forPath(root + "/cached");
            client(2).setData().forPath(root + "/cached/a", "3".getBytes(UTF_8));
            client(2).delete().forPath(root + "/cached/a/b");
            Eventually.holds("the cache has heard of all", () -> seen.contains("deleted " + root + "/cached/a/b"));
            Eventually.holds(
                    "the cache holds the last data",
                    () -> cache.get(root + "/cached/a")
                            .map(node -> new String(node.getData(), UTF_8))
                            .orElse("")
                            .equals("3"));
            assertThat(seen)
                    .contains("created " + root + "/cached/a/b", "changed " + root + "/cached/a")
                    .doesNotHaveDuplicates();
        }
    }
}
