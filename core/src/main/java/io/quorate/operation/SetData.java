package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Znode;

/// setData. A quota is looked at before the version.
final class SetData {
    private SetData() {}

    static Txn prepare(Request.SetData request, Caller caller, Preparation preparation) {
        String path = request.path();
        if (path == null || !ZnodePath.isValid(path) || SenselessQuota.isInSetting(path, request.data())) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = preparation.tree().find(path);
        if (znode == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        if (!preparation.allows(znode, Acl.WRITE, caller)) {
            return new Txn.Failed(ErrorCode.NO_AUTH);
        }
        ErrorCode quota = QuotaCheck.change(path, znode.dataLength(), request.data(), preparation);
        if (quota != ErrorCode.OK) {
            return new Txn.Failed(quota);
        }
        int version = znode.storedStat().version();
        return Operations.isExpected(request.version(), version)
                ? new Txn.SetData(OpCode.SET_DATA, path, request.data(), Operations.nextVersion(version))
                : new Txn.Failed(ErrorCode.BAD_VERSION);
    }
}
