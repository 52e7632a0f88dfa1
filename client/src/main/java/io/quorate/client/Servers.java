package io.quorate.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Which server to try next, and what became of the attempts since one last answered.
final class Servers {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final List<ServerAddress> order;
    /// Guarded by itself: the session's thread writes, callers ask why nobody answers.
    private final Map<ServerAddress, String> unanswered = new LinkedHashMap<>();

    private final AtomicReference<@Nullable ServerAddress> preferred = new AtomicReference<>();

    private int next;
    private int attempts;
    private int rounds;

    /// Each client goes through the servers in an order of its own, so that they share the clients.
    Servers(List<ServerAddress> servers) {
        this.order = new ArrayList<>(servers);
        Collections.shuffle(order);
    }

    int size() {
        return order.size();
    }

    ServerAddress next() {
        ServerAddress better = preferred.getAndSet(null);
        if (better != null) {
            return better;
        }
        ServerAddress server = order.get(next);
        next = (next + 1) % order.size();
        return server;
    }

    /// Makes `server` the next. Any thread may call.
    void prefer(ServerAddress server) {
        preferred.set(server);
    }

    void answered() {
        attempts = 0;
        rounds = 0;
        synchronized (unanswered) {
            unanswered.clear();
        }
    }

    /// @return whether every server has failed once more
    boolean failed(ServerAddress server, String why) {
        synchronized (unanswered) {
            unanswered.put(server, why);
        }
        attempts++;
        if (attempts < order.size()) {
            return false;
        }
        attempts = 0;
        rounds++;
        return true;
    }

    /// Longer from round to round, and never the same for all clients, which a restarted ensemble would feel.
    long pauseNanos() {
        long millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(rounds, 10));
        return TimeUnit.MILLISECONDS.toNanos(
                millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    String unanswered() {
        StringJoiner tried = new StringJoiner(", ");
        synchronized (unanswered) {
            unanswered.forEach((server, why) -> tried.add(server + ": " + why));
        }
        return tried.toString();
    }
}
