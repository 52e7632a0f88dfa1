package io.quorate.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Event;
import io.quorate.replica.NewSessions;
import io.quorate.replica.Recovered;
import io.quorate.replica.ServiceSettings;
import io.quorate.replica.Status;
import io.quorate.simulation.JudgedWorld;
import io.quorate.simulation.client.Clients;
import io.quorate.simulation.client.Surroundings;
import io.quorate.simulation.disk.DiskOperation;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.simulation.world.Chance;
import io.quorate.simulation.world.Fate;
import io.quorate.simulation.world.Gate;
import io.quorate.simulation.world.Machine;
import io.quorate.simulation.world.Setting;
import io.quorate.simulation.world.Trace;
import io.quorate.simulation.world.Witness;
import io.quorate.simulation.world.Witnesses;
import io.quorate.simulation.world.World;
import io.quorate.storage.StorageSettings;
import io.quorate.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A judged world in which a schedule is played. Servers are called by their numbers. Whatever waits does
/// so in the world's time, and fails if that takes too long.
final class Stage {
    private static final long PATIENCE_SECONDS = 300;
    /// What a server can read that is configured as usual, and so what a txn may have.
    private static final int LARGEST_TXN_BYTES = 2_097_150;

    private static final int SESSION_TIMEOUT_MILLIS = 20_000;

    /// An operation that no disk comes to.
    private static final int NEVER = Integer.MAX_VALUE;

    private static final int TRACED_STEPS = 150;

    private final @Nullable JudgedWorld judged;
    private final World world;
    private final Fate fate;
    private final Trace trace;
    private final Surroundings surroundings;
    private final Rules rules = new Rules();
    private final List<Guest> guests = new ArrayList<>();

    private Stage(Setting setting, long seed) {
        judged = new JudgedWorld(setting, new Chance(seed));
        world = judged.world();
        fate = judged.fate();
        trace = judged.trace();
        surroundings = judged.surroundings();
        world.setGate(rules);
    }

    /// Without judges.
    private Stage(Setting setting) {
        judged = null;
        List<Witness> all = new ArrayList<>();
        world = new World(setting, new Chance(1), new Witnesses(all));
        fate = new Fate(world);
        trace = new Trace(world.timeline()::nowNanos, TRACED_STEPS);
        all.add(trace);
        List<ServerId> servers = world.machines().stream().map(Machine::id).toList();
        surroundings = new Surroundings(
                world,
                world.timeline(),
                servers,
                setting.tickMillis(),
                setting.extensions(),
                entry -> {},
                world.tally());
        world.setGate(rules);
    }

    /// Where nobody judges, as for servers that begin with a past, or hear what no server says.
    static Stage unjudged(int servers) {
        return new Stage(setting(servers, 1000, 500));
    }

    /// Nobody runs yet.
    static Stage of(int servers) {
        return of(servers, 1);
    }

    static Stage of(int servers, long seed) {
        return of(servers, 1000, 500, seed);
    }

    /// Every read is confirmed by a quorum.
    static Stage linearizable(int servers) {
        return new Stage(setting(servers, 1000, 500, true), 1);
    }

    /// A snapshot after every `snapCount` txns; after a restart a leader remembers no more than
    /// `recentTxns`.
    static Stage of(int servers, int snapCount, int recentTxns) {
        return of(servers, snapCount, recentTxns, 1);
    }

    static Stage of(int servers, int snapCount, int recentTxns, long seed) {
        return new Stage(setting(servers, snapCount, recentTxns), seed);
    }

    private static Setting setting(int servers, int snapCount, int recentTxns) {
        return setting(servers, snapCount, recentTxns, false);
    }

    private static Setting setting(int servers, int snapCount, int recentTxns, boolean linearizableReads) {
        Setting usual = Setting.usual(servers);
        StorageSettings storage = new StorageSettings(
                usual.storage().preallocBytes(),
                usual.storage().logSizeLimitBytes(),
                true,
                recentTxns,
                LARGEST_TXN_BYTES,
                true,
                true,
                false);
        return new Setting(
                servers,
                usual.tickMillis(),
                usual.initLimitTicks(),
                usual.syncLimitTicks(),
                snapCount,
                recentTxns,
                usual.latencyMicros(),
                usual.flushMicros(),
                new ServiceSettings(true, linearizableReads, 10_000, NewSessions.GLOBAL, false),
                true,
                storage);
    }

    World world() {
        return world;
    }

    Fate fate() {
        return fate;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    // ---- time

    /// Lets happen what happens until something is so.
    void until(String what, BooleanSupplier condition) {
        long end = world().timeline().nowNanos() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        play(() -> {
            while (!condition.getAsBoolean()) {
                if (world().timeline().nowNanos() > end) {
                    throw new AssertionError("waited in vain until " + what);
                }
                world().step();
            }
        });
    }

    void pass(long seconds) {
        passMillis(TimeUnit.SECONDS.toMillis(seconds));
    }

    void passMillis(long millis) {
        play(() -> world().runUntil(world().timeline().nowNanos() + TimeUnit.MILLISECONDS.toNanos(millis)));
    }

    private void play(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException | Error failure) {
            failure.addSuppressed(new Throwable("what happened last:\n" + trace));
            throw failure;
        }
    }

    // ---- servers

    /// Starts servers, and waits until they serve.
    Stage start(int... servers) {
        launch(servers);
        awaitServing(servers);
        return this;
    }

    /// Starts servers without waiting.
    void launch(int... servers) {
        Arrays.stream(servers).forEach(fate::start);
    }

    Stage startAll() {
        return start(everybody());
    }

    int[] everybody() {
        return world().machines().stream()
                .mapToInt(machine -> (int) machine.id().value())
                .toArray();
    }

    /// The power of servers fails.
    void crash(int... servers) {
        Arrays.stream(servers).forEach(fate::powerOff);
    }

    void crashAll() {
        fate.powerOffAll();
    }

    boolean isUp(int server) {
        return machine(server).isUp();
    }

    void awaitDown(int server) {
        until("server " + server + " is down", () -> machine(server).isDown());
    }

    boolean isServing(int server) {
        return isUp(server) && status(server).serving();
    }

    void awaitServing(int... servers) {
        until(
                "servers " + Arrays.toString(servers) + " serve",
                () -> Arrays.stream(servers).allMatch(this::isServing));
    }

    boolean isLeading(int server) {
        return isServing(server) && status(server).state() == ServerState.LEADING;
    }

    /// Waits for one of these servers to lead.
    int awaitLeader(int... among) {
        until(
                "one of " + Arrays.toString(among) + " leads",
                () -> Arrays.stream(among).anyMatch(this::isLeading));
        return Arrays.stream(among).filter(this::isLeading).findFirst().orElseThrow();
    }

    int leader() {
        return awaitLeader(everybody());
    }

    /// Those who are not the leader.
    int[] followers() {
        return others(leader());
    }

    /// All servers but some.
    int[] others(int... but) {
        return Arrays.stream(everybody())
                .filter(server -> Arrays.stream(but).noneMatch(one -> one == server))
                .toArray();
    }

    /// Nothing gets through between these servers and the others.
    void isolate(Integer... servers) {
        fate.partition(List.of(servers));
    }

    void heal() {
        fate.heal();
    }

    /// From now on the server's disk fails at operations of one kind, until it is repaired or the
    /// server is started again.
    void failDisk(int server, DiskOperation kind) {
        fate.failDisk(server, NEVER);
        machine(server).disk().failFromOperation(1, EnumSet.of(kind));
    }

    /// Waits until a server that was cut off has given up its role.
    void awaitLooking(int server) {
        until(
                "server " + server + " looks for a leader",
                () -> isUp(server) && status(server).state() == ServerState.LOOKING);
    }

    Machine machine(int server) {
        return world().machine(new ServerId(server));
    }

    Status status(int server) {
        return machine(server).replica().status();
    }

    Tree tree(int server) {
        return machine(server).replica().tree();
    }

    /// What a restart of the server would find.
    Recovered disk(int server) {
        return machine(server).reload();
    }

    boolean diskHas(int server, String path) {
        return disk(server).tree().find(path) != null;
    }

    /// How the leader has brought a server in step, or begun to: `diff`, `trunc` or `snap`.
    String synchronisationOf(int server) {
        return rules.synchronisationOf(new ServerId(server));
    }

    /// Before anything runs: every server has this past on its disk.
    void beginWith(Tree past, LoggedTxn... log) {
        for (int server : everybody()) {
            beginWith(server, past, log);
        }
    }

    /// One server has another past than the others.
    void beginWith(int server, Tree past, LoggedTxn... log) {
        FaultyDisk disk = machine(server).disk();
        disk.wipe();
        new Platter(disk, world.setting().storage()).fill(past, log);
    }

    // ---- exact moments

    /// From now on such things do not happen at a server.
    void lose(int server, Predicate<Object> moment) {
        rules.add(server, moment, Gate.Verdict.LOSE);
    }

    /// The server ends right before the first such thing.
    void killBefore(int server, Predicate<Object> moment) {
        rules.addOnce(server, moment, Gate.Verdict.KILL_BEFORE);
    }

    void killAfter(int server, Predicate<Object> moment) {
        rules.addOnce(server, moment, Gate.Verdict.KILL_AFTER);
    }

    /// Tells `moment` of everything that a server does or hears, with a verdict for what it picks.
    void rule(int server, Predicate<Object> moment, Gate.Verdict verdict) {
        rules.add(server, moment, verdict);
    }

    /// Everything takes its course again.
    void forgetRules() {
        rules.forget();
    }

    // ---- clients

    /// A client with a new session on a server.
    Guest guest(int server) {
        return guest(server, SESSION_TIMEOUT_MILLIS);
    }

    Guest guest(int server, int timeoutMillis) {
        Guest guest = new Guest(this, guests.size() + 1, timeoutMillis);
        guests.add(guest);
        return guest.comeTo(server);
    }

    // ---- schedules that many scenarios begin with

    /// The leader logs what `guest` asks it to create, tells nobody, and is down.
    void logsAloneAndCrashes(int leader, Guest guest, String path) {
        lose(leader, Moment.says(PeerMessage.Proposal.class));
        killBefore(leader, Moment.learns(Event.LogFlushed.class));
        guest.creating(path);
        awaitDown(leader);
        forgetRules();
        assertThat(diskHas(leader, path)).as("the orphan is on disk").isTrue();
    }

    /// A server is down while the others go on, so long that a leader which was started again cannot tell
    /// it txn by txn what it missed: `/missed1` to `/missed9`.
    ///
    /// @return the leader of the others
    int fallBehind(int server) {
        crash(server);
        Guest guest = guest(awaitLeader(others(server)));
        for (int i = 1; i <= 9; i++) {
            guest.create("/missed" + i);
        }
        crash(others(server));
        start(others(server));
        return awaitLeader(others(server));
    }

    // ---- the end

    /// Nothing is wrong any more: all servers must come to hold the same, and nothing may be missing.
    void allEndsWell() {
        forgetRules();
        if (judged == null) {
            fate.calm();
            until(
                    "all servers hold the same",
                    () -> Arrays.stream(everybody())
                            .allMatch(server ->
                                    isServing(server) && tree(server).zxid().equals(tree(1).zxid())));
        } else {
            play(() -> judged.calm(new Clients(0, surroundings, world.chance())));
        }
        Tree first = tree(1);
        for (int server : everybody()) {
            assertThat(tree(server).zxid()).isEqualTo(first.zxid());
            assertThat(tree(server).digest()).isEqualTo(first.digest());
            assertThat(disk(server).tree().zxid()).isEqualTo(first.zxid());
        }
    }

    /// And every server has this znode.
    void allHave(String... paths) {
        for (int server : everybody()) {
            for (String path : paths) {
                assertThat(tree(server).find(path))
                        .as("%s on server %d", path, server)
                        .isNotNull();
            }
        }
    }

    void noneHas(String path) {
        for (int server : everybody()) {
            assertThat(tree(server).find(path))
                    .as("%s on server %d", path, server)
                    .isNull();
        }
    }
}
