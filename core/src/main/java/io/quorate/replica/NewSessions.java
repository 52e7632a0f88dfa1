package io.quorate.replica;

/// What a session is when it begins.
public enum NewSessions {
    /// A txn makes it known to all servers.
    GLOBAL,
    /// Known to its server alone, for good; it cannot own ephemeral znodes.
    LOCAL,
    /// Local until it is about to own its first ephemeral znode.
    UPGRADABLE
}
