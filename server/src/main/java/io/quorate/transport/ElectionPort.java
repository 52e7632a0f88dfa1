package io.quorate.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.quorate.model.ServerId;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.peer.ElectionCodec;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.replica.Event;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port on which servers tell one another their states and votes.
///
/// It has one event loop, and all that it remembers belongs to that; the methods may be called from any thread and,
/// except `start` and `close`, return at once. Connections are the port's own business: nobody is told when they come
/// and go, and what was said last is said again to whoever comes back.
public final class ElectionPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ElectionPort.class);
    private static final long BETWEEN_TRIES_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// Connections that have not said who they are.
    private static final int MAX_STRANGERS = 256;

    /// Peers that are connected without being in the configuration: they may be about to join.
    private static final int MAX_UNCONFIGURED = 64;

    private final ElectionSettings settings;
    private final Inbox inbox;
    private final EventLoopGroup loops = EventLoops.named("election", 1);
    private final EventLoop loop = loops.next();
    private final Map<ServerId, Correspondent> correspondents = new HashMap<>();
    private Map<ServerId, List<InetSocketAddress>> members = Map.of();
    private final Warnings warnings = new Warnings(LOG);
    private int strangers;
    private volatile @Nullable Channel door;
    private volatile byte[] hello = {};
    private volatile boolean closed;

    public ElectionPort(ElectionSettings settings, Inbox inbox) {
        this.settings = settings;
        this.inbox = inbox;
    }

    /// Listens, and returns the port; tries as often as the settings say, a second apart, while the port is taken.
    ///
    /// @throws PortUnavailableException if it stays taken
    public int start() {
        int tried = 0;
        while (true) {
            ChannelFuture bound = Doors.bind(Doors.door(loops, loops, this::admit), settings.listen());
            if (bound.isSuccess()) {
                door = bound.channel();
                InetSocketAddress address = (InetSocketAddress) bound.channel().localAddress();
                hello = ElectionCodec.writeHello(
                        new ElectionCodec.Hello(settings.self(), List.of(advertised(address))));
                return address.getPort();
            }
            tried++;
            String sentence = Doors.complaint("elections", settings.listen(), bound.cause());
            if (tried == settings.bindTries() || Thread.currentThread().isInterrupted()) {
                throw new PortUnavailableException(sentence + " Tried " + tried + " times.", bound.cause());
            }
            LOG.warn("{} Trying again.", sentence);
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
    }

    private String advertised(InetSocketAddress bound) {
        if (!settings.advertised().isEmpty()) {
            return settings.advertised();
        }
        String host = bound.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + bound.getPort();
    }

    /// The other servers and their election addresses. Only these are dialled; whoever is no longer among them keeps a
    /// connection that stands, but does not get another one.
    public void members(Map<ServerId, List<InetSocketAddress>> addresses) {
        Map<ServerId, List<InetSocketAddress>> copy = Map.copyOf(addresses);
        execute(() -> {
            members = copy;
            correspondents.values().forEach(peer -> peer.configure(addressesOf(peer.peer())));
        });
    }

    /// After `start`: tells `to` the newest state of this server, in place of an older one that has not been sent yet.
    public void notify(ServerId to, ElectionNotification notification) {
        if (to.equals(settings.self())) {
            inbox.post(new Event.NotificationReceived(to, notification));
            return;
        }
        execute(() -> {
            Correspondent peer = correspondents.get(to);
            if (peer != null || members.containsKey(to)) {
                correspondent(to).say(framed(notification));
            }
        });
    }

    private static byte[] framed(ElectionNotification notification) {
        byte[] body = ElectionCodec.write(notification);
        JuteWriter frame = new JuteWriter(Integer.BYTES + body.length);
        frame.writeBuffer(body);
        return frame.toByteArray();
    }

    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException _) {
            // The port is closed.
        }
    }

    // ---- on the event loop

    private Correspondent correspondent(ServerId peer) {
        return correspondents.computeIfAbsent(peer, _ -> {
            Correspondent made = new Correspondent(this, loop, peer);
            made.configure(addressesOf(peer));
            return made;
        });
    }

    private List<InetSocketAddress> addressesOf(ServerId peer) {
        return members.getOrDefault(peer, List.of());
    }

    private void admit(SocketChannel channel) {
        if (strangers >= MAX_STRANGERS) {
            var _ = channel.close();
            return;
        }
        strangers++;
        ElectionConnection connection = new ElectionConnection(this, channel, null);
        channel.pipeline().addLast(connection);
        connection.expectHello(settings.helloTimeoutMillis());
    }

    void strangerLess() {
        strangers--;
    }

    /// Somebody who has dialled has said who it is. Returns whom the connection is kept with, null if it is not kept.
    @Nullable
    Correspondent greeted(ElectionCodec.Hello from, Channel channel) {
        ServerId peer = from.server();
        if (peer.equals(settings.self())) {
            warnings.warn(
                    "{} says hello as server {}, which is this server: two servers have the same id",
                    channel.remoteAddress(),
                    peer);
            return null;
        }
        if (peer.compareTo(settings.self()) < 0) {
            if (members.containsKey(peer)) {
                correspondent(peer)
                        .calledFrom(from.addresses().stream()
                                .map(ElectionPort::parsed)
                                .toList());
            } else {
                warnings.warn("Server {} at {} is not in the configuration", peer, channel.remoteAddress());
            }
            return null;
        }
        if (!members.containsKey(peer) && unconfigured() >= MAX_UNCONFIGURED) {
            warnings.warn("Too many servers that are not in the configuration; refused {}", channel.remoteAddress());
            return null;
        }
        Correspondent known = correspondent(peer);
        known.keep(channel);
        return known;
    }

    private long unconfigured() {
        return correspondents.values().stream()
                .filter(peer -> !peer.isConfigured())
                .count();
    }

    /// The codec has checked that it is `host:port`.
    private static InetSocketAddress parsed(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return InetSocketAddress.createUnresolved(bare, Integer.parseInt(address.substring(colon + 1)));
    }

    /// A peer that the configuration does not know is forgotten with its connection.
    void disconnected(ServerId peer) {
        if (!members.containsKey(peer)) {
            correspondents.remove(peer);
        }
    }

    /// Stops listening, closes all connections, and returns when the thread has ended.
    @Override
    public void close() {
        closed = true;
        Channel opened = door;
        if (opened != null) {
            opened.close().awaitUninterruptibly();
        }
        execute(() -> correspondents.values().forEach(peer -> {
            peer.stopDialling();
            peer.hangUp();
        }));
        EventLoops.end(loops);
    }

    // ---- for its connections

    ElectionSettings settings() {
        return settings;
    }

    Inbox inbox() {
        return inbox;
    }

    Warnings warnings() {
        return warnings;
    }

    byte[] hello() {
        return hello;
    }

    boolean isClosed() {
        return closed;
    }
}
