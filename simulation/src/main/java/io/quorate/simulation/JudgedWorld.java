package io.quorate.simulation;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.NewSessions;
import io.quorate.replica.Status;
import io.quorate.simulation.client.Clients;
import io.quorate.simulation.client.Surroundings;
import io.quorate.simulation.ghost.Ghost;
import io.quorate.simulation.ghost.SessionEnds;
import io.quorate.simulation.ghost.StateGhost;
import io.quorate.simulation.history.Histories;
import io.quorate.simulation.reference.Reference;
import io.quorate.simulation.world.Chance;
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

/// A world and all who judge what happens in it: whatever is wrong is thrown out of the step in which it
/// shows.
public final class JudgedWorld {
    private static final int TRACED_STEPS = 150;

    /// A notification that was lost is repeated after a minute at the latest; then an epoch must be found,
    /// perhaps in several attempts.
    private static final long PATIENCE_MILLIS = 150_000;

    private static final int PATIENCE_INIT_LIMITS = 10;

    private final Setting setting;
    private final Fingerprint fingerprint = new Fingerprint();
    private final Trace trace;
    private final Witnesses witnesses;
    private final World world;
    private final Fate fate;
    private final Ghost ghost;
    private final Histories histories;

    public JudgedWorld(Setting setting, Chance chance) {
        this.setting = setting;
        List<Witness> all = new ArrayList<>();
        witnesses = new Witnesses(all);
        world = new World(setting, chance, witnesses);
        fate = new Fate(world);
        trace = new Trace(world.timeline()::nowNanos, TRACED_STEPS);
        // Whoever is here to judge must come after those who only take down.
        all.add(trace);
        all.add(fingerprint);
        ghost = new Ghost(world.config(), setting.tickMillis(), setting.syncLimitTicks(), world.tally());
        all.add(ghost);
        all.add(new SessionEnds(world.tally()));
        Reference reference = reference(world.config(), setting);
        if (reference.hasLocalSessions()) {
            ghost.expectLocalSessions();
        }
        StateGhost states = new StateGhost(
                reference,
                chance.stream("states"),
                server -> world.machine(server.id()).reload(),
                setting.tickMillis());
        all.add(states);
        histories = Histories.live(reference, setting.linearizableReads());
        ghost.onCommit(txn -> {
            states.commit(txn);
            histories.committed(txn.header(), txn.txn());
        });
    }

    /// A server alone shows no configuration.
    private static Reference reference(EnsembleConfig config, Setting setting) {
        boolean local = setting.service().newSessions() != NewSessions.GLOBAL;
        return config.members().size() == 1
                ? new Reference()
                : new Reference(config.text().getBytes(StandardCharsets.UTF_8), config.version(), local);
    }

    public World world() {
        return world;
    }

    /// What may befall it.
    public Fate fate() {
        return fate;
    }

    /// The record of agreement.
    public Ghost ghost() {
        return ghost;
    }

    /// The last things that happened, for people.
    public Trace trace() {
        return trace;
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /// How many answers to clients have been judged.
    public long answers() {
        return histories.answers();
    }

    /// For clients whose every word is judged.
    public Surroundings surroundings() {
        List<ServerId> servers = world.machines().stream().map(Machine::id).toList();
        return new Surroundings(
                world, world.timeline(), servers, setting.tickMillis(), setting.extensions(), histories, world.tally());
    }

    /// The end of a run: no more faults, and the ensemble must recover by itself.
    ///
    /// @param clients are asked for their last questions once all is well again
    /// @throws Violation if it is not, or if something has been wrong all the time
    public void calm(Clients clients) {
        witnesses.calmed();
        fate.calm();
        recover(clients);
        clients.askOnceMore();
        recover(clients);
        histories.ended();
        witnesses.ended(world.machines());
    }

    private void recover(Clients clients) {
        long patienceMillis =
                PATIENCE_MILLIS + (long) PATIENCE_INIT_LIMITS * setting.initLimitTicks() * setting.tickMillis();
        long until = world.timeline().nowNanos() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        while (!hasConverged() || !clients.areAtRest()) {
            if (world.timeline().nowNanos() > until) {
                throw new Violation(
                        "I-LIVENESS",
                        "%d ms after the last fault the servers are not in step or clients still wait: %s, %s",
                        patienceMillis,
                        world.machines().stream().map(JudgedWorld::describe).toList(),
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
                    && (status.outstandingProposals() > 0 || status.syncedFollowers() < setting.servers() - 1)) {
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
