package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Znode;

/// check: the rest of a multi is conditional on a version. Only inside a multi, for older servers cannot load
/// a log with a check that stands alone.
final class Check {
    private Check() {}

    static Txn prepare(Request.Check request, Caller caller, Preparation preparation) {
        String path = request.path();
        if (path == null || !ZnodePath.isValid(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = preparation.tree().find(path);
        if (znode == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        if (!preparation.allows(znode, Acl.READ, caller)) {
            return new Txn.Failed(ErrorCode.NO_AUTH);
        }
        int version = znode.storedStat().version();
        // ZooKeeper writes the version after the checked one; nobody reads it.
        return Operations.isExpected(request.version(), version)
                ? new Txn.Check(path, Operations.nextVersion(version))
                : new Txn.Failed(ErrorCode.BAD_VERSION);
    }
}
