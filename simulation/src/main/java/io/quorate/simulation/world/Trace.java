package io.quorate.simulation.world;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The last things that happened at each server, to be read by people. Texts are made only when
/// somebody reads them.
public final class Trace implements Witness {
    private record Line(long order, long atNanos, ServerId server, Supplier<String> what) {
        @Override
        public String toString() {
            return "%,13.3f ms  server %s  %s".formatted(atNanos / 1e6, server, what.get());
        }
    }

    private static final int LONGEST_TEXT = 400;

    private final LongSupplier nowNanos;
    private final int linesPerServer;
    private final Map<ServerId, ArrayDeque<Line>> lines = new TreeMap<>();
    private long written;

    public Trace(LongSupplier nowNanos, int linesPerServer) {
        this.nowNanos = nowNanos;
        this.linesPerServer = linesPerServer;
    }

    private void add(ServerView server, Supplier<String> what) {
        ArrayDeque<Line> some = lines.computeIfAbsent(server.id(), _ -> new ArrayDeque<>());
        some.add(new Line(++written, nowNanos.getAsLong(), server.id(), what));
        if (some.size() > linesPerServer) {
            some.removeFirst();
        }
    }

    @Override
    public void started(ServerView server, Recovered recovered) {
        add(
                server,
                () -> "STARTS with %s, accepted epoch %d, current epoch %d, %s"
                        .formatted(
                                recovered.tree().zxid(),
                                recovered.acceptedEpoch(),
                                recovered.currentEpoch(),
                                recovered.mayVote() ? "may vote" : "may not vote"));
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        add(server, () -> "STOPS: " + why);
    }

    @Override
    public void damaged(ServerView server, String what) {
        add(server, () -> "DISK DAMAGED: " + what);
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        if (event instanceof Event.Tick && effects.isEmpty()) {
            return;
        }
        Zxid zxid = server.replica().tree().zxid();
        add(server, () -> "(%s) %s".formatted(zxid, shorten(event)) + told(effects));
    }

    private static String told(List<Effect> effects) {
        StringBuilder text = new StringBuilder();
        effects.forEach(effect -> text.append("\n                       -> ").append(shorten(effect)));
        return text.toString();
    }

    private static String shorten(Object what) {
        String text = what.toString();
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " ...";
    }

    @Override
    public void stored(ServerView server, Event answer) {
        add(server, () -> "on disk: " + shorten(answer));
    }

    @Override
    public void tidied(ServerView server, Zxid newestSnapshot) {
        add(server, () -> "snapshots tidied, newest " + newestSnapshot);
    }

    /// The last lines of all servers, in the order of time.
    @Override
    public String toString() {
        List<Line> all = new ArrayList<>();
        lines.values().forEach(all::addAll);
        all.sort(Comparator.comparingLong(Line::order));
        StringBuilder text = new StringBuilder();
        all.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
