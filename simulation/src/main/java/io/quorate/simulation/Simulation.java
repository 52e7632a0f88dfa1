package io.quorate.simulation;

import io.quorate.simulation.client.Clients;
import io.quorate.simulation.plan.Action;
import io.quorate.simulation.plan.Plan;
import io.quorate.simulation.world.Chance;
import io.quorate.simulation.world.CrashPoint;
import io.quorate.simulation.world.Fate;
import io.quorate.simulation.world.World;
import java.util.concurrent.TimeUnit;

/// One run of a plan: a storm, and the calm after it, in which the ensemble must recover by itself.
public final class Simulation {
    /// What answers to clients are counted as.
    static final String JUDGED = "answers judged";

    private final Plan plan;
    private final JudgedWorld judged;
    private final World world;
    private final Fate fate;
    private final Clients clients;

    private Simulation(Plan plan) {
        this.plan = plan;
        Chance chance = new Chance(plan.seed());
        judged = new JudgedWorld(plan.setting(), chance);
        world = judged.world();
        fate = judged.fate();
        clients = new Clients(plan.clients(), judged.surroundings(), chance);
    }

    /// Never throws: what goes wrong is part of the outcome.
    public static Outcome run(Plan plan) {
        return new Simulation(plan).run();
    }

    private Outcome run() {
        Throwable failure = null;
        try {
            storm();
            judged.calm(clients);
        } catch (RuntimeException | Error e) { // whatever it is, it is what the run was for
            failure = e;
        }
        world.tally().count(JUDGED, judged.answers());
        return new Outcome(
                plan,
                failure,
                failure == null ? "" : judged.trace().toString(),
                judged.fingerprint().value(),
                world.timeline().nowNanos(),
                judged.fingerprint().steps(),
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
}
