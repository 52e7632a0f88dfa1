package io.quorate.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.SharedEnsemble;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.CachedAtomicLong;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicInteger;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.atomic.PromotedToLock;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.nodes.GroupMember;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.curator.framework.recipes.queue.DistributedDelayQueue;
import org.apache.curator.framework.recipes.queue.DistributedIdQueue;
import org.apache.curator.framework.recipes.queue.DistributedPriorityQueue;
import org.apache.curator.framework.recipes.queue.QueueBuilder;
import org.apache.curator.framework.recipes.queue.QueueConsumer;
import org.apache.curator.framework.recipes.queue.QueueSerializer;
import org.apache.curator.framework.recipes.queue.SimpleDistributedQueue;
import org.apache.curator.framework.recipes.shared.SharedCount;
import org.apache.curator.framework.recipes.shared.SharedValue;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.x.discovery.ServiceCache;
import org.apache.curator.x.discovery.ServiceDiscovery;
import org.apache.curator.x.discovery.ServiceDiscoveryBuilder;
import org.apache.curator.x.discovery.ServiceInstance;
import org.apache.curator.x.discovery.ServiceProvider;
import org.apache.curator.x.discovery.strategies.RoundRobinStrategy;
import org.apache.zookeeper.CreateMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Those of Curator's recipes that share something: numbers, values, items, members, services.
@ExtendWith(SharedEnsemble.class)
final class CuratorValuesTest {
    private static final int PATIENCE_SECONDS = 60;

    private final Participants participants;
    private final String root;

    CuratorValuesTest(Ensemble ensemble) {
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
    void aSharedCountIsFollowedByAll() throws Exception {
        try (var one = new SharedCount(client(0), root + "/count", 7)) {
            one.start();
            try (var other = new SharedCount(participants.synced(1), root + "/count", 0)) {
                other.start();
                assertThat(other.getCount()).isEqualTo(7);
                assertThat(one.trySetCount(one.getVersionedValue(), 8)).isTrue();
                Eventually.holds("followed", () -> other.getCount() == 8);
                other.setCount(9);
                Eventually.holds("followed", () -> one.getCount() == 9);
            }
        }
    }

    @Test
    void aSharedValueIsSetByWhoKnowsItsVersion() throws Exception {
        try (var one = new SharedValue(client(0), root + "/value", "a".getBytes(UTF_8));
                var other = new SharedValue(client(1), root + "/value", "a".getBytes(UTF_8))) {
            one.start();
            other.start();
            var old = other.getVersionedValue();
            one.setValue("b".getBytes(UTF_8));
            Eventually.holds("followed", () -> new String(other.getValue(), UTF_8).equals("b"));
            assertThat(other.trySetValue(old, "c".getBytes(UTF_8))).isFalse();
            assertThat(other.trySetValue(other.getVersionedValue(), "d".getBytes(UTF_8)))
                    .isTrue();
            Eventually.holds("followed", () -> new String(one.getValue(), UTF_8).equals("d"));
        }
    }

    @Test
    void numbersAreHandedOutOnce() throws Exception {
        var numbers = new CopyOnWriteArrayList<Long>();
        Participants.together(participant -> {
            var counter = new CachedAtomicLong(
                    new DistributedAtomicLong(client(participant), root + "/cached", new RetryOneTime(1), byLock()), 5);
            for (int i = 0; i < 12; i++) {
                numbers.add(counter.next().postValue());
            }
        });
        assertThat(numbers).hasSize(36).doesNotHaveDuplicates();
        var number = new DistributedAtomicInteger(client(0), root + "/number", new RetryOneTime(1));
        assertThat(number.initialize(4)).isTrue();
        assertThat(number.initialize(5)).isFalse();
        assertThat(number.compareAndSet(4, 6).succeeded()).isTrue();
        assertThat(number.subtract(2).postValue()).isEqualTo(4);
    }

    /// For those who lose the race too often.
    private PromotedToLock byLock() {
        return PromotedToLock.builder()
                .lockPath(root + "/cached-lock")
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .retryPolicy(new RetryOneTime(1))
                .build();
    }

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

    private QueueBuilder<String> queue(int participant, @Nullable QueueConsumer<String> consumer, String path) {
        return QueueBuilder.builder(client(participant), consumer, new Words(), root + path);
    }

    @Test
    void urgentItemsComeFirst() throws Exception {
        var collector = new Collector();
        try (DistributedPriorityQueue<String> producer =
                        queue(0, null, "/urgent").buildPriorityQueue(0);
                DistributedPriorityQueue<String> consumer = queue(1, collector, "/urgent")
                        .lockPath(root + "/urgent-lock")
                        .buildPriorityQueue(0)) {
            producer.start();
            producer.put("late", 30);
            producer.put("soon", 20);
            producer.put("now", 10);
            Eventually.holds(
                    "all are there",
                    () -> participants
                                    .synced(1)
                                    .getChildren()
                                    .forPath(root + "/urgent")
                                    .size()
                            == 3);
            consumer.start();
            Eventually.holds("all have come", () -> collector.items.size() == 3);
        }
        assertThat(collector.items).containsExactly("now", "soon", "late");
    }

    @Test
    void delayedItemsWaitForTheirTime() throws Exception {
        var collector = new Collector();
        try (DistributedDelayQueue<String> producer = queue(0, null, "/delayed").buildDelayQueue();
                DistributedDelayQueue<String> consumer =
                        queue(1, collector, "/delayed").buildDelayQueue()) {
            producer.start();
            consumer.start();
            producer.put("later", System.currentTimeMillis() + 1_000);
            producer.put("now", System.currentTimeMillis());
            Eventually.holds("all have come", () -> collector.items.size() == 2);
        }
        assertThat(collector.items).containsExactly("now", "later");
    }

    @Test
    void itemsWithAnIdCanBeTakenBack() throws Exception {
        var collector = new Collector();
        try (DistributedIdQueue<String> producer = queue(0, null, "/ids").buildIdQueue();
                DistributedIdQueue<String> consumer =
                        queue(1, collector, "/ids").buildIdQueue()) {
            producer.start();
            producer.put("kept", "a");
            producer.put("taken back", "b");
            assertThat(producer.remove("b")).isEqualTo(1);
            consumer.start();
            Eventually.holds("it has come", () -> !collector.items.isEmpty());
        }
        assertThat(collector.items).containsExactly("kept");
    }

    @Test
    void theSimpleQueueIsABlockingOne() throws Exception {
        var in = new SimpleDistributedQueue(client(0), root + "/simple");
        var out = new SimpleDistributedQueue(client(1), root + "/simple");
        Participants.together(participant -> {
            if (participant == 0) {
                assertThat(in.offer("a".getBytes(UTF_8))).isTrue();
                assertThat(in.offer("b".getBytes(UTF_8))).isTrue();
            } else if (participant == 1) {
                assertThat(out.take()).asString(UTF_8).isEqualTo("a");
                assertThat(out.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .asString(UTF_8)
                        .isEqualTo("b");
            }
        });
        assertThat(out.poll()).isNull();
    }

    @Test
    void membersOfAGroupKnowOneAnother() throws Exception {
        try (var one = new GroupMember(client(0), root + "/group", "one", "1".getBytes(UTF_8))) {
            one.start();
            try (var other = new GroupMember(client(1), root + "/group", "other", "2".getBytes(UTF_8))) {
                other.start();
                Eventually.holds("both", () -> one.getCurrentMembers().keySet().containsAll(List.of("one", "other")));
            }
            Eventually.holds("one", () -> !one.getCurrentMembers().containsKey("other"));
        }
    }

    @Test
    void aPersistentNodeIsMadeAgainWheneverItIsGone() throws Exception {
        byte[] data = "here".getBytes(UTF_8);
        try (var node = new PersistentNode(client(0), CreateMode.EPHEMERAL, false, root + "/persistent/n", data)) {
            node.start();
            assertThat(node.waitForInitialCreate(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            participants.synced(1).delete().forPath(root + "/persistent/n");
            Eventually.holds(
                    "made again", () -> participants.synced(1).checkExists().forPath(root + "/persistent/n") != null);
        }
        Eventually.holds("gone", () -> participants.synced(1).checkExists().forPath(root + "/persistent/n") == null);
    }

    @Test
    void aPersistentWatcherSeesAllThatHappensBelow() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        client(0).create().creatingParentsIfNeeded().forPath(root + "/watched");
        try (var watcher = new PersistentWatcher(participants.synced(1), root + "/watched", true)) {
            watcher.getListenable().addListener(event -> seen.add(event.getType() + " " + event.getPath()));
            watcher.start();
            // It is set in the background, and this is answered after it.
            participants.synced(1).checkExists().forPath(root);
            client(0).create().forPath(root + "/watched/a");
            client(0).setData().forPath(root + "/watched/a");
            client(0).delete().forPath(root + "/watched/a");
            Eventually.holds("all has been seen", () -> seen.contains("NodeDeleted " + root + "/watched/a"));
        }
        assertThat(seen.stream().filter(event -> event.endsWith("/a")))
                .containsExactly(
                        "NodeCreated " + root + "/watched/a",
                        "NodeDataChanged " + root + "/watched/a",
                        "NodeDeleted " + root + "/watched/a");
    }

    @Test
    void aCacheOfOneZnodeFollowsItAlone() throws Exception {
        client(0).create().creatingParentsIfNeeded().forPath(root + "/single/a", "1".getBytes(UTF_8));
        try (CuratorCache cache =
                CuratorCache.build(participants.synced(1), root + "/single", CuratorCache.Options.SINGLE_NODE_CACHE)) {
            cache.start();
            client(0).setData().forPath(root + "/single", "2".getBytes(UTF_8));
            Eventually.holds(
                    "followed",
                    () -> cache.get(root + "/single")
                            .flatMap(node -> Optional.ofNullable(node.getData()))
                            .map(data -> new String(data, UTF_8))
                            .equals(Optional.of("2")));
            assertThat(cache.get(root + "/single/a")).isEmpty();
        }
    }

    private ServiceDiscovery<Void> discovery(int participant) throws Exception {
        ServiceDiscovery<Void> discovery = ServiceDiscoveryBuilder.builder(Void.class)
                .client(client(participant))
                .basePath(root + "/services")
                .build();
        discovery.start();
        return discovery;
    }

    private static ServiceInstance<Void> shop(int port) throws Exception {
        return ServiceInstance.<Void>builder()
                .name("shop")
                .address("127.0.0.1")
                .port(port)
                .build();
    }

    @Test
    void providersAndCachesFollowTheServices() throws Exception {
        try (ServiceDiscovery<Void> offering = discovery(0);
                ServiceDiscovery<Void> asking = discovery(1)) {
            ServiceInstance<Void> first = shop(1);
            offering.registerService(first);
            offering.registerService(shop(2));
            try (ServiceCache<Void> cache =
                            asking.serviceCacheBuilder().name("shop").build();
                    ServiceProvider<Void> provider = asking.serviceProviderBuilder()
                            .serviceName("shop")
                            .providerStrategy(new RoundRobinStrategy<>())
                            .build()) {
                cache.start();
                provider.start();
                Eventually.holds("both are known", () -> cache.getInstances().size() == 2);
                Eventually.holds(
                        "both are known", () -> provider.getAllInstances().size() == 2);
                int one = provider.getInstance().getPort();
                assertThat(provider.getInstance().getPort()).isEqualTo(3 - one);
                offering.unregisterService(first);
                Eventually.holds(
                        "one is known",
                        () -> cache.getInstances().size() == 1
                                && cache.getInstances().getFirst().getPort() == 2);
            }
        }
    }
}
