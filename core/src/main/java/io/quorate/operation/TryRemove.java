package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Znode;

/// tryRemove: a delete that is content with whatever it finds. Where a delete would find no znode, another version or
/// children, this one succeeds and changes nothing. Only a missing right is an error.
final class TryRemove {
    private TryRemove() {}

    static Txn prepare(Request.TryRemove request, Caller caller, Preparation preparation) {
        String path = request.path();
        if (path == null) {
            return new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
        }
        if (!ZnodePath.isValid(path) || ZnodePath.isReserved(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode parent = preparation.tree().find(ZnodePath.parent(path));
        if (parent == null) {
            return Nothing.at(path);
        }
        if (!preparation.allows(parent, Acl.DELETE, caller)) {
            return new Txn.Failed(ErrorCode.NO_AUTH);
        }
        Znode znode = parent.child(ZnodePath.name(path));
        boolean goes = znode != null
                && Operations.isExpected(request.version(), znode.storedStat().version())
                && znode.childCount() == 0;
        return goes ? new Txn.Delete(OpCode.DELETE, path) : Nothing.at(path);
    }
}
