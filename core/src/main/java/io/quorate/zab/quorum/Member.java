package io.quorate.zab.quorum;

import io.quorate.model.ServerId;
import org.jspecify.annotations.Nullable;

/// One server of an ensemble, as a `server.N` line names it.
///
/// @param clientAddress `host:port`, or null when the server's own file says where clients connect
public record Member(
        ServerId server,
        String host,
        int quorumPort,
        int electionPort,
        Role role,
        @Nullable String clientAddress) {
    /// Whether a server has a say.
    public enum Role {
        PARTICIPANT,
        OBSERVER
    }

    public boolean votes() {
        return role == Role.PARTICIPANT;
    }

    /// The right-hand side of the `server.N` line, with the role spelled out.
    public String specification() {
        String text =
                bracketed(host) + ":" + quorumPort + ":" + electionPort + ":" + (votes() ? "participant" : "observer");
        return clientAddress == null ? text : text + ";" + clientAddress;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
