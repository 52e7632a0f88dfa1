package io.quorate.simulation.reference;

/// What somebody waits for at a path.
public enum WatchKind {
    /// Left by getData: the znode changes or goes. Fires once.
    DATA,
    /// Left by exists: the znode comes, changes or goes. Fires once. On the server it is the same as {@link
    /// #DATA}.
    EXIST,
    /// Left by getChildren: the set of children changes, or the znode goes. Fires once.
    CHILD,
    /// All of the above, each time.
    PERSISTENT,
    /// The znode or any below it comes, changes or goes, each time; never the set of children.
    PERSISTENT_RECURSIVE;

    /// Whether the watch is gone after its first event.
    public boolean isOneShot() {
        return switch (this) {
            case DATA, EXIST, CHILD -> true;
            case PERSISTENT, PERSISTENT_RECURSIVE -> false;
        };
    }

    /// Whether it hears of changes of the znode itself.
    boolean hearsOfZnode() {
        return this != CHILD;
    }

    /// Whether it hears of the coming and going of children.
    boolean hearsOfChildren() {
        return this == CHILD || this == PERSISTENT;
    }
}
