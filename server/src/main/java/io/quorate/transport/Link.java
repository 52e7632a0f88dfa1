package io.quorate.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.peer.PeerCodec;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.snapshot.SnapshotDecoder;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection between a leader and a learner, from the wish for it to its end. All of it runs on one event loop,
/// except where it says otherwise.
///
/// Both directions carry packets one after the other; in the direction to the learner a snapshot may stand between two
/// packets. While one is being sent, what is to follow waits in a queue; while one is being received, bytes go to its
/// decoder until that has seen the end.
final class Link extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int TRIES = 5;
    private static final int WRITE_CHUNK_BYTES = 64 << 10;
    private static final int KEPT_BYTES = 1 << 20;

    /// A packet may be this much longer than its data: header and identities.
    private static final int MAX_BESIDE_DATA_BYTES = 1 << 20;

    /// What is to be sent, in order.
    sealed interface Outgoing {
        record Packet(PeerMessage message) implements Outgoing {}

        record Snapshot(SnapshotSource source) implements Outgoing {}
    }

    /// A snapshot that is coming in.
    private record Incoming(SnapshotDecoder decoder, SnapshotArrival arrival) {}

    private final QuorumPort port;
    private final LinkId id;
    private final EventLoop loop;
    private final boolean toLeader;

    private @Nullable Dial dial;
    private @Nullable Channel channel;
    private boolean over;

    private final Unread unread = new Unread();
    private @Nullable Incoming incoming;

    /// What waits behind the snapshot that is being sent, encoded ({@link ByteBuf}) or a further one.
    private final Deque<Object> behindSnapshot = new ArrayDeque<>();

    private @Nullable SnapshotStream snapshot;
    private long waitingBytes;
    private JuteWriter jute = new JuteWriter(4096);

    /// What the present batch sends here; belongs to the thread that carries out effects.
    private List<Outgoing> batch = new ArrayList<>();

    /// @param toLeader whether this side is the learner and has dialled
    Link(QuorumPort port, LinkId id, EventLoop loop, boolean toLeader) {
        this.port = port;
        this.id = id;
        this.loop = loop;
        this.toLeader = toLeader;
    }

    // ---- the side of the thread that carries out effects

    void put(Outgoing outgoing) {
        if (batch.isEmpty()) {
            port.touched(this);
        }
        batch.add(outgoing);
    }

    List<Outgoing> takeBatch() {
        List<Outgoing> taken = batch;
        batch = new ArrayList<>();
        return taken;
    }

    // ---- coming up

    void dial(List<InetSocketAddress> addresses, long timeoutMillis) {
        if (over) {
            return;
        }
        dial = new Dial(loop, TRIES, timeoutMillis, new Dial.Outcome() {
            @Override
            public void connected(Channel connected) {
                up(connected);
                port.inbox().post(new Event.LeaderDialled(id));
                connected.config().setAutoRead(true);
            }

            @Override
            public void failed(String why) {
                LOG.warn("Could not connect to the leader at {}: {}", addresses, why);
                lose();
            }
        });
        dial.start(addresses);
    }

    void accepted(Channel accepted) {
        up(accepted);
        port.inbox().post(new Event.LearnerArrived(id));
    }

    private void up(Channel connected) {
        channel = connected;
        connected.pipeline().addLast(this);
        var _ = connected.closeFuture().addListener(_ -> lose());
    }

    // ---- going down

    /// The one door out; what happens here happens once.
    void lose() {
        if (over) {
            return;
        }
        over = true;
        port.forget(this);
        if (dial != null) {
            dial.cancel();
        }
        if (channel != null) {
            var _ = channel.close();
        }
        if (snapshot != null) {
            snapshot.stop();
        }
        behindSnapshot.forEach(ReferenceCountUtil::release);
        behindSnapshot.clear();
        port.inbox().post(new Event.LinkLost(id));
    }

    private void lose(String why) {
        if (!over) {
            port.warnings()
                    .warn(
                            "Dropping the link to {}: {}",
                            String.valueOf(channel == null ? "nobody" : channel.remoteAddress()),
                            why);
            lose();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lose(cause.toString());
    }

    // ---- receiving

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!over && message instanceof ByteBuf bytes) {
                unread.add(bytes);
                understand();
            }
        } catch (MalformedException e) {
            lose(String.valueOf(e.getMessage()));
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void understand() {
        boolean more = true;
        while (more && !over && unread.length() > 0) {
            more = incoming == null ? understandPacket() : understandSnapshot(incoming);
        }
    }

    /// Whether there was a whole packet.
    private boolean understandPacket() {
        int size = PeerCodec.sizeOfPacket(
                unread.array(),
                unread.offset(),
                unread.length(),
                port.settings().maxBufferBytes());
        int max = port.settings().maxBufferBytes() + MAX_BESIDE_DATA_BYTES;
        int atLeast = size < 0 ? unread.length() : size;
        if (atLeast > max) {
            throw new MalformedException("packet of more than " + max + " bytes, the most that is accepted");
        }
        if (size < 0 || size > unread.length()) {
            return false;
        }
        JuteReader packet = new JuteReader(unread.array(), unread.offset(), size);
        if (toLeader) {
            PeerMessage.FromLeader message = PeerCodec.readFromLeader(packet);
            unread.take(size);
            port.inbox().post(new Event.FromLeader(id, message));
            if (message instanceof PeerMessage.Snap(var zxid)) {
                SnapshotArrival arrival = port.reception().begin(id, zxid);
                incoming = new Incoming(
                        SnapshotDecoder.stream(arrival.sink(), port.settings().maxBufferBytes()), arrival);
            }
        } else {
            PeerMessage.FromLearner message = PeerCodec.readFromLearner(packet);
            unread.take(size);
            port.inbox().post(new Event.FromLearner(id, message));
        }
        return true;
    }

    /// Whether the snapshot has ended, so that a packet may follow.
    private boolean understandSnapshot(Incoming from) {
        unread.take(from.decoder().feed(unread.array(), unread.offset(), unread.length()));
        if (!from.decoder().finished()) {
            return false;
        }
        incoming = null;
        port.inbox().post(from.arrival().complete());
        return true;
    }

    // ---- sending

    /// Sends what the batch held so far, as far as the socket takes it at once, and ends the link.
    void deliverAndLose(List<Outgoing> delivered) {
        deliver(delivered);
        lose();
    }

    /// Sends a batch with one flush, unless it is a large one.
    void deliver(List<Outgoing> delivered) {
        Channel to = channel;
        if (over || to == null || delivered.isEmpty()) {
            return;
        }
        ByteBuf out = to.alloc().buffer();
        for (Outgoing outgoing : delivered) {
            switch (outgoing) {
                case Outgoing.Packet(var message) -> {
                    jute.reset();
                    PeerCodec.write(message, jute);
                    out.writeBytes(jute.buffer(), 0, jute.size());
                }
                case Outgoing.Snapshot(var source) -> {
                    enqueue(to, out);
                    enqueue(to, source);
                    out = to.alloc().buffer();
                }
            }
            if (out.readableBytes() >= WRITE_CHUNK_BYTES) {
                enqueue(to, out);
                out = to.alloc().buffer();
            }
        }
        enqueue(to, out);
        to.flush();
        if (jute.buffer().length > KEPT_BYTES) {
            jute = new JuteWriter(4096);
        }
    }

    /// Writes, begins a snapshot, or lets it wait behind the snapshot that is being sent.
    private void enqueue(Channel to, Object bytesOrSource) {
        if (over) {
            ReferenceCountUtil.release(bytesOrSource);
        } else if (snapshot == null) {
            send(to, bytesOrSource);
        } else {
            behindSnapshot.add(bytesOrSource);
            waitingBytes += bytesOrSource instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        }
        ChannelOutboundBuffer buffer = to.unsafe().outboundBuffer();
        long waiting = waitingBytes + (buffer == null ? 0 : buffer.totalPendingWriteBytes());
        if (waiting > port.settings().maxOutboundBytes()) {
            lose(waiting + " bytes wait to be read by the other side, expected at most "
                    + port.settings().maxOutboundBytes());
        }
    }

    private void send(Channel to, Object bytesOrSource) {
        if (bytesOrSource instanceof SnapshotSource source) {
            snapshot = new SnapshotStream(source, to, () -> snapshotSent(to), () -> lose("the snapshot is defective"));
            snapshot.start();
        } else {
            var _ = to.write(bytesOrSource);
        }
    }

    private void snapshotSent(Channel to) {
        snapshot = null;
        while (snapshot == null && !over && !behindSnapshot.isEmpty()) {
            Object next = behindSnapshot.remove();
            waitingBytes -= next instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
            send(to, next);
        }
        to.flush();
    }

    // ---- for its port

    LinkId id() {
        return id;
    }

    EventLoop loop() {
        return loop;
    }

    boolean isAccepted() {
        return !toLeader;
    }
}
