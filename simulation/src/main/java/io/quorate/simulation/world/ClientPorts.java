package io.quorate.simulation.world;

import io.quorate.model.ServerId;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;

/// How a simulated client reaches servers. What is said on one connection arrives in order, late, or
/// not at all; then the connection is lost for both, though each may learn of it at another time.
public interface ClientPorts {
    /// Connects to a server. There is no answer: a server that cannot be reached shows as {@link
    /// Listener#lost}.
    Connection connect(int client, ServerId server, Listener listener);

    /// The client's end.
    interface Connection {
        void handshake(ConnectRequest request);

        void request(int xid, Request request);

        /// Nothing is heard on it after this.
        void close();
    }

    /// Who hears what arrives.
    interface Listener {
        void heard(ServerMessage message);

        /// The connection is gone. Called once, and never after {@link Connection#close}.
        void lost();
    }
}
