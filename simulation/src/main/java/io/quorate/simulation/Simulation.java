package io.quorate.simulation;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Status;
import io.quorate.simulation.client.Clients;
import io.quorate.simulation.client.Surroundings;
import io.quorate.simulation.ghost.Ghost;
import io.quorate.simulation.ghost.StateGhost;
import io.quorate.simulation.history.Histories;
import io.quorate.simulation.plan.Action;
import io.quorate.simulation.plan.Plan;
import io.quorate.simulation.reference.Reference;
import io.quorate.simulation.world.Chance;
import io.quorate.simulation.world.CrashPoint;
import io.quorate.simulation.world.Fate;
import io.quorate.simulation.world.Fingerprint;
import io.quorate.simulation.world.Machine;
import io.quorate.simulation.world.Setting;
import io.quorate.simulation.world.Trace;
import io.quorate.simulation.world.Witness;
import io.quorate.simulation.world.Witnesses;
import io.quorate.simulation.world.World;
import io.quorate.zab.quorum.EnsembleConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One run of a plan: a storm, and the calm after it, in which the ensemble must recover by itself.
public final class Simulation {
    /// What answers to clients are counted as.
    static final String JUDGED = "answers judged";

    private static final int TRACED_STEPS = 150;

    /// A notification that was lost is repeated after a minute at the latest; then an epoch must be
    /// found, perhaps in several attempts.
    private static final long PATIENCE_MILLIS = 150_000;

    private static final int PATIENCE_INIT_LIMITS = 10;

    private final Plan plan;
    private final Fingerprint fingerprint = new Fingerprint();
    private final Trace trace;
    private final Witnesses witnesses;
    private final World world;
    private final Fate fate;
    private final Histories histories;
    private final Clients clients;

    private Simulation(Plan plan) {
        this.plan = plan;
        Chance chance = new Chance(plan.seed());
        List<Witness> all = new ArrayList<>();
        witnesses = new Witnesses(all);
        world = new World(plan.setting(), chance, witnesses);
        fate = new Fate(world);
        trace = new Trace(world.timeline()::nowNanos, TRACED_STEPS);
        // Whoever is here to judge must come after those who only take down.
        all.add(trace);
        all.add(fingerprint);
        Ghost ghost = new Ghost(
                world.config(), plan.setting().tickMillis(), plan.setting().syncLimitTicks(), world.tally());
        all.add(ghost);
        Reference reference = reference();
        StateGhost states = new StateGhost(
                reference,
                chance.stream("states"),
                server -> world.machine(server.id()).reload(),
                plan.setting().tickMillis());
        all.add(states);
        histories = Histories.live(reference);
        ghost.onCommit(txn -> {
            states.commit(txn);
            histories.committed(txn.header(), txn.txn());
        });
        clients = new Clients(plan.clients(), surroundings(), chance);
    }

    private Surroundings surroundings() {
        List<ServerId> servers = world.machines().stream().map(Machine::id).toList();
        int tickMillis = plan.setting().tickMillis();
        return new Surroundings(world, world.timeline(), servers, tickMillis, histories, world.tally());
    }

    /// A server alone shows no configuration.
    private Reference reference() {
        EnsembleConfig config = world.config();
        return config.members().size() == 1
                ? new Reference()
                : new Reference(config.text().getBytes(StandardCharsets.UTF_8), config.version());
    }

    /// Never throws: what goes wrong is part of the outcome.
    public static Outcome run(Plan plan) {
        return new Simulation(plan).run();
    }

    private Outcome run() {
        Throwable failure = null;
        try {
            storm();
            calm();
        } catch (RuntimeException | Error e) { // whatever it is, it is what the run was for
            failure = e;
        }
        world.tally().count(JUDGED, histories.answers());
        return new Outcome(
                plan,
                failure,
                failure == null ? "" : trace.toString(),
                fingerprint.value(),
                world.timeline().nowNanos(),
                fingerprint.steps(),
                world.tally());
    }

    private void storm() {
        clients.start();
        for (Action action : plan.actions()) {
            if (action.atMillis() < plan.calmAtMillis()) {
                world.timeline().at(TimeUnit.MILLISECONDS.toNanos(action.atMillis()), () -> perform(action));
            }
        }
        world.runUntil(TimeUnit.MILLISECONDS.toNanos(plan.calmAtMillis()));
    }

    private void perform(Action action) {
        int first = action.arguments().isEmpty() ? 0 : action.number(0);
        switch (action.deed()) {
            case START -> fate.start(first);
            case KILL -> fate.kill(first);
            case POWER -> fate.powerOff(first);
            case POWER_INSIDE -> fate.powerOffInOperation(first, action.number(1));
            case KILL_INSIDE -> fate.killInOperation(first, action.number(1));
            case CRASH_AT -> fate.crashAt(first, CrashPoint.of(action.number(1)), action.number(2));
            case POWER_ALL -> fate.powerOffAll();
            case FREEZE -> fate.freeze(first, action.argument(1));
            case CLOCK_JUMP -> fate.jumpClock(first, action.argument(1));
            case CLOCK_DRIFT -> fate.driftClock(first, action.argument(1));
            case CUT -> fate.cut(first, action.number(1));
            case PARTITION ->
                fate.partition(action.arguments().stream().map(Long::intValue).toList());
            case SLOW_LINK -> fate.slowDown(first, action.number(1), action.number(2));
            case BREAK -> fate.breakLinks(first, action.number(1), action.number(2));
            case HEAL -> fate.heal();
            case CUT_CLIENT -> fate.cutClient(first, action.number(1));
            case BREAK_CLIENTS -> fate.breakClients(first);
            case SLOW_DISK -> fate.slowDisk(first, action.number(1));
            case FAIL_DISK -> fate.failDisk(first, action.number(1));
            case FILL_DISK -> fate.fillDisk(first, action.argument(1));
            case REPAIR_DISK -> fate.repairDisk(first);
            case FLIP -> fate.flip(first);
            case WIPE -> fate.wipe(first);
            case REPLACE_DISK -> fate.replaceDisk(first);
            case PURGE -> fate.purge(first, action.number(1));
            case SYNC -> clients.sync(first);
            case OPERATE -> clients.operate(first, action.argument(1));
        }
    }

    private void calm() {
        witnesses.calmed();
        fate.calm();
        recover();
        clients.askOnceMore();
        recover();
        histories.ended();
        witnesses.ended(world.machines());
    }

    private void recover() {
        Setting setting = plan.setting();
        long patienceMillis =
                PATIENCE_MILLIS + (long) PATIENCE_INIT_LIMITS * setting.initLimitTicks() * setting.tickMillis();
        long until = world.timeline().nowNanos() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        while (!hasConverged() || !clients.areAtRest()) {
            if (world.timeline().nowNanos() > until) {
                throw new Violation(
                        "I-LIVENESS",
                        "%d ms after the last fault the servers are not in step or clients still wait: %s, %s",
                        patienceMillis,
                        world.machines().stream().map(Simulation::describe).toList(),
                        clients);
            }
            world.runUntil(world.timeline().nowNanos() + TimeUnit.MILLISECONDS.toNanos(setting.tickMillis()));
            fate.replaceDisks();
        }
    }

    /// Everybody serves under one leader and holds the same.
    private boolean hasConverged() {
        Set<Zxid> ends = new HashSet<>();
        Set<ServerId> leaders = new HashSet<>();
        for (Machine machine : world.machines()) {
            if (!machine.isUp() || !machine.replica().status().serving()) {
                return false;
            }
            Status status = machine.replica().status();
            ends.add(status.zxid());
            leaders.add(status.leader() == null ? machine.id() : status.leader());
            if (status.state() == ServerState.LEADING
                    && (status.outstandingProposals() > 0
                            || status.syncedFollowers() < plan.setting().servers() - 1)) {
                return false;
            }
        }
        return ends.size() == 1 && leaders.size() == 1;
    }

    private static String describe(Machine machine) {
        if (!machine.isUp()) {
            return machine.id() + " down"
                    + (machine.refusal() == null ? "" : ": " + machine.refusal().getMessage());
        }
        Status status = machine.replica().status();
        return "%s %s %s at %s".formatted(machine.id(), status.state(), status.phase(), status.zxid());
    }
}
