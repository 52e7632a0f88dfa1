package io.quorate.acceptance.harness;

import java.util.Optional;

/// What a server says of itself after `Mode: `.
public enum Mode {
    LEADER,
    FOLLOWER,
    OBSERVER,
    STANDALONE;

    private static final String LABEL = "Mode: ";
    private static final String READ_ONLY = "read-only";

    /// Empty for a server that does not serve, which says so instead of telling its mode, and for one that only lets
    /// read.
    static Optional<Mode> in(String srvr) {
        return srvr.lines()
                .filter(line -> line.startsWith(LABEL))
                .map(line -> line.substring(LABEL.length()))
                .filter(mode -> !mode.equals(READ_ONLY))
                .map(mode -> valueOf(mode.toUpperCase(java.util.Locale.ROOT)))
                .findFirst();
    }
}
