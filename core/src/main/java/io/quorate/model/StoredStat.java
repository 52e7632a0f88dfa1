package io.quorate.model;

/// What is kept of a znode's history (`StatPersisted` in snapshots). `cversion` counts creations of
/// children only; it is also the counter of sequential names.
public record StoredStat(
        long czxid,
        long mzxid,
        long ctime,
        long mtime,
        int version,
        int cversion,
        int aversion,
        long ephemeralOwner,
        long pzxid) {
    /// Of a system znode in a fresh tree.
    public static final StoredStat ZERO = new StoredStat(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
