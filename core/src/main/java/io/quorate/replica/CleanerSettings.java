package io.quorate.replica;

/// How a leader looks for containers and znodes with a TTL that are to go.
///
/// @param checkIntervalMillis from one look to the next
/// @param maxPerMinute how many may be removed a minute, one at a time; above 60,000 there is no limit
/// @param maxNeverUsedMillis how long a container may wait for its first child; 0 for ever
public record CleanerSettings(int checkIntervalMillis, int maxPerMinute, long maxNeverUsedMillis) {
    /// As ZooKeeper 3.9 is without configuration.
    public static final CleanerSettings DEFAULT = new CleanerSettings(60_000, 10_000, 0);

    /// ZooKeeper's rule, rounded down as there.
    int pauseMillis() {
        return 60_000 / maxPerMinute;
    }
}
