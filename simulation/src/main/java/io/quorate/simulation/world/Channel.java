package io.quorate.simulation.world;

import java.util.ArrayDeque;

/// One direction of a connection: what is sent arrives in order, later, unless the channel breaks before.
final class Channel {
    private record Parcel(long arrivesAtNanos, Runnable delivery) {}

    private final Timeline timeline;
    private final Path path;
    private final ArrayDeque<Parcel> underWay = new ArrayDeque<>();
    private long lastArrivalNanos;
    private boolean awaited;
    private boolean finished;
    private boolean broken;

    Channel(Timeline timeline, Path path) {
        this.timeline = timeline;
        this.path = path;
    }

    void send(long bytes, Runnable delivery) {
        if (!finished && !broken) {
            add(bytes, delivery);
        }
    }

    /// Nothing more is sent; `ending` happens at the far end after all that was.
    void finish(Runnable ending) {
        if (!finished && !broken) {
            finished = true;
            add(0, ending);
        }
    }

    /// What is under way is lost.
    void breakOff() {
        broken = true;
        underWay.clear();
    }

    private void add(long bytes, Runnable delivery) {
        lastArrivalNanos = Math.max(lastArrivalNanos, timeline.nowNanos() + path.delayNanos(bytes));
        underWay.add(new Parcel(lastArrivalNanos, delivery));
        await();
    }

    private void await() {
        if (!awaited && !underWay.isEmpty()) {
            awaited = true;
            timeline.at(underWay.getFirst().arrivesAtNanos(), this::arrive);
        }
    }

    private void arrive() {
        awaited = false;
        if (path.isCut()) {
            awaited = true;
            path.onHeal(this::arrive);
            return;
        }
        while (!underWay.isEmpty() && underWay.getFirst().arrivesAtNanos() <= timeline.nowNanos()) {
            underWay.removeFirst().delivery().run();
        }
        await();
    }
}
