package io.quorate.client;

/// The watches that stay after they fired: of one znode, or of a whole subtree (without events for child
/// lists).
public enum PersistentWatch {
    PERSISTENT(0),
    PERSISTENT_RECURSIVE(1);

    private final int mode;

    PersistentWatch(int mode) {
        this.mode = mode;
    }

    /// The number on the wire.
    public int mode() {
        return mode;
    }
}
