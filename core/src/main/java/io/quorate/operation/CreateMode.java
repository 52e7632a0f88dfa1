package io.quorate.operation;

import io.quorate.model.OpCode;
import org.jspecify.annotations.Nullable;

/// What a client says a new znode should be, by the flags of its request.
enum CreateMode {
    PERSISTENT,
    EPHEMERAL,
    PERSISTENT_SEQUENTIAL,
    EPHEMERAL_SEQUENTIAL,
    CONTAINER,
    PERSISTENT_WITH_TTL,
    PERSISTENT_SEQUENTIAL_WITH_TTL;

    /// The mode of `flags`; null if there is none.
    static @Nullable CreateMode of(int flags) {
        return switch (flags) {
            case 0 -> PERSISTENT;
            case 1 -> EPHEMERAL;
            case 2 -> PERSISTENT_SEQUENTIAL;
            case 3 -> EPHEMERAL_SEQUENTIAL;
            case 4 -> CONTAINER;
            case 5 -> PERSISTENT_WITH_TTL;
            case 6 -> PERSISTENT_SEQUENTIAL_WITH_TTL;
            default -> null;
        };
    }

    /// Whether `op` may create such znodes.
    boolean belongsTo(OpCode op) {
        return switch (this) {
            case PERSISTENT, EPHEMERAL, PERSISTENT_SEQUENTIAL, EPHEMERAL_SEQUENTIAL ->
                op == OpCode.CREATE || op == OpCode.CREATE2 || op == OpCode.CREATE_IF_NOT_EXISTS;
            case CONTAINER -> op == OpCode.CREATE_CONTAINER;
            case PERSISTENT_WITH_TTL, PERSISTENT_SEQUENTIAL_WITH_TTL -> op == OpCode.CREATE_TTL;
        };
    }

    boolean isEphemeral() {
        return this == EPHEMERAL || this == EPHEMERAL_SEQUENTIAL;
    }

    boolean isSequential() {
        return this == PERSISTENT_SEQUENTIAL || this == EPHEMERAL_SEQUENTIAL || this == PERSISTENT_SEQUENTIAL_WITH_TTL;
    }

    /// Whether the name of a znode with `flags` is completed by the leader.
    static boolean isSequential(int flags) {
        CreateMode mode = of(flags);
        return mode != null && mode.isSequential();
    }

    boolean hasTtl() {
        return this == PERSISTENT_WITH_TTL || this == PERSISTENT_SEQUENTIAL_WITH_TTL;
    }
}
