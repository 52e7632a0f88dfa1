package io.quorate.acceptance.harness;

import java.util.Optional;

/// What a server says of itself after `Mode: `.
public enum Mode {
    LEADER,
    FOLLOWER,
    OBSERVER,
    STANDALONE;

    private static final String LABEL = "Mode: ";

    /// Empty for a server that does not serve: it says so instead of telling its mode.
    static Optional<Mode> in(String srvr) {
        return srvr.lines()
                .filter(line -> line.startsWith(LABEL))
                .map(line -> valueOf(line.substring(LABEL.length()).toUpperCase(java.util.Locale.ROOT)))
                .findFirst();
    }
}
