package io.quorate.model;

/// What a client learns about a znode beside its data. `cversion` counts creations and deletions of
/// children, times are milliseconds since 1970.
public record Stat(
        long czxid,
        long mzxid,
        long ctime,
        long mtime,
        int version,
        int cversion,
        int aversion,
        long ephemeralOwner,
        int dataLength,
        int numChildren,
        long pzxid) {}
