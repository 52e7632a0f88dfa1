package io.quorate.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.quorate.model.ServerId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One peer of the election port: the connection to it if there is one, the attempts to have one if there is none, and
/// the last that was said to it. All of it runs on the port's event loop.
///
/// Between two servers one connection is kept, the one dialled by the server with the larger id. So there are two kinds
/// of dialling: to a smaller peer for good, to a larger one only to say hello, upon which it dials back.
///
/// What is said is a state, not an event: only the newest counts. It is sent again on each new connection, since the
/// old one may have swallowed it.
final class Correspondent {
    private static final Logger LOG = LoggerFactory.getLogger(Correspondent.class);
    private static final int SHORTEST_PAUSE_MILLIS = 200;
    private static final int LONGEST_PAUSE_MILLIS = 3_000;

    private final ElectionPort port;
    private final EventLoop loop;
    private final ServerId peer;

    private List<InetSocketAddress> configured = List.of();
    private List<InetSocketAddress> helloAddresses = List.of();

    private @Nullable Channel channel;
    private @Nullable Dial dial;
    private @Nullable ScheduledFuture<?> nextDial;
    private int pauseMillis = SHORTEST_PAUSE_MILLIS;
    private int dials;

    private byte @Nullable [] newest;
    private long newestNumber;
    private boolean delivered;
    private boolean writing;

    Correspondent(ElectionPort port, EventLoop loop, ServerId peer) {
        this.port = port;
        this.loop = loop;
        this.peer = peer;
    }

    /// Where the configuration says the peer is; empty if it does not know the peer, which is then not dialled.
    void configure(List<InetSocketAddress> addresses) {
        configured = List.copyOf(addresses);
        if (configured.isEmpty()) {
            stopDialling();
        }
    }

    boolean isConfigured() {
        return !configured.isEmpty();
    }

    // ---- speaking

    /// @param frame with its length in front; replaces one that has not been sent
    void say(byte[] frame) {
        newest = frame;
        newestNumber++;
        delivered = false;
        if (channel != null) {
            write(channel);
        } else {
            dialSoon();
        }
    }

    private void write(Channel to) {
        byte[] frame = newest;
        if (frame == null || delivered || writing) {
            return;
        }
        writing = true;
        long number = newestNumber;
        var _ = to.writeAndFlush(Unpooled.wrappedBuffer(frame)).addListener((ChannelFutureListener) written -> {
            if (!to.equals(channel)) {
                return;
            }
            writing = false;
            if (!written.isSuccess()) {
                var _ = to.close();
            } else if (number == newestNumber) {
                delivered = true;
            } else {
                write(to);
            }
        });
    }

    // ---- the connection

    /// From now on this is the connection to the peer; one that there was is closed first.
    void keep(Channel kept) {
        hangUp();
        stopDialling();
        channel = kept;
        delivered = false;
        writing = false;
        var _ = kept.closeFuture().addListener(_ -> lost(kept));
        write(kept);
    }

    /// The peer has the smaller id and has dialled: it wants to be dialled.
    void calledFrom(List<InetSocketAddress> addresses) {
        hangUp();
        helloAddresses = addresses;
        dials = 0;
        dialNow();
    }

    /// The peer has said something that was understood: dialling it is no waste.
    void heard() {
        pauseMillis = SHORTEST_PAUSE_MILLIS;
    }

    void hangUp() {
        Channel old = channel;
        channel = null;
        if (old != null) {
            var _ = old.close();
        }
    }

    private void lost(Channel lost) {
        if (lost.equals(channel)) {
            channel = null;
            LOG.info("The connection for elections to server {} is lost", peer);
            dialLater();
            port.disconnected(peer);
        }
    }

    // ---- dialling

    private void dialSoon() {
        if (dial == null && nextDial == null) {
            dialNow();
        } else if (nextDial != null && nextDial.getDelay(TimeUnit.MILLISECONDS) > SHORTEST_PAUSE_MILLIS) {
            pauseMillis = SHORTEST_PAUSE_MILLIS;
            dialLater();
        }
    }

    private void dialLater() {
        if (configured.isEmpty() || port.isClosed()) {
            return;
        }
        if (nextDial != null) {
            nextDial.cancel(false);
        }
        nextDial = loop.schedule(this::dialNow, pauseMillis, TimeUnit.MILLISECONDS);
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }

    private void dialNow() {
        if (nextDial != null) {
            nextDial.cancel(false);
            nextDial = null;
        }
        if (dial != null || channel != null || configured.isEmpty() || port.isClosed()) {
            return;
        }
        // What the peer said of itself is newer than what the configuration says, but may be wrong for this host.
        boolean asToldByPeer = dials % 2 == 0 && !helloAddresses.isEmpty();
        List<InetSocketAddress> addresses = asToldByPeer ? helloAddresses : configured;
        dials++;
        dial = new Dial(loop, 1, port.settings().connectTimeoutMillis(), new Dial.Outcome() {
            @Override
            public void connected(Channel connected) {
                dial = null;
                introduce(connected);
            }

            @Override
            public void failed(String why) {
                dial = null;
                LOG.debug("Could not reach server {} at {} for elections: {}", peer, addresses, why);
                dialLater();
            }
        });
        dial.start(addresses);
    }

    private void introduce(Channel connected) {
        var hello = connected.writeAndFlush(Unpooled.wrappedBuffer(port.hello()));
        if (peer.compareTo(port.settings().self()) > 0) {
            // It dials back; if it does not, it is woken again.
            var _ = hello.addListener(ChannelFutureListener.CLOSE);
            dialLater();
        } else {
            connected.pipeline().addLast(new ElectionConnection(port, connected, this));
            keep(connected);
            connected.config().setAutoRead(true);
        }
    }

    /// Also at the end of the port.
    void stopDialling() {
        if (dial != null) {
            dial.cancel();
            dial = null;
        }
        if (nextDial != null) {
            nextDial.cancel(false);
            nextDial = null;
        }
    }

    ServerId peer() {
        return peer;
    }
}
