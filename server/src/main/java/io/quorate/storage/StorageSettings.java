package io.quorate.storage;

import io.quorate.protocol.JuteReader;

/// What the configuration says about storage.
///
/// @param preallocBytes by how much a log file grows at a time (`zookeeper.preAllocSize`); 0 for as
/// needed
/// @param logSizeLimitBytes at what size a new log file is begun (`zookeeper.txnLogSizeLimitInKb`);
/// 0 or less for never
/// @param forceSync false to trust the operating system to write before the power fails
/// (`zookeeper.forceSync=no`)
/// @param recentTxns how many of the last txns a load returns (`zookeeper.commitLogCount`)
/// @param maxRecordBytes the largest txn that can be read (`jute.maxbuffer` and its extra size)
/// @param autocreateDirectories whether missing directories are made
/// (`zookeeper.datadir.autocreate`)
/// @param autocreateDatabase whether a server without any data may vote (`zookeeper.db.autocreate`)
/// @param trustEmptySnapshot whether a log without any snapshot is taken as complete
/// (`zookeeper.snapshot.trust.empty`)
public record StorageSettings(
        long preallocBytes,
        long logSizeLimitBytes,
        boolean forceSync,
        int recentTxns,
        int maxRecordBytes,
        boolean autocreateDirectories,
        boolean autocreateDatabase,
        boolean trustEmptySnapshot) {
    private static final long DEFAULT_PREALLOC_BYTES = 64L << 20;
    private static final int DEFAULT_RECENT_TXNS = 500;

    /// As without any configuration.
    public static StorageSettings defaults() {
        return new StorageSettings(
                DEFAULT_PREALLOC_BYTES, 0, true, DEFAULT_RECENT_TXNS, JuteReader.MAX_BUFFER_BYTES, true, true, false);
    }
}
