package io.quorate.runtime;

import io.quorate.replica.ConnectionId;
import io.quorate.replica.Event;
import io.quorate.transport.Inbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where the replica's events gather.
///
/// What one connection says stays in its order; connections take turns, one event each, so that whoever says much
/// waits behind its own words and not in front of others'. What peers and the storage say has no such turns: all of it
/// is taken at once, before the clients'.
final class EventInbox implements Inbox {
    /// Events that may wait. Whoever brings more waits as well: an event loop that waits does not read from its
    /// sockets, and so the pressure goes back to where it comes from.
    private static final int LIMIT_EVENTS = 16 * 1024;

    /// Not for ever: the replica's thread waits for an event loop when it opens or closes a port.
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();

    private List<Event> others = new ArrayList<>();

    /// From a connection's first event until its last, {@link Event.ClientGone}, has been taken.
    private final Map<ConnectionId, Line> lines = new HashMap<>();

    /// Lines that are not empty, in the order of their turns.
    private final ArrayDeque<Line> turns = new ArrayDeque<>();

    private int clientEvents;
    private boolean closed;

    /// What one connection has said.
    private static final class Line {
        final ArrayDeque<Event> events = new ArrayDeque<>(2);
    }

    /// From the sockets.
    @Override
    public void post(Event event) {
        lock.lock();
        try {
            long left = PATIENCE_NANOS;
            while (waiting() >= LIMIT_EVENTS && !closed && left > 0) {
                left = emptied.awaitNanos(left);
            }
            add(event);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the threads of a server are never interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /// From storage, for which the replica may have to wait: it must never wait itself.
    void postAtOnce(Event event) {
        lock.lock();
        try {
            add(event);
        } finally {
            lock.unlock();
        }
    }

    private int waiting() {
        return others.size() + clientEvents;
    }

    private void add(Event event) {
        if (closed) {
            return;
        }
        ConnectionId connection = connection(event);
        if (connection == null) {
            others.add(event);
        } else {
            Line line = lines.computeIfAbsent(connection, _ -> new Line());
            if (line.events.isEmpty()) {
                turns.add(line);
            }
            line.events.add(event);
            clientEvents++;
        }
        if (waiting() == 1) {
            filled.signal();
        }
    }

    private static @Nullable ConnectionId connection(Event event) {
        return switch (event) {
            case Event.ClientHandshake handshake -> handshake.connection();
            case Event.ClientRequest request -> request.connection();
            case Event.ClientGone gone -> gone.connection();
            case Event.Tick _,
                    Event.NotificationReceived _,
                    Event.LeaderDialled _,
                    Event.FromLeader _,
                    Event.SnapshotReceived _,
                    Event.LearnerArrived _,
                    Event.FromLearner _,
                    Event.LinkLost _,
                    Event.LogFlushed _,
                    Event.EpochsSaved _,
                    Event.LogTruncated _,
                    Event.TruncationRefused _,
                    Event.SnapshotInstalled _,
                    Event.SnapshotTaken _ -> null;
        };
    }

    /// Takes what is next; waits for something until `deadlineNanos` ({@link System#nanoTime}) or for ever
    /// (`Long.MAX_VALUE`). Nothing, if there is nothing by then or the inbox was closed and is empty.
    ///
    /// @param mostOfClients how many events of clients are taken
    List<Event> take(long deadlineNanos, int mostOfClients) {
        lock.lock();
        try {
            while (waiting() == 0 && !closed) {
                if (deadlineNanos == Long.MAX_VALUE) {
                    filled.awaitUninterruptibly();
                } else if (filled.awaitNanos(deadlineNanos - System.nanoTime()) <= 0) {
                    break;
                }
            }
            List<Event> taken = others;
            others = new ArrayList<>();
            for (int i = 0; i < mostOfClients && clientEvents > 0; i++) {
                taken.add(nextOfClients());
            }
            emptied.signalAll();
            return taken;
        } catch (InterruptedException e) {
            throw new IllegalStateException("the threads of a server are never interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private Event nextOfClients() {
        Line line = turns.remove();
        Event event = line.events.remove();
        clientEvents--;
        if (!line.events.isEmpty()) {
            turns.add(line);
        } else if (event instanceof Event.ClientGone(ConnectionId connection)) {
            lines.remove(connection);
        }
        return event;
    }

    /// Takes in nothing more. What is inside can still be taken.
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
