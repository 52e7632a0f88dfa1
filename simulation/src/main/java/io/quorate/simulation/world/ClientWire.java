package io.quorate.simulation.world;

import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Event;
import org.jspecify.annotations.Nullable;

/// A connection between a client and a server.
final class ClientWire implements ClientPorts.Connection {
    /// What a message weighs, roughly.
    private static final int MESSAGE_BYTES = 100;

    private final Machine machine;
    private final ConnectionId id;
    private final String address;
    private final Channel up;
    private final Channel down;
    private final ClientPorts.Listener listener;
    private @Nullable ServerProcess process;
    private boolean shaken;
    private boolean over;

    ClientWire(Machine machine, ConnectionId id, String address, Channels channels, ClientPorts.Listener listener) {
        this.machine = machine;
        this.id = id;
        this.address = address;
        this.up = channels.up();
        this.down = channels.down();
        this.listener = listener;
    }

    /// The two directions, seen from the client.
    record Channels(Channel up, Channel down) {}

    ConnectionId id() {
        return id;
    }

    void connect() {
        up.send(0, this::accept);
    }

    private void accept() {
        ServerProcess present = machine.process();
        if (present == null) {
            down.finish(this::lost);
        } else {
            process = present;
            present.wires().add(this);
        }
    }

    // ---- from the client

    @Override
    public void handshake(ConnectRequest request) {
        up.send(MESSAGE_BYTES, () -> {
            shaken = true;
            post(new Event.ClientHandshake(id, request, address));
        });
    }

    @Override
    public void request(int xid, Request request) {
        up.send(MESSAGE_BYTES, () -> post(new Event.ClientRequest(id, xid, request)));
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            up.finish(this::gone);
        }
    }

    private void gone() {
        if (process != null && process.wires().has(this)) {
            process.wires().forget(this);
            if (shaken) {
                process.post(new Event.ClientGone(id));
            }
        }
    }

    private void post(Event event) {
        if (process != null && process.wires().has(this)) {
            process.post(event);
        }
    }

    // ---- from the server

    void say(ServerMessage message) {
        down.send(MESSAGE_BYTES, () -> {
            if (!over) {
                listener.heard(message);
            }
        });
    }

    void hangUp() {
        down.finish(this::lost);
    }

    /// What is under way, either way, is lost.
    void breakOff() {
        up.breakOff();
        down.breakOff();
    }

    /// The client learns that there is no connection any more.
    void lost() {
        if (!over) {
            over = true;
            listener.lost();
        }
    }

    /// A fault of the network: both learn of it.
    void cutInTheMiddle() {
        breakOff();
        gone();
        lost();
    }
}
