package io.quorate.client;

import io.quorate.protocol.MalformedException;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The calls of one client, in the order they were made: those that wait to be sent, and those that were
/// sent and wait for an answer. Any thread may call; futures are completed outside the lock.
final class Calls {
    /// Calls made and not answered, at most; a further one fails, because whoever makes so many should wait
    /// for some.
    static final int MOST = 65_536;

    /// Of the packets that put watches on a new connection; nobody waits for their answers.
    static final int SET_WATCHES_XID = -8;

    /// A call with the number it goes by on this connection.
    record Sent(int xid, Call call) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final Deque<Sent> sent = new ArrayDeque<>();
    /// Answers to these are told apart by their xid, and may overtake those of ordinary calls.
    private final Deque<Call> sentCredentials = new ArrayDeque<>();
    /// Everything this client has ever said about who it is; said again on each new connection.
    private final List<Call> credentials = new ArrayList<>();

    private int lastXid;
    private boolean connected;
    private @Nullable Failure end;

    void add(Call call) {
        Failure refusal;
        lock.lock();
        try {
            refusal = end;
            if (refusal == null && waiting.size() + sent.size() < MOST) {
                if (call.request() instanceof Request.Auth) {
                    credentials.add(call);
                }
                waiting.add(call);
                changed.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        if (refusal == null) {
            call.fail(Failure.THROTTLED_OP, "this client waits for " + MOST + " answers already");
        } else {
            call.fail(refusal, null);
        }
    }

    /// A connection is ready: credentials go first, then the watches, then what waits.
    void connected(List<Request.SetWatches> watches) {
        lock.lock();
        try {
            waiting.removeIf(call -> call.request() instanceof Request.Auth);
            for (Request.SetWatches batch : watches.reversed()) {
                waiting.addFirst(Call.of(batch, null));
            }
            for (Call credential : credentials.reversed()) {
                waiting.addFirst(credential);
            }
            connected = end == null;
        } finally {
            lock.unlock();
        }
    }

    /// The next call to send, waiting for one for at most `nanos`.
    ///
    /// @return null if there was none in that time, or if the connection is gone
    @Nullable
    Sent take(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (connected && waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return connected ? send() : null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Sent send() {
        Call call = waiting.poll();
        // Who asked may have given up meanwhile.
        while (call != null && call.answer().isDone() && !(call.request() instanceof Request.Auth)) {
            call = waiting.poll();
        }
        if (call == null) {
            return null;
        }
        return switch (call.request()) {
            case Request.Auth _ -> {
                sentCredentials.add(call);
                yield new Sent(ClientCodec.AUTH_XID, call);
            }
            case Request.SetWatches _ -> new Sent(SET_WATCHES_XID, call);
            // Everything else is answered in order.
            default -> {
                lastXid = lastXid == Integer.MAX_VALUE ? 1 : lastXid + 1;
                Sent next = new Sent(lastXid, call);
                sent.add(next);
                yield next;
            }
        };
    }

    boolean isConnected() {
        lock.lock();
        try {
            return connected;
        } finally {
            lock.unlock();
        }
    }

    /// The call that an ordinary answer belongs to.
    ///
    /// @throws MalformedException if it is not the turn of `xid`; the call whose turn it is fails with the
    ///     connection
    Call answered(int xid) {
        lock.lock();
        try {
            Sent next = sent.peek();
            if (next == null || next.xid() != xid) {
                throw new MalformedException(
                        "an answer to request " + xid + "; expected " + (next == null ? "none" : next.xid()));
            }
            sent.remove();
            return next.call();
        } finally {
            lock.unlock();
        }
    }

    /// The credential that the next answer to one belongs to.
    @Nullable
    Call credentialAnswered() {
        lock.lock();
        try {
            return sentCredentials.poll();
        } finally {
            lock.unlock();
        }
    }

    /// The connection is gone. What was sent may have taken effect or not, so it fails; what was not sent
    /// waits for the next connection.
    void disconnected(String why) {
        List<Call> lost = new ArrayList<>();
        lock.lock();
        try {
            connected = false;
            sent.forEach(call -> lost.add(call.call()));
            sent.clear();
            sentCredentials.clear();
            waiting.removeIf(call -> call.request() instanceof Request.SetWatches);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        lost.forEach(call -> call.lost(why));
    }

    /// No server answered.
    void failWaiting(String why) {
        List<Call> lost = new ArrayList<>();
        lock.lock();
        try {
            // Credentials wait on: they are said again on each connection.
            waiting.removeIf(call -> !(call.request() instanceof Request.Auth) && lost.add(call));
        } finally {
            lock.unlock();
        }
        lost.forEach(call -> call.fail(Failure.CONNECTION_LOSS, why));
    }

    /// Nothing will be sent any more.
    void end(Failure failure, String why) {
        List<Call> lost = new ArrayList<>();
        lock.lock();
        try {
            end = failure;
            connected = false;
            sent.forEach(call -> lost.add(call.call()));
            lost.addAll(waiting);
            lost.addAll(credentials);
            sent.clear();
            sentCredentials.clear();
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        lost.forEach(call -> call.fail(failure, why));
    }

    static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
