package io.quorate.client;

/// The watches a client can take away again; `selector` is the number on the wire.
public enum WatchKind {
    CHILDREN(1),
    DATA(2),
    ANY(3),
    PERSISTENT(4),
    PERSISTENT_RECURSIVE(5);

    private final int selector;

    WatchKind(int selector) {
        this.selector = selector;
    }

    public int selector() {
        return selector;
    }
}
