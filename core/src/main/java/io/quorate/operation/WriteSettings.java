package io.quorate.operation;

/// What an operator decides about writes. The leader goes by its own settings, so all servers should have the same.
///
/// @param extendedTypes whether znodes with a TTL may be created
/// @param enforceQuota whether a write beyond a hard limit is refused
public record WriteSettings(boolean extendedTypes, boolean enforceQuota) {
    /// As ZooKeeper is without configuration.
    public static final WriteSettings DEFAULT = new WriteSettings(false, false);
}
