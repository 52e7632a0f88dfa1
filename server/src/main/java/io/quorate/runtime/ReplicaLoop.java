package io.quorate.runtime;

import io.quorate.replica.Effects;
import io.quorate.replica.Event;
import io.quorate.replica.Replica;
import java.util.List;

/// The one thread that owns the replica: takes what has happened, steps the replica, publishes what it has become, and
/// has the effects carried out.
final class ReplicaLoop {
    /// Events between two looks at the clock, and between two flushes of what is said to clients and peers, at most.
    private static final int BATCH_EVENTS = BatchPace.MOST;

    private final Replica replica;
    private final EventInbox inbox;
    private final Deeds deeds;
    private final Observation observation;
    private final Effects effects = new Effects();
    private final BatchPace pace = new BatchPace();
    private final Thread thread;

    ReplicaLoop(Replica replica, EventInbox inbox, Deeds deeds, Observation observation, Emergency emergency) {
        this.replica = replica;
        this.inbox = inbox;
        this.deeds = deeds;
        this.observation = observation;
        this.thread = emergency.thread("replica", ExitCode.UNEXPECTED, this::work);
    }

    void start() {
        thread.start();
    }

    /// Returns once the events that are there have been dealt with.
    void stop() throws InterruptedException {
        inbox.close();
        thread.join();
    }

    private void work() {
        replica.start(now(), effects);
        finishBatch();
        while (true) {
            deeds.awaitRoom();
            List<Event> events = inbox.take(replica.wakeAtNanos(), pace.events());
            if (events.isEmpty() && inbox.isClosed()) {
                return;
            }
            for (int from = 0; from == 0 || from < events.size(); from += BATCH_EVENTS) {
                batch(events.subList(from, Math.min(from + BATCH_EVENTS, events.size())));
            }
        }
    }

    private void batch(List<Event> events) {
        long began = System.nanoTime();
        replica.step(now(), effects);
        for (Event event : events) {
            replica.step(event, effects);
        }
        finishBatch();
        pace.took(events.size(), System.nanoTime() - began);
    }

    private void finishBatch() {
        // Published first: who hears an answer and asks for the state must not get one from before.
        observation.publish(replica.status());
        deeds.carryOut(effects.drain());
    }

    private static Event.Tick now() {
        return new Event.Tick(System.nanoTime(), System.currentTimeMillis());
    }
}
