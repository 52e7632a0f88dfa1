package io.quorate.client;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One session with an ensemble, over as many connections as it takes. Its thread connects, reads and
/// connects again, until the session is over.
final class Session {
    /// Only how often it is looked again: a closed connection ends every write.
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(1);

    /// A connection that is lost sooner is not replaced at once: the next might be lost as soon.
    private static final long SHORT_NANOS = Duration.ofMillis(200).toNanos();

    private final ClientSettings settings;
    private final Servers servers;
    private final Calls calls;
    private final WatchTable watches;
    private final EventPump events;
    private final Replies replies;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by the lock.
    private ConnectionState state = ConnectionState.CONNECTING;
    private @Nullable Wire wire;
    private @Nullable ServerAddress server;
    private boolean closing;

    // Written by the session's thread only.
    private volatile SessionId id = SessionId.NONE;
    private volatile int timeoutMillis;
    private byte[] password = new byte[16];
    private long lastHeardNanos = System.nanoTime();

    Session(ClientSettings settings, Calls calls, WatchTable watches, EventPump events) {
        this.settings = settings;
        this.calls = calls;
        this.watches = watches;
        this.events = events;
        this.servers = new Servers(settings.servers().servers());
        this.replies = new Replies(calls, watches, events, settings.servers().chroot(), this::refused);
        this.timeoutMillis = settings.sessionTimeoutMillis();
    }

    void start() {
        Thread.ofVirtual().name("client-session").start(this::run);
    }

    SessionId id() {
        return id;
    }

    int timeoutMillis() {
        return timeoutMillis;
    }

    ConnectionState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    ServerAddress server() {
        lock.lock();
        try {
            return server;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the client is connected, or never will be.
    ///
    /// @return the state it is in then, or after `nanos`
    ConnectionState awaitConnected(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (state == ConnectionState.CONNECTING && left > 0) {
                left = changed.awaitNanos(left);
            }
            return state;
        } finally {
            lock.unlock();
        }
    }

    /// What became of the last attempt at each server that did not answer.
    String unanswered() {
        return servers.unanswered();
    }

    /// From now on a lost connection is not replaced.
    void closing() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Ends the session on this side. What the server knows of it runs out with its timeout, unless it was
    /// told.
    void end(ConnectionState last, Failure failure, String why) {
        Wire open;
        lock.lock();
        try {
            if (state.isFinal()) {
                return;
            }
            state = last;
            open = wire;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        calls.end(failure, why);
        if (open != null) {
            open.close();
        }
        events.add(WatchEvent.of(last));
        events.end();
    }

    /// Final, as in ZooKeeper: the same credentials would be refused again and again.
    private void refused() {
        end(ConnectionState.AUTH_FAILED, Failure.AUTH_FAILED, "the server refuses the credentials");
    }

    private void run() {
        try {
            connectAndConverse();
        } catch (RuntimeException e) {
            // A fault of this client; nobody shall wait for answers that nobody reads.
            end(ConnectionState.CLOSED, Failure.SYSTEM_ERROR, e.toString());
            throw e;
        }
    }

    private void connectAndConverse() {
        while (isOpen()) {
            ServerAddress next = servers.next();
            try (Wire opened = Wire.open(next, connectTimeoutMillis(), settings)) {
                if (handshake(opened, next)) {
                    servers.answered();
                    converse(opened, next);
                }
            } catch (IOException | MalformedException e) {
                failed(next, reason(e));
            }
        }
    }

    private boolean isOpen() {
        lock.lock();
        try {
            if (!state.isFinal() && !closing) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        end(ConnectionState.CLOSED, Failure.SESSION_EXPIRED, "the client is closed");
        return false;
    }

    private int connectTimeoutMillis() {
        return Math.max(1, settings.sessionTimeoutMillis() / servers.size());
    }

    /// @return whether the session goes on over this connection
    private boolean handshake(Wire opened, ServerAddress with) throws IOException {
        JuteWriter out = new JuteWriter();
        int begin = out.beginBuffer();
        ClientCodec.writeConnectRequest(
                new ConnectRequest(
                        0,
                        new Zxid(replies.lastZxid()),
                        settings.sessionTimeoutMillis(),
                        id,
                        password,
                        true,
                        settings.readOnlyAllowed()),
                out);
        out.endBuffer(begin);
        opened.send(out);
        ConnectResponse response = ClientCodec.readConnectResponse(opened.receive());
        if (response.timeoutMillis() <= 0) {
            end(ConnectionState.EXPIRED, Failure.SESSION_EXPIRED, with + " does not know session " + id + " any more");
            return false;
        }
        timeoutMillis = response.timeoutMillis();
        opened.readTimeout(Math.max(1, timeoutMillis / 3 * 2));
        lastHeardNanos = System.nanoTime();
        if (!response.readOnly()) {
            // A read-only server makes up a session that no other server will know.
            id = response.session();
            password = response.password();
        }
        return established(opened, with, response.readOnly());
    }

    private boolean established(Wire opened, ServerAddress with, boolean readOnly) {
        ConnectionState now = readOnly ? ConnectionState.CONNECTEDREADONLY : ConnectionState.CONNECTED;
        lock.lock();
        try {
            if (state.isFinal()) {
                return false;
            }
            wire = opened;
            server = with;
            state = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        // In this order: the listener hears of the connection before anything that comes over it.
        events.add(WatchEvent.of(now));
        calls.connected(watches.restore(replies.lastZxid()));
        return true;
    }

    private void converse(Wire opened, ServerAddress with) {
        long begun = System.nanoTime();
        Thread writer =
                Thread.ofVirtual().name("client-writer").start(new Writer(opened, calls, pingMillis(timeoutMillis)));
        Thread search = Thread.ofVirtual()
                .name("client-search")
                .unstarted(new ReadWriteSearch(with, servers, settings, opened));
        if (state() == ConnectionState.CONNECTEDREADONLY) {
            search.start();
        }
        String why;
        try {
            while (true) {
                byte[] frame = opened.receive();
                lastHeardNanos = System.nanoTime();
                replies.hear(frame);
            }
        } catch (IOException | MalformedException e) {
            why = reason(e);
        }
        opened.close();
        search.interrupt();
        writer.interrupt();
        // Before the next connection: this writer would take calls from that one.
        join(writer);
        disconnected(with + " " + why);
        if (System.nanoTime() - begun < SHORT_NANOS) {
            pause(servers.pauseNanos());
        }
    }

    private static void join(Thread writer) {
        boolean ended = false;
        while (!ended) {
            try {
                ended = writer.join(LONGEST_WRITE);
            } catch (InterruptedException _) {
                // Nobody has a reason to interrupt this thread, and the writer is about to end.
            }
        }
    }

    /// Early enough that the answer is here before this side takes the server for dead, and never rarer
    /// than every ten seconds, so that a route that forgets idle connections keeps this one.
    private static long pingMillis(int timeoutMillis) {
        long half = timeoutMillis / 3L;
        return Math.max(1, Math.min(10_000, half - Math.min(1000, half / 2)));
    }

    private void disconnected(String why) {
        boolean goesOn;
        lock.lock();
        try {
            wire = null;
            goesOn = !closing && !state.isFinal();
            if (goesOn) {
                state = ConnectionState.CONNECTING;
            }
        } finally {
            lock.unlock();
        }
        if (goesOn) {
            events.add(WatchEvent.of(ConnectionState.CONNECTING));
        }
        calls.disconnected(why);
    }

    /// One server did not answer. After all of them did not, whoever waits is told, and everybody pauses.
    private void failed(ServerAddress at, String why) {
        boolean known = !id.equals(SessionId.NONE);
        // A third more than the timeout: by then the ensemble has ended the session, whatever its clock's grain.
        long leftNanos = lastHeardNanos + Calls.nanos(timeoutMillis) / 3 * 4 - System.nanoTime();
        if (known && leftNanos <= 0) {
            end(ConnectionState.EXPIRED, Failure.SESSION_EXPIRED, "no server for " + timeoutMillis / 3 * 4 + " ms");
            return;
        }
        if (servers.failed(at, why)) {
            calls.failWaiting(servers.unanswered());
            pause(known ? Math.min(leftNanos, servers.pauseNanos()) : servers.pauseNanos());
        }
    }

    private void pause(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!closing && !state.isFinal() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            // Nobody has a reason to interrupt this thread; a shorter pause does no harm.
        } finally {
            lock.unlock();
        }
    }

    private static String reason(Exception e) {
        return switch (e) {
            case EOFException _ -> "closed the connection";
            case SocketTimeoutException _ -> "did not answer in time";
            case UnknownHostException _ -> "unknown host";
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }
}
