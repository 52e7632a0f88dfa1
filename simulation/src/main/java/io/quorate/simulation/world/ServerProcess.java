package io.quorate.simulation.world;

import io.quorate.auth.AuthSettings;
import io.quorate.model.Zxid;
import io.quorate.operation.Preparation;
import io.quorate.operation.WriteSettings;
import io.quorate.replica.CleanerSettings;
import io.quorate.replica.Effect;
import io.quorate.replica.Effects;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.replica.Replica;
import io.quorate.replica.Settings;
import io.quorate.runtime.StorageWork;
import io.quorate.simulation.disk.FaultyDisk.PowerLost;
import io.quorate.simulation.disk.FaultyDisk.ProcessKilled;
import io.quorate.storage.DataDirectory;
import io.quorate.storage.StorageFailure;
import io.quorate.storage.StorageSettings;
import io.quorate.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server process: the real replica and the real storage, driven as the server's threads drive them.
/// A batch of events is taken in after one look at the clock, and its effects are carried out at its
/// end.
final class ServerProcess {
    /// What a batch of events takes, at least.
    private static final long BATCH_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    /// A container that nobody has used for this long goes.
    private static final long LONGEST_UNUSED_MILLIS = 5000;

    /// How often a leader looks for znodes that may go by themselves; far more often than in earnest.
    private static final int LOOK_MILLIS = 2000;

    private static final int REMOVALS_PER_MINUTE = 1200;

    private final World world;
    private final Machine machine;
    private final Replica replica;
    private final Storekeeper storekeeper;
    private final Recovered recovered;
    private final Wires wires;
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private final Effects effects = new Effects();
    private long frozenUntilNanos;
    private boolean batchAwaited;
    private long wakeAwaitedAtNanos = Long.MAX_VALUE;
    private boolean gone;

    private ServerProcess(World world, Machine machine, Replica replica, DataDirectory directory, Recovered recovered) {
        this.world = world;
        this.machine = machine;
        this.replica = replica;
        this.recovered = recovered;
        this.storekeeper = new Storekeeper(world, this, directory);
        this.wires = new Wires(world, this);
    }

    /// Reads the disk.
    ///
    /// @param mayBeNew whether an empty disk is what the server began with
    /// @throws StorageFailure if there is something on the disk that no server may start from
    static ServerProcess boot(World world, Machine machine, boolean mayBeNew) {
        Setting setting = world.setting();
        StorageSettings storage = storage(setting, mayBeNew);
        DataDirectory directory = DataDirectory.open(machine.disk(), Machine.DATA, Machine.LOGS, storage);
        Recovered recovered = StorageWork.recover(directory);
        Settings settings = new Settings(
                machine.id(),
                setting.servers() == 1,
                setting.tickMillis(),
                setting.initLimitTicks(),
                setting.syncLimitTicks(),
                setting.minSessionTimeoutMillis(),
                setting.maxSessionTimeoutMillis(),
                setting.snapCount(),
                setting.recentTxns(),
                Preparation.USUAL_MAX_TXN_BYTES,
                setting.service(),
                AuthSettings.DEFAULT,
                new WriteSettings(true, true, setting.extensions()),
                new CleanerSettings(LOOK_MILLIS, REMOVALS_PER_MINUTE, LONGEST_UNUSED_MILLIS),
                machine.random().nextLong());
        long startMillis = directory.begin(machine.clock().wallMillis());
        Replica replica = new Replica(settings, world.config(), recovered, startMillis);
        return new ServerProcess(world, machine, replica, directory, recovered);
    }

    /// @param mayBeNew whether an empty disk is what the server began with
    static StorageSettings storage(Setting setting, boolean mayBeNew) {
        StorageSettings usual = setting.storage();
        if (mayBeNew) {
            return usual;
        }
        return new StorageSettings(
                usual.preallocBytes(),
                usual.logSizeLimitBytes(),
                usual.forceSync(),
                usual.recentTxns(),
                usual.maxRecordBytes(),
                true,
                false,
                usual.trustEmptySnapshot());
    }

    Machine machine() {
        return machine;
    }

    Replica replica() {
        return replica;
    }

    Wires wires() {
        return wires;
    }

    boolean isGone() {
        return gone;
    }

    // ---- the loop

    void start() {
        world.witness().started(machine, recovered);
        Event.Tick now = now();
        replica.start(now, effects);
        List<Effect> wanted = effects.drain();
        world.witness().stepped(machine, now, wanted);
        carryOut(wanted);
        awaitWake();
    }

    void post(Event event) {
        if (gone) {
            return;
        }
        switch (world.gate().event(machine, event)) {
            case PASS -> take(event);
            case LOSE -> {}
            case KILL_BEFORE -> machine.kill("killed before it heard " + event);
            case KILL_AFTER -> {
                take(event);
                batch();
                machine.kill("killed after it heard " + event);
            }
        }
    }

    private void take(Event event) {
        inbox.add(event);
        awaitBatch(BATCH_NANOS + machine.random().nextLong(BATCH_NANOS));
    }

    private void awaitBatch(long delayNanos) {
        if (!batchAwaited) {
            batchAwaited = true;
            long at = Math.max(world.timeline().nowNanos() + delayNanos, frozenUntilNanos);
            world.timeline().at(at, this::batch);
        }
    }

    /// Nothing happens in the process for so long; what comes in waits.
    void freeze(long nanos) {
        frozenUntilNanos = Math.max(frozenUntilNanos, world.timeline().nowNanos() + nanos);
    }

    void wake() {
        frozenUntilNanos = 0;
        batchAwaited = false;
        awaitBatch(0);
    }

    /// When something that is due now can happen in the process.
    long thawsAtNanos() {
        return frozenUntilNanos;
    }

    boolean isFrozen() {
        return world.timeline().nowNanos() < frozenUntilNanos;
    }

    private void batch() {
        if (gone) {
            return;
        }
        batchAwaited = false;
        if (isFrozen()) {
            awaitBatch(0);
            return;
        }
        List<Event> events = new ArrayList<>(inbox);
        inbox.clear();
        List<Effect> wanted = new ArrayList<>();
        step(now(), wanted);
        for (Event event : events) {
            step(event, wanted);
        }
        if (!machine.isWhole() && replica.status().serving()) {
            machine.caughtUp();
        }
        carryOut(wanted);
        if (!gone) {
            awaitWake();
        }
    }

    private void step(Event event, List<Effect> wanted) {
        replica.step(event, effects);
        List<Effect> some = effects.drain();
        world.witness().stepped(machine, event, some);
        wanted.addAll(some);
    }

    private Event.Tick now() {
        return new Event.Tick(machine.clock().localNanos(), machine.clock().wallMillis());
    }

    private void awaitWake() {
        long local = replica.wakeAtNanos();
        if (local == Long.MAX_VALUE) {
            return;
        }
        long at = Math.max(
                machine.clock().worldNanos(local), world.timeline().nowNanos() + TimeUnit.MILLISECONDS.toNanos(1));
        if (at < wakeAwaitedAtNanos) {
            wakeAwaitedAtNanos = at;
            world.timeline().at(at, () -> wake(at));
        }
    }

    private void wake(long atNanos) {
        if (gone || wakeAwaitedAtNanos != atNanos) {
            return;
        }
        wakeAwaitedAtNanos = Long.MAX_VALUE;
        if (replica.wakeAtNanos() <= machine.clock().localNanos()) {
            awaitBatch(0);
        } else {
            awaitWake();
        }
    }

    // ---- deeds

    private void carryOut(List<Effect> wanted) {
        for (Effect effect : wanted) {
            if (gone) {
                return;
            }
            switch (world.gate().effect(machine, effect)) {
                case PASS -> carryOut(effect);
                case LOSE -> {}
                case KILL_BEFORE -> machine.kill("killed before " + effect);
                case KILL_AFTER -> {
                    carryOut(effect);
                    machine.kill("killed after " + effect);
                }
            }
        }
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.Say(var connection, var message) -> wires.say(connection, message);
            case Effect.HangUp(var connection, var _, var _) -> wires.hangUp(connection);
            case Effect.Notify(var to, var notification) -> world.elections().tell(machine, to, notification);
            case Effect.DialLeader dial -> world.links().dial(this, dial);
            case Effect.AcceptLearners(boolean open) -> wires.acceptLearners(open);
            case Effect.Send(var link, var message) -> wires.send(link, message);
            case Effect.SendSnapshot(var link, Tree tree) -> wires.sendSnapshot(link, tree);
            case Effect.DropLink(var link) -> wires.drop(link);
            case Effect.StorageOrder order -> storekeeper.order(order);
            case Effect.Report _ -> {
                // For people.
            }
        }
    }

    /// Something that touches the disk. If the disk fails the process ends, as the real one does.
    void touchDisk(Runnable work) {
        try {
            work.run();
        } catch (StorageFailure failure) {
            if (!machine.hasDiskTrouble()) {
                throw failure;
            }
            world.count("stopped by its disk");
            machine.kill("its disk failed: " + failure.getMessage());
        } catch (PowerLost _) {
            machine.powerOff("the power failed in the middle of writing");
        } catch (ProcessKilled _) {
            machine.kill("killed in the middle of writing");
        }
    }

    /// @param newest a snapshot that is on disk now
    void tidied(Zxid newest) {
        world.witness().tidied(machine, newest);
    }

    void purge(int retained) {
        storekeeper.purge(retained);
    }

    /// Everything that was waiting is forgotten; peers and clients may learn of it.
    void end(boolean powerLost) {
        if (gone) {
            return;
        }
        gone = true;
        storekeeper.end();
        wires.end(powerLost);
    }
}
