package io.quorate.simulation.world;

import io.quorate.replica.ServiceSettings;
import io.quorate.storage.StorageSettings;

/// What does not change in the course of a run.
///
/// @param servers how many there are, numbered from 1
/// @param tickMillis the unit of `initLimitTicks` and `syncLimitTicks`
/// @param snapCount txns between two snapshots of a server, at most
/// @param recentTxns how many txns a leader keeps for followers that were away
/// @param latencyMicros what a message takes on its way, roughly
/// @param flushMicros what a sync of the disk takes, roughly
/// @param service how the servers are there for clients
/// @param extensions whether servers have the operations of ClickHouse Keeper, and clients use them
/// @param storage how the servers keep their files
public record Setting(
        int servers,
        int tickMillis,
        int initLimitTicks,
        int syncLimitTicks,
        int snapCount,
        int recentTxns,
        int latencyMicros,
        int flushMicros,
        ServiceSettings service,
        boolean extensions,
        StorageSettings storage) {
    /// A session lives at least this long without a sign of life; ZooKeeper's default.
    public int minSessionTimeoutMillis() {
        return 2 * tickMillis;
    }

    /// Whether servers have each read confirmed by a quorum.
    public boolean linearizableReads() {
        return service.linearizableReads();
    }

    /// ZooKeeper's default.
    public int maxSessionTimeoutMillis() {
        return 20 * tickMillis;
    }

    /// As ZooKeeper is usually set up, on a local network.
    public static Setting usual(int servers) {
        StorageSettings storage = new StorageSettings(4096, 0, true, 500, 1 << 20, true, true, false);
        return new Setting(servers, 2000, 10, 5, 1000, 500, 300, 2000, ServiceSettings.DEFAULT, false, storage);
    }
}
