package io.quorate.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/// What some threads leave for one other, which takes all of it at once. Bounded by weight: whoever can wait does so
/// at the limit, and threads that others wait for may always add.
final class Mailbox<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final long limit;
    private final ToLongFunction<T> weightOf;
    private List<T> waiting = new ArrayList<>();
    private long weight;
    private boolean closed;

    Mailbox(long limit, ToLongFunction<T> weightOf) {
        this.limit = limit;
        this.weightOf = weightOf;
    }

    /// Adds whatever the weight.
    void add(T item) {
        lock.lock();
        try {
            addLocked(item);
        } finally {
            lock.unlock();
        }
    }

    /// Adds once there is room, or after `patienceNanos`: who adds too much is slowed down and never stuck.
    void addWhenRoom(T item, long patienceNanos) {
        lock.lock();
        try {
            long left = patienceNanos;
            while (weight >= limit && !closed && left > 0) {
                left = emptied.awaitNanos(left);
            }
            addLocked(item);
        } catch (InterruptedException e) {
            throw neverInterrupted(e);
        } finally {
            lock.unlock();
        }
    }

    /// Returns once there is room.
    void awaitRoom() {
        lock.lock();
        try {
            while (weight >= limit && !closed) {
                emptied.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void addLocked(T item) {
        if (closed) {
            return;
        }
        waiting.add(item);
        weight += weightOf.applyAsLong(item);
        if (waiting.size() == 1) {
            filled.signal();
        }
    }

    /// Takes all there is, oldest first; waits for something until `deadlineNanos` ({@link System#nanoTime}) or for
    /// ever (`Long.MAX_VALUE`). Nothing, if there is nothing by then or the mailbox was closed and is empty.
    List<T> takeAll(long deadlineNanos) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                if (deadlineNanos == Long.MAX_VALUE) {
                    filled.awaitUninterruptibly();
                } else if (filled.awaitNanos(deadlineNanos - System.nanoTime()) <= 0) {
                    break;
                }
            }
            List<T> taken = waiting;
            waiting = new ArrayList<>();
            weight = 0;
            emptied.signalAll();
            return taken;
        } catch (InterruptedException e) {
            throw neverInterrupted(e);
        } finally {
            lock.unlock();
        }
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

    private static IllegalStateException neverInterrupted(InterruptedException e) {
        return new IllegalStateException("the threads of a server are never interrupted", e);
    }
}
