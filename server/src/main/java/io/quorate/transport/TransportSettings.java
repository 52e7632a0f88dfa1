package io.quorate.transport;

/// The limits of the clients' port. Each bounds something that a client could otherwise make grow.
///
/// @param backlog connections that the operating system keeps until they are accepted; -1: its own default
/// @param eventLoops threads for reading, decoding, encoding and writing
public record TransportSettings(
        Connections connections,
        Requests requests,
        Memory memory,
        ConnectionThrottle.Settings connectionThrottle,
        int backlog,
        int eventLoops) {
    /// @param perAddress connections from one IP address (`maxClientCnxns`); 0: no limit
    /// @param inAll connections in all (`maxCnxns`); 0: no limit
    /// @param sessionlessTimeoutMillis how long a connection may take to send its whole first frame
    public record Connections(int perAddress, int inAll, int sessionlessTimeoutMillis) {}

    /// @param maxFrameBytes the longest frame a client may send (`jute.maxbuffer`); a longer one closes the connection
    /// @param outstandingPerConnection unanswered requests of one connection; at the limit it is not read from
    /// @param outstanding unanswered requests in all (`globalOutstandingLimit`); above it, connections that have an
    ///     unanswered request of their own are not read from
    /// @param throttle unanswered requests in all at which every other one waits (`request_throttle_max_requests`);
    ///     0: no limit
    /// @param maxWaitMillis what has waited longer than this for the throttle is refused
    ///     (`throttled_op_wait_time`); 0: nothing is
    /// @param large the operator's own limit on large requests
    public record Requests(
            int maxFrameBytes,
            int outstandingPerConnection,
            int outstanding,
            int throttle,
            int maxWaitMillis,
            Large large) {}

    /// A large request closes its connection if all large ones under way would have too many bytes.
    ///
    /// @param thresholdBytes what is larger is large (`largeRequestThreshold`); -1: nothing is
    /// @param maxBytes of all large requests together (`largeRequestMaxBytes`)
    public record Large(int thresholdBytes, long maxBytes) {
        public static final Large NONE = new Large(-1, 100 << 20);
    }

    /// What clients may make this server keep in memory, in bytes.
    ///
    /// @param outputPerConnection what may wait to be read by a client; a client that is further behind is closed
    /// @param output what may wait to be read by all clients; above it, those that are behind are closed
    /// @param largeRequests large requests that arrive or are under way; above it, the next ones wait
    public record Memory(long outputPerConnection, long output, long largeRequests) {
        private static final long MOST_PER_CONNECTION = 128L << 20;
        private static final long LEAST_LARGE_REQUESTS = 8L << 20;

        /// As much as a process with so much heap can spare.
        static Memory of(long heapBytes) {
            return new Memory(
                    Math.min(MOST_PER_CONNECTION, heapBytes / 4),
                    heapBytes / 4,
                    Math.max(LEAST_LARGE_REQUESTS, heapBytes / 8));
        }
    }

    /// ZooKeeper's defaults where it has the limit, ours where it has none.
    public static TransportSettings defaults() {
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);
        return new TransportSettings(
                new Connections(60, 0, 10_000),
                new Requests(0xfffff, 1000, 1000, 0, 0, Large.NONE),
                Memory.of(Runtime.getRuntime().maxMemory()),
                ConnectionThrottle.Settings.OFF,
                -1,
                loops);
    }

    public TransportSettings with(Connections other) {
        return new TransportSettings(other, requests, memory, connectionThrottle, backlog, eventLoops);
    }

    public TransportSettings with(Requests other) {
        return new TransportSettings(connections, other, memory, connectionThrottle, backlog, eventLoops);
    }

    public TransportSettings with(Memory other) {
        return new TransportSettings(connections, requests, other, connectionThrottle, backlog, eventLoops);
    }

    public TransportSettings with(ConnectionThrottle.Settings other) {
        return new TransportSettings(connections, requests, memory, other, backlog, eventLoops);
    }

    public TransportSettings withBacklog(int waiting) {
        return new TransportSettings(connections, requests, memory, connectionThrottle, waiting, eventLoops);
    }

    public TransportSettings withMaxFrameBytes(int bytes) {
        return with(new Requests(
                bytes,
                requests.outstandingPerConnection(),
                requests.outstanding(),
                requests.throttle(),
                requests.maxWaitMillis(),
                requests.large()));
    }

    /// The limits on how many connections there may be; 0 means none.
    public TransportSettings withConnectionLimits(int perAddress, int inAll) {
        return with(new Connections(perAddress, inAll, connections.sessionlessTimeoutMillis()));
    }

    public TransportSettings withOutstandingLimits(int perConnection, int inAll) {
        return with(new Requests(
                requests.maxFrameBytes(),
                perConnection,
                inAll,
                requests.throttle(),
                requests.maxWaitMillis(),
                requests.large()));
    }

    /// @param most unanswered requests in all; 0 means no limit
    public TransportSettings withThrottle(int most, int maxWaitMillis) {
        return with(new Requests(
                requests.maxFrameBytes(),
                requests.outstandingPerConnection(),
                requests.outstanding(),
                most,
                maxWaitMillis,
                requests.large()));
    }

    public TransportSettings with(Large other) {
        return with(new Requests(
                requests.maxFrameBytes(),
                requests.outstandingPerConnection(),
                requests.outstanding(),
                requests.throttle(),
                requests.maxWaitMillis(),
                other));
    }

    public TransportSettings withMaxOutputBytes(long bytes) {
        return with(new Memory(bytes, memory.output(), memory.largeRequests()));
    }

    public TransportSettings withSessionlessTimeoutMillis(int millis) {
        return with(new Connections(connections.perAddress(), connections.inAll(), millis));
    }
}
