package io.quorate.tree;

import io.quorate.model.Invariant;
import io.quorate.model.SessionId;
import io.quorate.protocol.txn.Txn;

/// What the owner field of a znode means. The number alone does not always tell: a session of server 255 may look
/// like a TTL, and in the layout of ZooKeeper 3.5.3 every session of the servers from 128 on does. So it is decided
/// once, when the znode comes to be, and kept beside the number.
enum Ownership {
    NOBODY(0),
    SESSION(1),
    CONTAINER(2),
    TTL(3);

    /// Bits 63 to 40 of the owner field of a znode with a TTL: the mark of extended types, and their feature 0.
    private static final long TTL_MARK = Txn.ttlOwner(0) >>> 40;

    private static final long TTL_BITS = (1L << 40) - 1;

    /// Of a znode that is being created: the txn says it.
    static Ownership of(Txn.Create create) {
        return switch (create.type()) {
            case CREATE_CONTAINER -> CONTAINER;
            case CREATE_TTL -> TTL;
            default -> create.ephemeral() ? SESSION : NOBODY;
        };
    }

    /// Of a znode of which nothing but its owner field is known.
    static Ownership of(long owner) {
        return of(owner, TtlForms.MARKED, OrderedMap.empty());
    }

    /// Of a znode in a snapshot.
    ///
    /// @param sessions those of the snapshot; who is among them is no TTL, whatever the number looks like
    static Ownership of(long owner, TtlForms forms, OrderedMap<SessionId, Integer> sessions) {
        if (owner == 0) {
            return NOBODY;
        }
        if (owner == Txn.CONTAINER_OWNER) {
            return CONTAINER;
        }
        return looksLikeTtl(owner, forms) && !sessions.containsKey(new SessionId(owner)) ? TTL : SESSION;
    }

    private static boolean looksLikeTtl(long owner, TtlForms forms) {
        return switch (forms) {
            case MARKED -> owner >>> 40 == TTL_MARK && ttlMillis(owner) != 0;
            case MARKED_OR_NEGATIVE -> owner < 0;
        };
    }

    static long ttlMillis(long owner) {
        return owner & TTL_BITS;
    }

    private final byte code;

    Ownership(int code) {
        this.code = (byte) code;
    }

    /// One byte to keep it in.
    byte code() {
        return code;
    }

    static Ownership ofCode(byte code) {
        return switch (code) {
            case 0 -> NOBODY;
            case 1 -> SESSION;
            case 2 -> CONTAINER;
            case 3 -> TTL;
            default -> throw Invariant.broken("no owner has the code %s", code);
        };
    }
}
