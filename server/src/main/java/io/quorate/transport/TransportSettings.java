package io.quorate.transport;

/// The limits of the clients' port. Each bounds something that a client could otherwise make grow.
///
/// @param maxFrameBytes the longest frame a client may send (`jute.maxbuffer`); a longer one closes the connection
/// @param maxConnectionsPerAddress connections from one IP address (`maxClientCnxns`); 0: no limit
/// @param maxConnections connections in all (`maxCnxns`); 0: no limit
/// @param maxOutstandingPerConnection unanswered requests of one connection; at the limit it is not read from
/// @param maxOutstanding unanswered requests in all (`globalOutstandingLimit`); above it, connections that have an
///     unanswered request of their own are not read from
/// @param maxOutputBytes what may wait to be read by a client; a client that is further behind is closed
/// @param sessionlessTimeoutMillis how long a connection may stay silent before its first frame
/// @param backlog connections that the operating system keeps until they are accepted; -1: its own default
/// @param eventLoops threads for reading, decoding, encoding and writing
public record TransportSettings(
        int maxFrameBytes,
        int maxConnectionsPerAddress,
        int maxConnections,
        int maxOutstandingPerConnection,
        int maxOutstanding,
        long maxOutputBytes,
        int sessionlessTimeoutMillis,
        int backlog,
        int eventLoops) {
    /// ZooKeeper's defaults where it has the limit, ours where it has none.
    public static TransportSettings defaults() {
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);
        return new TransportSettings(0xfffff, 60, 0, 1000, 1000, 128L << 20, 10_000, -1, loops);
    }

    public TransportSettings withMaxFrameBytes(int bytes) {
        return new TransportSettings(
                bytes,
                maxConnectionsPerAddress,
                maxConnections,
                maxOutstandingPerConnection,
                maxOutstanding,
                maxOutputBytes,
                sessionlessTimeoutMillis,
                backlog,
                eventLoops);
    }

    /// The limits on how many connections there may be; 0 means none.
    public TransportSettings withConnectionLimits(int perAddress, int inAll) {
        return new TransportSettings(
                maxFrameBytes,
                perAddress,
                inAll,
                maxOutstandingPerConnection,
                maxOutstanding,
                maxOutputBytes,
                sessionlessTimeoutMillis,
                backlog,
                eventLoops);
    }

    public TransportSettings withOutstandingLimits(int perConnection, int inAll) {
        return new TransportSettings(
                maxFrameBytes,
                maxConnectionsPerAddress,
                maxConnections,
                perConnection,
                inAll,
                maxOutputBytes,
                sessionlessTimeoutMillis,
                backlog,
                eventLoops);
    }

    public TransportSettings withMaxOutputBytes(long bytes) {
        return new TransportSettings(
                maxFrameBytes,
                maxConnectionsPerAddress,
                maxConnections,
                maxOutstandingPerConnection,
                maxOutstanding,
                bytes,
                sessionlessTimeoutMillis,
                backlog,
                eventLoops);
    }

    public TransportSettings withSessionlessTimeoutMillis(int millis) {
        return new TransportSettings(
                maxFrameBytes,
                maxConnectionsPerAddress,
                maxConnections,
                maxOutstandingPerConnection,
                maxOutstanding,
                maxOutputBytes,
                millis,
                backlog,
                eventLoops);
    }

    public TransportSettings withBacklog(int connections) {
        return new TransportSettings(
                maxFrameBytes,
                maxConnectionsPerAddress,
                maxConnections,
                maxOutstandingPerConnection,
                maxOutstanding,
                maxOutputBytes,
                sessionlessTimeoutMillis,
                connections,
                eventLoops);
    }
}
