package io.quorate.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.replica.LinkId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port between a leader and its learners, both sides of it.
///
/// The methods belong to the one thread that carries out effects; none of them waits for a peer or for the inbox. What
/// is sent leaves
/// with the next `flush`. How long a link may be silent is not decided here: whoever counts time drops the link.
public final class QuorumPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QuorumPort.class);
    private static final int BIND_AGAIN_MILLIS = 200;

    private final QuorumSettings settings;
    private final Inbox inbox;
    private final SnapshotArrival.Reception reception;
    private final EventLoopGroup loops = EventLoops.named("quorum", 2);

    /// Its own, because opening and closing wait for it: it must never wait for whoever reads the inbox.
    private final EventLoopGroup doorkeeper = EventLoops.named("quorum-door", 1);

    private final Map<LinkId, Link> links = new ConcurrentHashMap<>();
    private final AtomicLong lastAccepted = new AtomicLong();
    private final List<Link> touched = new ArrayList<>();
    private final Warnings warnings = new Warnings(LOG);
    private volatile boolean accepting;
    private volatile @Nullable Channel door;

    public QuorumPort(QuorumSettings settings, Inbox inbox, SnapshotArrival.Reception reception) {
        this.settings = settings;
        this.inbox = inbox;
        this.reception = reception;
    }

    // ---- links

    /// Connects to a leader: five tries for each address, all addresses at a time, all names resolved again. Either
    /// {@link io.quorate.replica.Event.LeaderDialled} follows, or within the limit
    /// {@link io.quorate.replica.Event.LinkLost}.
    ///
    /// @param link negative, and not used before
    public void dial(LinkId link, List<InetSocketAddress> addresses, long timeoutMillis) {
        Link dialled = new Link(this, link, loops.next(), true);
        links.put(link, dialled);
        execute(dialled, () -> dialled.dial(addresses, timeoutMillis));
    }

    /// Sends `message` after everything sent before on this link; nothing if the link is gone.
    public void send(LinkId link, PeerMessage message) {
        put(link, new Link.Outgoing.Packet(message));
    }

    /// Streams `source` after everything sent before and before everything sent later. It is read by another thread
    /// for as long as the learner takes, so it must not change.
    public void sendSnapshot(LinkId link, SnapshotSource source) {
        put(link, new Link.Outgoing.Snapshot(source));
    }

    /// Hands what was sent since the last flush to the event loops.
    public void flush() {
        for (Link link : touched) {
            List<Link.Outgoing> batch = link.takeBatch();
            execute(link, () -> link.deliver(batch));
        }
        touched.clear();
    }

    /// Ends the link at once; what was sent and the socket does not take is lost. LinkLost follows, as for every end of
    /// a link.
    public void drop(LinkId link) {
        Link known = links.get(link);
        if (known != null) {
            List<Link.Outgoing> batch = known.takeBatch();
            execute(known, () -> known.deliverAndLose(batch));
        }
    }

    private void put(LinkId link, Link.Outgoing outgoing) {
        Link known = links.get(link);
        if (known != null) {
            known.put(outgoing);
        }
    }

    private static void execute(Link link, Runnable task) {
        try {
            link.loop().execute(task);
        } catch (RejectedExecutionException _) {
            // The port is closed, and every link was told to be lost.
        }
    }

    // ---- learners

    /// Opens the port for learners, or closes it and drops the learners that came in through it. If the port is taken
    /// it is tried again until it is free or no longer wanted.
    public void acceptLearners(boolean open) {
        if (open == accepting) {
            return;
        }
        accepting = open;
        if (open) {
            open();
        } else {
            closeDoor();
            links.values().stream().filter(Link::isAccepted).forEach(link -> execute(link, link::lose));
        }
    }

    /// The port on which learners are accepted at this moment.
    public OptionalInt learnersPort() {
        Channel opened = door;
        return opened == null
                ? OptionalInt.empty()
                : OptionalInt.of(((InetSocketAddress) opened.localAddress()).getPort());
    }

    private void open() {
        ChannelFuture bound = Doors.bind(Doors.door(doorkeeper, loops, this::admit), settings.listen());
        if (bound.isSuccess()) {
            door = bound.channel();
            return;
        }
        LOG.warn("{} Trying again.", Doors.complaint("learners", settings.listen(), bound.cause()));
        openLater();
    }

    private void openLater() {
        var _ = doorkeeper.schedule(
                () -> {
                    if (accepting && door == null) {
                        var _ = Doors.door(doorkeeper, loops, this::admit)
                                .bind(Doors.resolved(settings.listen()))
                                .addListener(bound -> opened((ChannelFuture) bound));
                    }
                },
                BIND_AGAIN_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private synchronized void opened(ChannelFuture bound) {
        if (!bound.isSuccess()) {
            openLater();
        } else if (accepting && door == null) {
            door = bound.channel();
        } else {
            var _ = bound.channel().close();
        }
    }

    private void closeDoor() {
        Channel opened = takeDoor();
        if (opened != null) {
            // Awaited without the lock, which the event loop may be waiting for.
            opened.close().awaitUninterruptibly();
        }
    }

    private synchronized @Nullable Channel takeDoor() {
        Channel opened = door;
        door = null;
        return opened;
    }

    private void admit(SocketChannel channel) {
        Link link = new Link(this, new LinkId(lastAccepted.incrementAndGet()), channel.eventLoop(), false);
        links.put(link.id(), link);
        // Entered first, looked at second: closing the port does it the other way round, so none slips through.
        if (accepting && links.size() <= settings.maxLearners()) {
            link.accepted(channel);
        } else {
            warnings.warn(
                    "Refused a learner at {}: {}", channel.remoteAddress(), accepting ? "too many" : "not leading");
            links.remove(link.id());
            var _ = channel.close();
        }
    }

    /// Drops all links and returns when the threads have ended.
    @Override
    public void close() {
        acceptLearners(false);
        links.values().forEach(link -> execute(link, link::lose));
        EventLoops.end(doorkeeper);
        EventLoops.end(loops);
    }

    // ---- for its links

    void touched(Link link) {
        touched.add(link);
    }

    void forget(Link link) {
        links.remove(link.id());
    }

    QuorumSettings settings() {
        return settings;
    }

    Inbox inbox() {
        return inbox;
    }

    Warnings warnings() {
        return warnings;
    }

    SnapshotArrival.Reception reception() {
        return reception;
    }
}
