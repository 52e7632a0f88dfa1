package io.quorate.simulation.plan;

import io.quorate.simulation.world.Setting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// A plan that is being drawn.
final class Draft {
    private final RandomGenerator random;
    private final Setting setting;
    private final int clients;
    private final long millis;
    private final List<Action> actions = new ArrayList<>();

    Draft(RandomGenerator random, Setting setting) {
        this.random = random;
        this.setting = setting;
        this.clients = 1 + random.nextInt(6);
        this.millis = (20 + random.nextInt(180)) * (long) setting.tickMillis();
    }

    RandomGenerator random() {
        return random;
    }

    Setting setting() {
        return setting;
    }

    int clients() {
        return clients;
    }

    /// How long it takes.
    long millis() {
        return millis;
    }

    void add(long atMillis, Deed deed, long... arguments) {
        actions.add(Action.at(atMillis, deed, arguments));
    }

    /// All that was added, by time.
    List<Action> actions() {
        return actions.stream()
                .sorted(Comparator.comparingLong(Action::atMillis))
                .toList();
    }

    /// A server, or 0 for whoever leads at that time.
    int anyone() {
        return random.nextInt(5) == 0 ? 0 : someServer();
    }

    int someServer() {
        return 1 + random.nextInt(setting.servers());
    }

    int anyoneBut(int server) {
        return server == 0 || setting.servers() == 1
                ? someServer()
                : 1 + (server + random.nextInt(setting.servers() - 1)) % setting.servers();
    }

    int anyClient() {
        return 1 + random.nextInt(clients);
    }

    /// Up to so many ticks.
    long millis(int ticks) {
        return random.nextLong((long) ticks * setting.tickMillis());
    }

    /// How long something stays as it is: mostly for a few ticks, at times for very long.
    long aWhile() {
        return random.nextInt(4) == 0 ? millis(80) : millis(8);
    }
}
