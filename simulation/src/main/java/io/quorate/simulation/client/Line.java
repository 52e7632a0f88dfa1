package io.quorate.simulation.client;

import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.simulation.history.Entry;
import io.quorate.simulation.world.ClientPorts;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One connection of a client, as the client sees it. Whatever passes is recorded.
public final class Line implements ClientPorts.Listener {
    public static final int PING_XID = -2;
    static final int AUTH_XID = -4;

    /// Who is told of what comes in.
    public interface Owner {
        void welcomed(Line line, ServerMessage.Handshake handshake);

        /// @param request what was answered, if the answer fits what was asked
        void answered(Line line, @Nullable Request request, ServerMessage.Reply reply);

        void notified(Line line, ServerMessage.Notification notification);

        void lost(Line line);
    }

    private record Asked(int xid, Request request) {}

    private final Surroundings world;
    private final Owner owner;
    private final long number;
    private final ClientPorts.Connection connection;
    private final ArrayDeque<Asked> outstanding = new ArrayDeque<>();
    private boolean isOpen;
    private boolean isOver;
    private long heardNanos;
    private long saidNanos;

    public Line(Surroundings world, Owner owner, int client, ServerId server, ConnectRequest request, long number) {
        this.world = world;
        this.owner = owner;
        this.number = number;
        heardNanos = world.timeline().nowNanos();
        saidNanos = heardNanos;
        world.recorder().record(new Entry.Connecting(number, heardNanos, client, server, request));
        connection = world.ports().connect(client, server, this);
        connection.handshake(request);
    }

    // ---- what the client does

    public void ask(int xid, Request request) {
        if (isOver) {
            return;
        }
        saidNanos = world.timeline().nowNanos();
        world.recorder().record(new Entry.Invoked(number, saidNanos, xid, request));
        if (!(request instanceof Request.Auth)) {
            outstanding.add(new Asked(xid, request));
        }
        connection.request(xid, request);
    }

    public void ping() {
        ask(PING_XID, new Request.Bare(OpCode.PING));
    }

    /// Nothing is heard after this.
    public void close() {
        if (!isOver) {
            connection.close();
            over();
        }
    }

    public boolean isOpen() {
        return isOpen && !isOver;
    }

    /// Whether the handshake was answered.
    boolean wasOpen() {
        return isOpen;
    }

    public int outstanding() {
        return outstanding.size();
    }

    /// Whether it waits for no answer but that to a sign of life.
    boolean isAtRest() {
        return isOpen() && outstanding.stream().allMatch(asked -> asked.xid() == PING_XID);
    }

    long heardNanos() {
        return heardNanos;
    }

    long saidNanos() {
        return saidNanos;
    }

    // ---- what comes in

    @Override
    public void heard(ServerMessage message) {
        heardNanos = world.timeline().nowNanos();
        switch (message) {
            case ServerMessage.Handshake handshake -> {
                world.recorder().record(new Entry.Handshaken(number, heardNanos, handshake.response()));
                isOpen = handshake.response().timeoutMillis() > 0;
                owner.welcomed(this, handshake);
            }
            case ServerMessage.Reply reply -> {
                world.recorder().record(new Entry.Answered(number, heardNanos, reply));
                Asked asked = reply.xid() == AUTH_XID ? null : outstanding.poll();
                owner.answered(this, asked == null ? null : asked.request(), reply);
            }
            case ServerMessage.Notification notification -> {
                world.recorder().record(new Entry.Notified(number, heardNanos, notification));
                owner.notified(this, notification);
            }
        }
    }

    @Override
    public void lost() {
        if (!isOver) {
            over();
            owner.lost(this);
        }
    }

    private void over() {
        isOver = true;
        world.recorder().record(new Entry.Lost(number, world.timeline().nowNanos()));
        for (Asked asked : outstanding) {
            if (asked.xid() > 0) {
                world.tally().count(Names.lost(asked.request()));
            }
        }
        outstanding.clear();
    }
}
