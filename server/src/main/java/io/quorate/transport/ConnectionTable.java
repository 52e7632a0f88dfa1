package io.quorate.transport;

import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.replica.ConnectionId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The clients' connections at one moment, for people and monitors.
///
/// @param closed how often a connection was closed by this side, by reason
public record ConnectionTable(List<Row> rows, Totals totals, Map<ClosedFor, Long> closed, Limits limits) {
    public ConnectionTable {
        rows = List.copyOf(rows);
        closed = Map.copyOf(closed);
    }

    /// What has passed through since the start or the last reset, connections that are gone included.
    public record Totals(long received, long sent, int outstanding, int connections, Latency latency) {}

    /// How often limits have been felt since the start, other than by being closed.
    ///
    /// @param handshakes sessions asked for, begun or resumed
    /// @param waits how often a connection had to wait for room among all requests
    /// @param refusedRequests requests that were refused because they had waited too long
    /// @param handshakesTaken how much of the bucket of the connection throttle is empty at this moment
    /// @param dropProbability how likely the connection throttle turns a handshake away by chance
    /// @param waitingOutputBytes what waits to be read by all clients together
    public record Limits(
            long handshakes,
            long waits,
            long refusedRequests,
            long handshakesTaken,
            double dropProbability,
            long waitingOutputBytes) {}

    /// One connection.
    ///
    /// @param session `NONE` before the handshake has been answered, and for a session that was refused
    /// @param reading whether its requests are being read; false at a limit or while it waits for its session
    /// @param outstanding requests that have not been answered
    /// @param establishedMillis since 1970
    public record Row(
            ConnectionId connection,
            InetSocketAddress remote,
            SessionId session,
            int timeoutMillis,
            boolean reading,
            int outstanding,
            long received,
            long sent,
            long establishedMillis,
            Last last,
            Latency latency) {}

    /// What a connection did last.
    ///
    /// @param op null before the first request
    /// @param xid 0 before the first request
    /// @param answeredNanos monotonic, 0 before the first answer
    public record Last(@Nullable OpCode op, int xid, Zxid zxid, long answeredNanos, long latencyMillis) {}
}
