package io.quorate.client;

import io.quorate.model.OpCode;

/// The kinds of znodes that can be created.
public enum CreateMode {
    PERSISTENT(0, OpCode.CREATE2),
    EPHEMERAL(1, OpCode.CREATE2),
    PERSISTENT_SEQUENTIAL(2, OpCode.CREATE2),
    EPHEMERAL_SEQUENTIAL(3, OpCode.CREATE2),
    CONTAINER(4, OpCode.CREATE_CONTAINER),
    PERSISTENT_WITH_TTL(5, OpCode.CREATE_TTL),
    PERSISTENT_SEQUENTIAL_WITH_TTL(6, OpCode.CREATE_TTL);

    private final int flags;
    private final OpCode op;

    CreateMode(int flags, OpCode op) {
        this.flags = flags;
        this.op = op;
    }

    /// The number on the wire.
    public int flags() {
        return flags;
    }

    /// The operation that may carry it.
    public OpCode op() {
        return op;
    }

    public boolean isSequential() {
        return this == PERSISTENT_SEQUENTIAL || this == EPHEMERAL_SEQUENTIAL || this == PERSISTENT_SEQUENTIAL_WITH_TTL;
    }
}
