package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Znode;

/// delete. The permission is the parent's to give, so it is checked before it is known whether the znode
/// exists.
final class Delete {
    private Delete() {}

    static Txn prepare(Request.Delete request, Caller caller, Preparation preparation) {
        String path = request.path();
        if (path == null) {
            return new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
        }
        if (path.indexOf('/') < 0 || path.indexOf('\0') >= 0 || ZnodePath.isReserved(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode parent = preparation.tree().find(ZnodePath.parent(path));
        if (parent == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        if (!preparation.allows(parent, Acl.DELETE, caller)) {
            return new Txn.Failed(ErrorCode.NO_AUTH);
        }
        Znode znode = preparation.tree().find(path);
        if (znode == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        if (!Operations.isExpected(request.version(), znode.storedStat().version())) {
            return new Txn.Failed(ErrorCode.BAD_VERSION);
        }
        return znode.childCount() > 0 ? new Txn.Failed(ErrorCode.NOT_EMPTY) : new Txn.Delete(OpCode.DELETE, path);
    }
}
