package io.quorate.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.quorate.model.SessionId;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.HangUpReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The clients' port: accepts connections, passes on what they ask, and says what the replica answers.
///
/// `say`, `hangUp` and `flush` belong to the one thread that carries out effects: the first two only note what the
/// present batch says, `flush` hands it to the event loops. Everything else may be called from any thread.
public final class ClientListener implements AutoCloseable {
    /// How much of what is said is turned into bytes before the client has read it.
    private static final WriteBufferWaterMark UNREAD_OUTPUT = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final TransportSettings settings;
    private final Inbox inbox;
    private final FourLetterWords words;
    private final EventLoopGroup loops;
    private final List<Channel> doors = new CopyOnWriteArrayList<>();

    private final AtomicLong lastId = new AtomicLong();
    private final Map<ConnectionId, ClientConnection> connections = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final AtomicInteger inAll = new AtomicInteger();
    private final TrafficTotals totals = new TrafficTotals();
    private final Closings closings = new Closings();
    private final Admission admission;
    private final ConnectionThrottle throttle;
    private final AtomicLong handshakes = new AtomicLong();
    private final AtomicLong waitingOutput = new AtomicLong();

    /// The connections that the present batch says something on.
    private final List<ClientConnection> touched = new ArrayList<>();

    /// One for each event loop.
    private final IdentityHashMap<EventExecutor, Delivery> deliveries = new IdentityHashMap<>();

    public ClientListener(TransportSettings settings, Inbox inbox, FourLetterWords words) {
        this.settings = settings;
        this.inbox = inbox;
        this.words = words;
        this.admission = new Admission(settings, totals);
        this.throttle = new ConnectionThrottle(
                settings.connectionThrottle(),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
        this.loops = EventLoops.named("clients", settings.eventLoops());
        loops.forEach(loop -> deliveries.put(loop, new Delivery((EventLoop) loop)));
    }

    /// Listens on one more address and returns the port, which differs from the one asked for if that was 0.
    ///
    /// @throws PortUnavailableException if the port cannot be had
    public int start(InetSocketAddress address) {
        ServerBootstrap door = Doors.door(loops, loops, this::admit)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_OUTPUT);
        if (settings.backlog() >= 0) {
            door.option(ChannelOption.SO_BACKLOG, settings.backlog());
        }
        ChannelFuture bound = Doors.bind(door, address);
        if (!bound.isSuccess()) {
            throw new PortUnavailableException(Doors.complaint("clients", address, bound.cause()), bound.cause());
        }
        doors.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    // ---- speaking

    /// Says `message` after everything said before on this connection, with the next `flush`. A connection that is gone
    /// hears nothing.
    public void say(ConnectionId connection, ServerMessage message) {
        ClientConnection known = connections.get(connection);
        if (known != null) {
            known.openParcel().add(message);
        }
    }

    /// Closes the connection once everything said before has been written, beginning with the next `flush`.
    ///
    /// @param detail what exactly happened, for the log
    public void hangUp(ConnectionId connection, HangUpReason reason, String detail) {
        ClientConnection known = connections.get(connection);
        if (known != null) {
            known.openParcel().hangUp(reason, detail);
        }
    }

    /// Hands the batch to the event loops.
    public void flush() {
        if (touched.isEmpty()) {
            return;
        }
        IdentityHashMap<Delivery, List<Parcel>> batches = new IdentityHashMap<>();
        for (ClientConnection connection : touched) {
            batches.computeIfAbsent(connection.delivery(), _ -> new ArrayList<>())
                    .add(connection.takeParcel());
        }
        touched.clear();
        batches.forEach(Delivery::add);
    }

    void touched(ClientConnection connection) {
        touched.add(connection);
    }

    // ---- accepting

    private void admit(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        if (remote == null) {
            // Gone before it was looked at.
            var _ = channel.close();
            return;
        }
        InetAddress address = remote.getAddress();
        int fromAddress = perAddress.merge(address, 1, Integer::sum);
        int all = inAll.incrementAndGet();
        Delivery delivery = Objects.requireNonNull(deliveries.get(channel.eventLoop()), "of one of our loops");
        ClientConnection connection =
                new ClientConnection(this, new ConnectionId(lastId.incrementAndGet()), channel, delivery, remote);
        var _ = channel.closeFuture().addListener(_ -> {
            connections.remove(connection.id());
            inAll.decrementAndGet();
            perAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
            connection.closed();
        });
        TransportSettings.Connections limits = settings.connections();
        if (limits.inAll() > 0 && all > limits.inAll()) {
            closings.count(ClosedFor.TOO_MANY, remote, "Too many connections - max is " + limits.inAll());
            var _ = channel.close();
        } else if (limits.perAddress() > 0 && fromAddress > limits.perAddress()) {
            closings.count(
                    ClosedFor.TOO_MANY_FROM_ADDRESS,
                    remote,
                    "Too many connections from " + address + " - max is " + limits.perAddress());
            var _ = channel.close();
        } else {
            connections.put(connection.id(), connection);
            channel.pipeline().addLast(connection);
        }
    }

    // ---- being looked at

    /// How many clients are connected.
    public int connections() {
        return connections.size();
    }

    /// All connections and counters at this moment; its cost grows with the number of connections.
    public ConnectionTable table() {
        List<ConnectionTable.Row> rows =
                connections.values().stream().map(ClientConnection::row).toList();
        ConnectionTable.Limits limits = new ConnectionTable.Limits(
                handshakes.get(),
                admission.waits(),
                admission.refusals(),
                throttle.deficit(),
                throttle.dropProbability(),
                waitingOutput.get());
        return new ConnectionTable(rows, totals.totals(rows.size()), closings.counts(), limits);
    }

    /// The counters alone.
    public ConnectionTable.Totals totalsNow() {
        return totals.totals(connections.size());
    }

    /// Forgets what all connections together have done so far.
    public void resetTotals() {
        totals.reset();
    }

    /// Forgets what each connection has done so far.
    public void resetConnections() {
        connections.values().forEach(connection -> connection.traffic().reset());
    }

    /// Stops listening, closes all connections, and returns when all of that has happened.
    @Override
    public void close() {
        doors.forEach(door -> door.close().awaitUninterruptibly());
        List.copyOf(connections.values())
                .forEach(connection -> connection.channel().close().awaitUninterruptibly());
        EventLoops.end(loops);
    }

    // ---- for its connections

    TransportSettings settings() {
        return settings;
    }

    Inbox inbox() {
        return inbox;
    }

    FourLetterWords words() {
        return words;
    }

    TrafficTotals totals() {
        return totals;
    }

    Closings closings() {
        return closings;
    }

    Admission admission() {
        return admission;
    }

    /// What waits to be read by all clients, in bytes.
    AtomicLong waitingOutput() {
        return waitingOutput;
    }

    /// Whether the pace of handshakes allows this one.
    boolean admits(ConnectRequest request) {
        handshakes.incrementAndGet();
        return throttle.admits(!request.session().equals(SessionId.NONE));
    }
}
