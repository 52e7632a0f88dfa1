package io.quorate.operation;

/// What an operator decides about writes. The leader goes by its own settings, so all servers should have the same.
///
/// @param extendedTypes whether znodes with a TTL may be created
/// @param enforceQuota whether a write beyond a hard limit is refused
/// @param extensions whether clients may use the operations of ClickHouse Keeper, reading ones included
public record WriteSettings(boolean extendedTypes, boolean enforceQuota, boolean extensions) {
    /// As ZooKeeper is without configuration.
    public static final WriteSettings DEFAULT = new WriteSettings(false, false, false);

    /// Without extensions.
    public WriteSettings(boolean extendedTypes, boolean enforceQuota) {
        this(extendedTypes, enforceQuota, false);
    }
}
