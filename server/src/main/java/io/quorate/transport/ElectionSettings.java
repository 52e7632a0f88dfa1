package io.quorate.transport;

import io.quorate.model.ServerId;
import java.net.InetSocketAddress;

/// How this server takes part in the talk about elections.
///
/// @param listen where peers may dial this server; port 0 for any
/// @param advertised what this server says of itself when it dials: `host:port`, IPv6 literals in brackets; empty for
///     the address that `listen` turns out to be
/// @param bindTries how often the port is tried, a second apart (`electionPortBindRetry`); 0: without end
/// @param connectTimeoutMillis how long one try to reach a peer may take (`cnxTimeout`)
/// @param helloTimeoutMillis how long a peer that has dialled may take to say who it is
public record ElectionSettings(
        ServerId self,
        InetSocketAddress listen,
        String advertised,
        int bindTries,
        int connectTimeoutMillis,
        int helloTimeoutMillis) {
    /// With ZooKeeper's defaults, and a hello awaited for 10 s.
    public static ElectionSettings of(ServerId self, InetSocketAddress listen, String advertised) {
        return new ElectionSettings(self, listen, advertised, 3, 5_000, 10_000);
    }
}
