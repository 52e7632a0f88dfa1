package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Znode;
import java.util.List;

/// create, create2, createContainer, createTTL.
///
/// The path is looked at twice: roughly before its parent is sought, fully only when the final name is known.
/// So `/a/../b` finds no parent (NO_NODE) rather than being refused, and the root already exists
/// (NODE_EXISTS).
final class Create {
    private static final int SEQUENCE_DIGITS = 10;

    private Create() {}

    static Txn prepare(Request.Create request, Caller caller, Preparation preparation) {
        CreateMode mode = CreateMode.of(request.flags());
        if (mode != null && mode.hasTtl() && !preparation.writes().extendedTypes()) {
            // Told before all else, whatever operation asks for a TTL.
            return new Txn.Failed(ErrorCode.UNIMPLEMENTED);
        }
        if (mode == null || !mode.belongsTo(request.op()) || (mode.hasTtl() && !isTtl(request.ttlMillis()))) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        if (mode.isEphemeral() && preparation.tree().sessions().get(caller.session()) == null) {
            // What every server has can only belong to a session that every server knows.
            return new Txn.Failed(ErrorCode.EPHEMERAL_ON_LOCAL_SESSION);
        }
        String asked = request.path();
        if (asked == null) {
            return new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
        }
        if (asked.indexOf('/') < 0 || asked.indexOf('\0') >= 0) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        List<Acl> acl = preparation.settings().resolve(request.acl(), caller.identities());
        if (acl == null) {
            return new Txn.Failed(ErrorCode.INVALID_ACL);
        }
        Znode parent = preparation.tree().find(ZnodePath.parent(asked));
        if (parent == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        int counter = parent.storedStat().cversion();
        String path = mode.isSequential() ? asked + sequence(counter) : asked;
        ErrorCode refusal = refusal(path, parent, caller, preparation);
        if (refusal == ErrorCode.OK) {
            refusal = QuotaCheck.creation(path, request.data(), preparation);
        }
        long ttl = mode.hasTtl() ? request.ttlMillis() : 0;
        // Deletions do not count, so the name of a deleted znode is never given again.
        return refusal == ErrorCode.OK
                ? new Txn.Create(request.op(), path, request.data(), acl, mode.isEphemeral(), counter + 1, ttl)
                : new Txn.Failed(refusal);
    }

    static boolean isEphemeral(Request.Create request) {
        CreateMode mode = CreateMode.of(request.flags());
        return mode != null && mode.isEphemeral() && mode.belongsTo(request.op());
    }

    private static boolean isTtl(long millis) {
        return millis > 0 && millis <= Txn.LONGEST_TTL_MILLIS;
    }

    private static ErrorCode refusal(String path, Znode parent, Caller caller, Preparation preparation) {
        if (!preparation.allows(parent, Acl.CREATE, caller)) {
            return ErrorCode.NO_AUTH;
        }
        if (!ZnodePath.isValid(path) || SenselessQuota.isInCreating(path)) {
            return ErrorCode.BAD_ARGUMENTS;
        }
        if (path.equals(ZnodePath.ROOT) || parent.hasChild(ZnodePath.name(path))) {
            return ErrorCode.NODE_EXISTS;
        }
        return parent.isEphemeral() ? ErrorCode.NO_CHILDREN_FOR_EPHEMERALS : ErrorCode.OK;
    }

    /// Ten characters, more if the counter does not fit. In ASCII digits whatever the locale, since it
    /// becomes part of a name that every server must have alike.
    private static String sequence(int counter) {
        String sign = counter < 0 ? "-" : "";
        String digits = Long.toString(Math.abs((long) counter));
        return sign + "0".repeat(Math.max(0, SEQUENCE_DIGITS - sign.length() - digits.length())) + digits;
    }
}
