package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Znode;
import java.util.List;

/// setACL. The version it is conditional on is that of the ACL.
final class SetAcl {
    private SetAcl() {}

    static Txn prepare(Request.SetAcl request, Caller caller, Preparation preparation) {
        String path = request.path();
        if (path == null || !ZnodePath.isValid(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        List<Acl> acl = preparation.settings().resolve(request.acl(), caller.identities());
        if (acl == null) {
            return new Txn.Failed(ErrorCode.INVALID_ACL);
        }
        Znode znode = preparation.tree().find(path);
        if (znode == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        if (!preparation.allows(znode, Acl.ADMIN, caller)) {
            return new Txn.Failed(ErrorCode.NO_AUTH);
        }
        int version = znode.storedStat().aversion();
        return Operations.isExpected(request.version(), version)
                ? new Txn.SetAcl(path, acl, Operations.nextVersion(version))
                : new Txn.Failed(ErrorCode.BAD_VERSION);
    }
}
