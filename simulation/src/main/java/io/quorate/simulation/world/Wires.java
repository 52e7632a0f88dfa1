package io.quorate.simulation.world;

import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.LinkId;
import io.quorate.tree.Tree;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The connections of one process, to peers and from clients.
final class Wires {
    private static final long NOTICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LATE_NOTICE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final World world;
    private final ServerProcess process;
    private final Map<LinkId, LinkEnd> links = new TreeMap<>(Comparator.comparingLong(LinkId::value));
    private final Map<ConnectionId, ClientWire> clients = new TreeMap<>(Comparator.comparingLong(ConnectionId::value));
    private boolean acceptsLearners;
    private long lastAccepted;

    Wires(World world, ServerProcess process) {
        this.world = world;
        this.process = process;
    }

    // ---- peers

    void acceptLearners(boolean open) {
        acceptsLearners = open;
    }

    boolean acceptsLearners() {
        return acceptsLearners;
    }

    LinkId nextAccepted() {
        return new LinkId(++lastAccepted);
    }

    void add(LinkEnd end) {
        links.put(end.id(), end);
    }

    void forget(LinkId link) {
        links.remove(link);
    }

    List<LinkEnd> links() {
        return List.copyOf(links.values());
    }

    @Nullable
    LinkEnd link(LinkId id) {
        return links.get(id);
    }

    void send(LinkId link, PeerMessage message) {
        LinkEnd end = links.get(link);
        if (end != null) {
            end.send(message);
        }
    }

    void sendSnapshot(LinkId link, Tree tree) {
        LinkEnd end = links.get(link);
        if (end != null) {
            end.sendSnapshot(tree);
        }
    }

    void drop(LinkId link) {
        LinkEnd end = links.get(link);
        if (end == null) {
            world.links().cancel(process, link);
        } else {
            end.close();
        }
    }

    // ---- clients

    void add(ClientWire wire) {
        clients.put(wire.id(), wire);
    }

    boolean has(ClientWire wire) {
        return clients.get(wire.id()) == wire;
    }

    void forget(ClientWire wire) {
        clients.remove(wire.id());
    }

    List<ClientWire> clients() {
        return List.copyOf(clients.values());
    }

    void say(ConnectionId connection, ServerMessage message) {
        ClientWire wire = clients.get(connection);
        if (wire != null) {
            wire.say(message);
        }
    }

    void hangUp(ConnectionId connection) {
        ClientWire wire = clients.remove(connection);
        if (wire != null) {
            wire.hangUp();
        }
    }

    // ----

    /// After a mere kill the operating system closes what was open, though what is in its buffers may
    /// be thrown away. When the power fails nobody tells anybody: the others find out late, or when
    /// their patience ends.
    void end(boolean powerLost) {
        RandomGenerator random = process.machine().random();
        for (LinkEnd end : links()) {
            LinkEnd far = end.far();
            if (!powerLost && random.nextBoolean()) {
                end.close();
            } else {
                end.breakOff();
                notice(random, powerLost, far::lost);
            }
        }
        for (ClientWire wire : clients()) {
            if (!powerLost && random.nextBoolean()) {
                hangUp(wire.id());
            } else {
                wire.breakOff();
                notice(random, powerLost, wire::lost);
            }
        }
        links.clear();
        clients.clear();
    }

    private void notice(RandomGenerator random, boolean powerLost, Runnable lost) {
        if (!powerLost) {
            world.timeline().after(random.nextLong(NOTICE_NANOS), lost);
        } else if (random.nextBoolean()) {
            world.timeline().after(random.nextLong(LATE_NOTICE_NANOS), lost);
        } else {
            world.count("half-open connection");
        }
    }
}
