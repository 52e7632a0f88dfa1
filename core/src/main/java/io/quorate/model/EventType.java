package io.quorate.model;

/// What happened to a watched znode.
public enum EventType {
    CREATED(1),
    DELETED(2),
    DATA_CHANGED(3),
    CHILDREN_CHANGED(4);

    private final int code;

    EventType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
