package io.quorate.simulation.reference;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import java.util.List;
import java.util.Locale;

/// create, create2, createContainer and createTTL, where extended types are enabled and quotas enforced. Which mistake
/// is named first is part of the protocol.
final class Creation {
    private static final int SEQUENTIAL = 2;
    private static final int EPHEMERAL = 1;
    private static final int CONTAINER = 4;
    private static final int TTL = 5;
    private static final int SEQUENTIAL_TTL = 6;

    private Creation() {}

    static Txn of(Request.Create create, Asker asker, Znodes znodes) {
        boolean lasts = create.op() != OpCode.CREATE_TTL || isTtl(create.ttlMillis());
        if (!mayCarry(create.op(), create.flags()) || !lasts) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        if (isEphemeral(create) && !znodes.hasSession(asker.session())) {
            return new Txn.Failed(ErrorCode.EPHEMERAL_ON_LOCAL_SESSION);
        }
        String asked = create.path();
        if (asked == null) {
            return new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
        }
        if (!asked.contains("/") || asked.indexOf('\0') >= 0) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        List<Acl> acl = Permissions.toStore(create.acl(), asker.identities());
        if (acl == null) {
            return new Txn.Failed(ErrorCode.INVALID_ACL);
        }
        Entry parent = znodes.find(ZnodePath.parent(asked));
        if (parent == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        if (!Permissions.allow(parent.acl(), Acl.CREATE, asker.identities())) {
            return new Txn.Failed(ErrorCode.NO_AUTH);
        }
        int counter = parent.stat().cversion();
        boolean sequential = isUsual(create) ? (create.flags() & SEQUENTIAL) != 0 : create.flags() == SEQUENTIAL_TTL;
        String path = sequential ? asked + String.format(Locale.ROOT, "%010d", counter) : asked;
        if (!ZnodePath.isValid(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        if (znodes.find(path) != null) {
            return new Txn.Failed(ErrorCode.NODE_EXISTS);
        }
        if (parent.isEphemeral()) {
            return new Txn.Failed(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
        }
        ErrorCode quota = Quotas.objection(path, 1, null, create.data(), znodes);
        if (quota != ErrorCode.OK) {
            return new Txn.Failed(quota);
        }
        long ttl = create.op() == OpCode.CREATE_TTL ? create.ttlMillis() : 0;
        return new Txn.Create(create.op(), path, create.data(), acl, isEphemeral(create), counter + 1, ttl);
    }

    private static boolean isUsual(Request.Create create) {
        return create.op() == OpCode.CREATE || create.op() == OpCode.CREATE2;
    }

    private static boolean isEphemeral(Request.Create create) {
        return isUsual(create) && (create.flags() & EPHEMERAL) != 0;
    }

    /// It has 40 bits.
    private static boolean isTtl(long millis) {
        return millis > 0 && millis >>> 40 == 0;
    }

    private static boolean mayCarry(OpCode op, int flags) {
        return switch (op) {
            case CREATE, CREATE2 -> 0 <= flags && flags <= (SEQUENTIAL | EPHEMERAL);
            case CREATE_CONTAINER -> flags == CONTAINER;
            case CREATE_TTL -> flags == TTL || flags == SEQUENTIAL_TTL;
            default -> false;
        };
    }
}
