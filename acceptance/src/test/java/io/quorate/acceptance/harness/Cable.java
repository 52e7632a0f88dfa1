package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What lies between those who dial a port and the port, in the hands of a test: it can be cut, so that
/// bytes stay on their way, pulled out, torn in the middle of a message, made slow, and put right again.
/// Neither side is touched.
///
/// A cut is what a network does that loses everything: nobody is told, nothing is reset, and what was
/// sent meanwhile arrives once the cable is whole, as TCP repeats it. Who dials meanwhile seems to get
/// through, for the system answers, and then hears nothing.
public final class Cable implements AutoCloseable {
    private static final int CHUNK_BYTES = 16 * 1024;

    /// A port that is about to be opened refuses at first; who dials it directly tries again by itself.
    private static final int DIALS = 5;

    private static final long BETWEEN_DIALS_MILLIS = 100;

    /// Seen from whoever dials.
    public enum Direction {
        THERE,
        BACK
    }

    private final int target;
    private final UnaryOperator<byte[]> greeting;
    private final ServerSocket listener = new ServerSocket();

    // All guarded by `this`, which is also waited for.
    private final List<Connection> connections = new ArrayList<>();
    private final Set<Direction> cut = EnumSet.noneOf(Direction.class);
    private long delayMillis;
    private boolean out;
    private boolean closed;

    private Cable(int target, UnaryOperator<byte[]> greeting) throws IOException {
        this.target = target;
        this.greeting = greeting;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.reserve()));
    }

    /// One that is whole, with a port of its own.
    public static Cable to(int port) {
        return to(port, UnaryOperator.identity());
    }

    /// @param greeting what becomes of the first bytes of each connection
    static Cable to(int port, UnaryOperator<byte[]> greeting) {
        try {
            var cable = new Cable(port, greeting);
            Thread _ = Thread.ofVirtual().start(cable::acceptAll);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen in front of port " + port, e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /// Nothing gets through in this direction until {@link #heal}.
    public synchronized void cut(Direction direction) {
        cut.add(direction);
    }

    /// Nothing gets through at all until {@link #heal}.
    public synchronized void cut() {
        cut.addAll(EnumSet.allOf(Direction.class));
    }

    /// Connections break, and new ones do too until {@link #heal}.
    public synchronized void pull() {
        out = true;
        connections.forEach(Connection::close);
        connections.clear();
    }

    /// Of each connection there is, the next bytes arrive by half; then both sides are told that it is
    /// broken. New ones are whole.
    public synchronized void tear() {
        connections.forEach(connection -> connection.torn = true);
    }

    /// Every piece takes that much longer until {@link #heal}.
    public synchronized void delay(Duration time) {
        delayMillis = time.toMillis();
    }

    public synchronized void heal() {
        cut.clear();
        out = false;
        delayMillis = 0;
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            pull();
            notifyAll();
        }
        listener.close();
    }

    // ---- threads, all of which end with the cable

    /// The two sockets of somebody who has dialled.
    private static final class Connection {
        final Socket dialler;
        volatile Socket dialled = new Socket();
        volatile boolean torn;
        volatile boolean over;

        Connection(Socket dialler) {
            this.dialler = dialler;
        }

        void close() {
            over = true;
            closeQuietly(dialler);
            closeQuietly(dialled);
        }

        /// Both sides hear of a reset.
        void breakUp() throws IOException {
            dialler.setSoLinger(true, 0);
            dialled.setSoLinger(true, 0);
            close();
        }

        private static void closeQuietly(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // Gone is gone.
            }
        }
    }

    private void acceptAll() {
        while (true) {
            try {
                var connection = new Connection(listener.accept());
                if (enlist(connection)) {
                    Thread _ = Thread.ofVirtual().start(() -> connect(connection));
                } else {
                    connection.close();
                }
            } catch (IOException e) {
                // Closed: the test is over.
                return;
            }
        }
    }

    private synchronized boolean enlist(Connection connection) {
        return !out && !closed && connections.add(connection);
    }

    private synchronized void forget(Connection connection) {
        connection.close();
        connections.remove(connection);
    }

    private void connect(Connection connection) {
        try {
            // It takes both directions to come together.
            for (Direction direction : Direction.values()) {
                pass(direction);
            }
            dial(connection);
            connection.dialler.setTcpNoDelay(true);
            connection.dialled.setTcpNoDelay(true);
            Thread _ = Thread.ofVirtual().start(() -> carry(connection, Direction.BACK));
            carry(connection, Direction.THERE);
        } catch (IOException e) {
            forget(connection);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dial(Connection connection) throws IOException, InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                connection.dialled.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                break;
            } catch (IOException e) {
                if (tried == DIALS || connection.over) {
                    throw e;
                }
                // One that was refused is of no use any more.
                connection.dialled = new Socket();
                rest(BETWEEN_DIALS_MILLIS);
            }
        }
        if (connection.over) {
            connection.close();
            throw new IOException("the cable was pulled");
        }
    }

    private void carry(Connection connection, Direction direction) {
        boolean there = direction == Direction.THERE;
        try {
            InputStream from = (there ? connection.dialler : connection.dialled).getInputStream();
            OutputStream to = (there ? connection.dialled : connection.dialler).getOutputStream();
            byte[] chunk = new byte[CHUNK_BYTES];
            boolean first = there;
            for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
                pass(direction);
                byte[] bytes = java.util.Arrays.copyOf(chunk, read);
                byte[] carried = first ? greeting.apply(bytes) : bytes;
                first = false;
                if (connection.torn) {
                    to.write(carried, 0, carried.length / 2);
                    connection.breakUp();
                    break;
                }
                to.write(carried);
            }
            // The end of a connection is no faster than what was sent before.
            pass(direction);
        } catch (IOException e) {
            // Either side has hung up; so does the other now.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(connection);
        }
    }

    /// Blocks while there is no way through, and for as long as the way takes.
    private synchronized void pass(Direction direction) throws IOException, InterruptedException {
        if (delayMillis > 0) {
            rest(delayMillis);
        }
        while (cut.contains(direction) && !closed) {
            wait();
        }
        if (closed) {
            throw new IOException("the cable is gone");
        }
    }

    private synchronized void rest(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = millis; left > 0 && !closed; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    @Override
    public String toString() {
        return "cable from " + port() + " to " + target;
    }
}
