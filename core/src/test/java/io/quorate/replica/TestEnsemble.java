package io.quorate.replica;

import io.quorate.auth.AuthSettings;
import io.quorate.model.Invariant;
import io.quorate.model.ServerId;
import io.quorate.operation.Preparation;
import io.quorate.operation.WriteSettings;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Several replicas in one thread, with a network, disks and time that a seed decides on. What travels
/// on one channel stays in order; between channels anything may overtake anything.
final class TestEnsemble {
    static final int TICK_MILLIS = 100;

    private static final long DIALLING_NANOS = 400_000_000L;

    /// A replica with its disk; the replica is gone while the server is down.
    final class Server {
        final ServerId id;
        final TestDisk disk = new TestDisk();

        @Nullable
        Replica replica;

        boolean acceptsLearners;
        int life;

        Server(long id) {
            this.id = new ServerId(id);
        }

        Replica running() {
            return Objects.requireNonNull(replica);
        }

        void post(Event event) {
            if (replica == null) {
                return;
            }
            Effects effects = new Effects();
            replica.step(new Event.Tick(nowNanos, nowMillis()), effects);
            replica.step(event, effects);
            carryOut(this, effects.drain());
        }
    }

    /// One end of a link between a learner and a leader.
    private record End(Server server, int life, LinkId link) {}

    final Map<Long, Server> servers = new TreeMap<>();
    final EnsembleConfig config;
    final List<String> trace = new ArrayList<>();
    final Map<Long, ServerId> leaders = new HashMap<>();
    Consumer<Effect.Say> onSay = _ -> {};
    Consumer<Effect.HangUp> onHangUp = _ -> {};
    int snapCount = 100_000;
    int recentTxns = 500;
    AuthSettings auth = AuthSettings.DEFAULT;
    WriteSettings writes = WriteSettings.DEFAULT;
    CleanerSettings cleaner = CleanerSettings.DEFAULT;
    ServiceSettings service = ServiceSettings.DEFAULT;

    /// A disk gets its turn only every so many times that it could.
    int diskSlowness = 1;

    /// Servers whose disks do nothing for the time being.
    final Set<Long> stuckDisks = new TreeSet<>();

    private final RandomGenerator random;
    private final Map<String, ArrayDeque<Runnable>> channels = new TreeMap<>();
    private final Map<End, End> links = new HashMap<>();

    /// Links that were given up while they were being dialled.
    private final Set<End> dropped = new HashSet<>();

    private final Set<Long> cut = new TreeSet<>();
    private long nowNanos = 1_000_000_000L;
    private long nextLink;

    TestEnsemble(int size, RandomGenerator random) {
        this.random = random;
        SortedMap<ServerId, Member> members = new TreeMap<>();
        for (long i = 1; i <= size; i++) {
            ServerId server = new ServerId(i);
            members.put(server, new Member(server, "127.0.0.1", 0, 0, Member.Role.PARTICIPANT, null));
            servers.put(i, new Server(i));
        }
        config = new EnsembleConfig(members, 0);
    }

    Server server(long id) {
        return Objects.requireNonNull(servers.get(id));
    }

    long nowMillis() {
        return nowNanos / 1_000_000;
    }

    /// Time jumps while nobody looks at anything, as in a long pause of the whole machine.
    void sleep(int millis) {
        nowNanos += millis * 1_000_000L;
    }

    // ---- crashes, restarts, partitions

    void start(long id) {
        Server server = server(id);
        server.life++;
        server.replica = new Replica(settings(server.id), config, server.disk.recover(), nowMillis());
        Effects effects = new Effects();
        server.running().start(new Event.Tick(nowNanos, nowMillis()), effects);
        carryOut(server, effects.drain());
    }

    Settings settings(ServerId self) {
        return new Settings(
                self,
                servers.size() == 1,
                TICK_MILLIS,
                10,
                5,
                2 * TICK_MILLIS,
                20 * TICK_MILLIS,
                snapCount,
                recentTxns,
                Preparation.USUAL_MAX_TXN_BYTES,
                service,
                auth,
                writes,
                cleaner,
                random.nextLong());
    }

    void startAll() {
        servers.keySet().forEach(this::start);
    }

    void crash(long id) {
        Server server = server(id);
        server.replica = null;
        server.acceptsLearners = false;
        server.disk.crash();
        links.keySet().stream().filter(end -> end.server() == server).toList().forEach(this::breakLink);
    }

    /// Nothing reaches or leaves the server until {@link #heal}.
    void isolate(long id) {
        cut.add(id);
        links.keySet().stream()
                .filter(end -> end.server().id.value() == id)
                .toList()
                .forEach(this::breakLink);
    }

    void heal() {
        cut.clear();
    }

    // ---- running

    @Nullable
    Server leader() {
        return servers.values().stream()
                .filter(server -> server.replica != null
                        && server.replica.status().serving()
                        && server.replica.status().state() == ServerState.LEADING)
                .findFirst()
                .orElse(null);
    }

    boolean allServe() {
        return servers.values().stream()
                .allMatch(server ->
                        server.replica != null && server.replica.status().serving());
    }

    /// Lets things happen until `done`, for at most so many seconds of the ensemble's time.
    boolean runUntil(java.util.function.BooleanSupplier done, int seconds) {
        long end = nowNanos + seconds * 1_000_000_000L;
        while (!done.getAsBoolean()) {
            if (nowNanos > end) {
                return false;
            }
            step();
        }
        return true;
    }

    void run(int millis) {
        long end = nowNanos + millis * 1_000_000L;
        while (nowNanos < end) {
            step();
        }
    }

    /// One thing happens: a message arrives, a disk finishes an order, or time passes.
    void step() {
        List<Runnable> possible = new ArrayList<>();
        channels.values().removeIf(ArrayDeque::isEmpty);
        channels.values()
                .forEach(channel -> possible.add(() -> channel.removeFirst().run()));
        for (Server server : servers.values()) {
            if (!server.disk.isIdle() && !stuckDisks.contains(server.id.value()) && random.nextInt(diskSlowness) == 0) {
                possible.add(() -> {
                    Event event = server.disk.work(1 + random.nextInt(5));
                    if (event != null) {
                        server.post(event);
                    }
                });
            }
        }
        if (possible.isEmpty() || random.nextInt(20) == 0) {
            passTime(possible.isEmpty() && servers.values().stream().allMatch(server -> server.disk.isIdle()));
        } else {
            possible.get(random.nextInt(possible.size())).run();
        }
    }

    private void passTime(boolean idle) {
        long next = servers.values().stream()
                .filter(server -> server.replica != null)
                .mapToLong(server -> server.running().wakeAtNanos())
                .min()
                .orElse(Long.MAX_VALUE);
        nowNanos = idle ? Math.max(nowNanos + 1_000_000, Math.min(next, nowNanos + 50_000_000)) : nowNanos + 1_000_000;
        for (Server server : servers.values()) {
            if (server.replica != null && nowNanos >= server.replica.wakeAtNanos()) {
                server.post(new Event.Tick(nowNanos, nowMillis()));
            }
        }
    }

    // ---- carrying out effects

    private void carryOut(Server server, List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Say say -> onSay.accept(say);
                case Effect.HangUp hangUp -> onHangUp.accept(hangUp);
                case Effect.Notify(ServerId to, var notification) ->
                    send(
                            server,
                            server(to.value()),
                            "election",
                            () -> server(to.value()).post(new Event.NotificationReceived(server.id, notification)));
                case Effect.DialLeader(LinkId link, ServerId leader, long _) ->
                    dial(server, link, leader, nowNanos + DIALLING_NANOS);
                case Effect.AcceptLearners(boolean open) -> server.acceptsLearners = open;
                case Effect.Send(LinkId link, PeerMessage message) -> sendOn(server, link, message);
                case Effect.SendSnapshot(LinkId link, var tree) ->
                    deliver(server, link, to -> new Event.SnapshotReceived(to, tree));
                case Effect.DropLink(LinkId link) -> drop(new End(server, server.life, link));
                case Effect.StorageOrder order -> server.disk.order(order);
                case Effect.Report report -> report(server, report);
            }
        }
    }

    private void report(Server server, Effect.Report report) {
        trace.add(nowMillis() + " " + server.id + " " + report);
        if (report instanceof Effect.StateChanged(ServerState _, String detail)
                && detail.equals("leading - broadcast")) {
            // The status is not published before the step is over, so the epoch is read from the disk's side.
            long epoch = server.disk.recover().currentEpoch();
            ServerId former = leaders.put(epoch, server.id);
            Invariant.check(
                    former == null || former.equals(server.id),
                    "epoch %s has two leaders, %s and %s",
                    epoch,
                    Objects.toString(former),
                    server.id);
        }
    }

    private void send(Server from, Server to, String kind, Runnable delivery) {
        if (cut.contains(from.id.value()) || cut.contains(to.id.value())) {
            return;
        }
        channel(kind + " " + from.id + " to " + to.id).add(delivery);
    }

    private ArrayDeque<Runnable> channel(String name) {
        return channels.computeIfAbsent(name, _ -> new ArrayDeque<>());
    }

    /// Tries for a while, as the transport does: a leader that has been elected a moment later than its
    /// follower needs it.
    private void dial(Server learner, LinkId link, ServerId leaderId, long untilNanos) {
        Server leader = server(leaderId.value());
        int life = learner.life;
        channel("dial " + learner.id + " " + link.value()).add(() -> {
            if (learner.life != life || learner.replica == null || dropped.remove(new End(learner, life, link))) {
                return;
            }
            boolean reachable = leader.replica != null
                    && leader.acceptsLearners
                    && !cut.contains(learner.id.value())
                    && !cut.contains(leaderId.value());
            if (!reachable && nowNanos < untilNanos) {
                dial(learner, link, leaderId, untilNanos);
                return;
            }
            if (!reachable) {
                learner.post(new Event.LinkLost(link));
                return;
            }
            End near = new End(learner, learner.life, link);
            End far = new End(leader, leader.life, new LinkId(++nextLink));
            links.put(near, far);
            links.put(far, near);
            leader.post(new Event.LearnerArrived(far.link()));
            learner.post(new Event.LeaderDialled(link));
        });
    }

    private void sendOn(Server server, LinkId link, PeerMessage message) {
        deliver(server, link, to -> switch (message) {
            case PeerMessage.FromLeader fromLeader when link.value() > 0 -> new Event.FromLeader(to, fromLeader);
            case PeerMessage.FromLearner fromLearner -> new Event.FromLearner(to, fromLearner);
            case PeerMessage.FromLeader fromLeader -> new Event.FromLeader(to, fromLeader);
        });
    }

    private void deliver(Server from, LinkId link, java.util.function.Function<LinkId, Event> event) {
        End near = new End(from, from.life, link);
        End far = links.get(near);
        if (far != null) {
            channel("link " + near.server().id + " " + near.life() + " " + link.value())
                    .add(() -> {
                        if (links.get(far) != null && far.server().life == far.life()) {
                            far.server().post(event.apply(far.link()));
                        }
                    });
        }
    }

    private void drop(End end) {
        if (links.containsKey(end)) {
            breakLink(end);
        } else {
            dropped.add(end);
        }
    }

    /// What was on its way is lost; the other end learns of it later, this end at once unless it asked
    /// for it.
    private void breakLink(End near) {
        End far = links.remove(near);
        if (far == null) {
            return;
        }
        links.remove(far);
        for (End end : List.of(near, far)) {
            channel("lost " + end.server().id + " " + end.link().value()).add(() -> {
                if (end.server().life == end.life()) {
                    end.server().post(new Event.LinkLost(end.link()));
                }
            });
        }
    }
}
