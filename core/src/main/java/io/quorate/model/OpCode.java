package io.quorate.model;

import org.jspecify.annotations.Nullable;

/// The operations of the client protocol and the txn types: the only list of them.
public enum OpCode {
    ERROR(-1, Kind.INTERNAL),
    CREATE(1, Kind.WRITE),
    DELETE(2, Kind.WRITE),
    EXISTS(3, Kind.READ),
    GET_DATA(4, Kind.READ),
    SET_DATA(5, Kind.WRITE),
    GET_ACL(6, Kind.READ),
    SET_ACL(7, Kind.WRITE),
    GET_CHILDREN(8, Kind.READ),
    SYNC(9, Kind.BARRIER),
    PING(11, Kind.SESSION),
    GET_CHILDREN2(12, Kind.READ),
    CHECK(13, Kind.INTERNAL),
    MULTI(14, Kind.WRITE),
    CREATE2(15, Kind.WRITE),
    RECONFIG(16, Kind.WRITE),
    CHECK_WATCHES(17, Kind.READ),
    REMOVE_WATCHES(18, Kind.READ),
    CREATE_CONTAINER(19, Kind.WRITE),
    DELETE_CONTAINER(20, Kind.INTERNAL),
    CREATE_TTL(21, Kind.WRITE),
    MULTI_READ(22, Kind.READ),
    AUTH(100, Kind.SESSION),
    SET_WATCHES(101, Kind.READ),
    SASL(102, Kind.SESSION),
    GET_EPHEMERALS(103, Kind.READ),
    GET_ALL_CHILDREN_NUMBER(104, Kind.READ),
    SET_WATCHES2(105, Kind.READ),
    ADD_WATCH(106, Kind.READ),
    WHO_AM_I(107, Kind.READ),
    FILTERED_LIST(500, Kind.READ),
    CHECK_NOT_EXISTS(501, Kind.READ),
    CREATE_IF_NOT_EXISTS(502, Kind.WRITE),
    REMOVE_RECURSIVE(503, Kind.WRITE),
    CHECK_STAT(504, Kind.READ),
    TRY_REMOVE(505, Kind.WRITE),
    LIST_WITH_STATS_AND_DATA(506, Kind.READ),
    LIST_RECURSIVE(507, Kind.READ),
    CREATE_SESSION(-10, Kind.INTERNAL),
    CLOSE_SESSION(-11, Kind.WRITE);

    /// How an operation travels.
    public enum Kind {
        /// Answered from local state, after the earlier writes of its session.
        READ,
        /// Becomes a txn at the leader.
        WRITE,
        /// Ordered with the leader's commits, without a txn.
        BARRIER,
        /// About the connection, never about the tree.
        SESSION,
        /// Only servers make it; from a client it is refused.
        INTERNAL
    }

    private static final int FIRST_EXTENSION = 500;

    private final int code;
    private final Kind kind;

    OpCode(int code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /// The number on the wire and in the log.
    public int code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }

    /// Whether it is one of ClickHouse Keeper's, which ZooKeeper does not have.
    public boolean isExtension() {
        return code >= FIRST_EXTENSION;
    }

    /// Whether its answer tells of the tree. Setting watches again does: it tells what has changed meanwhile.
    public boolean showsState() {
        return kind == Kind.READ
                && this != ADD_WATCH
                && this != CHECK_WATCHES
                && this != REMOVE_WATCHES
                && this != WHO_AM_I;
    }

    public static @Nullable OpCode of(int code) {
        for (OpCode op : ALL) {
            if (op.code == code) {
                return op;
            }
        }
        return null;
    }

    private static final OpCode[] ALL = values();
}
