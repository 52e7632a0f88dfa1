package io.quorate.simulation.world;

import io.quorate.model.ServerId;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import java.util.Map;
import java.util.TreeMap;

/// Ends processes at points of their lives, each once.
final class Crashes implements Gate {
    private record Armed(CrashPoint point, int moment) {}

    private final World world;
    private final Map<ServerId, Armed> armed = new TreeMap<>();

    Crashes(World world) {
        this.world = world;
    }

    /// Takes the place of what was armed for the server before.
    ///
    /// @param moment 0 right before the point, 1 right after it; if it is more, the power of the machine
    /// fails inside a later operation of its disk
    void arm(ServerId server, CrashPoint point, int moment) {
        armed.put(server, new Armed(point, moment));
    }

    void disarm() {
        armed.clear();
    }

    @Override
    public Verdict effect(ServerView server, Effect effect) {
        Armed set = armed.get(server.id());
        return set == null || !set.point().isReachedBy(effect) ? Verdict.PASS : crash(server, set);
    }

    @Override
    public Verdict event(ServerView server, Event event) {
        Armed set = armed.get(server.id());
        return set == null || !set.point().isReachedBy(event) ? Verdict.PASS : crash(server, set);
    }

    private Verdict crash(ServerView server, Armed set) {
        armed.remove(server.id());
        String place = set.moment() == 0 ? "before" : set.moment() == 1 ? "after" : "on disk after";
        world.count("crash %s %s".formatted(place, set.point()));
        if (set.moment() > 1) {
            world.machine(server.id()).powerOffInOperation(set.moment() - 1);
            return Verdict.PASS;
        }
        return set.moment() == 0 ? Verdict.KILL_BEFORE : Verdict.KILL_AFTER;
    }
}
