package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Znode;
import org.jspecify.annotations.Nullable;

/// checkNotExists: the rest of a multi is conditional on a znode that is not there or, if a version is named, not there
/// in this version. Alone it is a read.
final class CheckNotExists {
    private CheckNotExists() {}

    static Txn prepare(Request.CheckNotExists request, Caller caller, Preparation preparation) {
        String path = request.path();
        if (path == null || !ZnodePath.isValid(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = preparation.tree().find(path);
        boolean readable = znode == null || preparation.allows(znode, Acl.READ, caller);
        ErrorCode verdict = verdict(request, znode, readable);
        return verdict == ErrorCode.OK ? Nothing.at(path) : new Txn.Failed(verdict);
    }

    static Answer read(Request.CheckNotExists request, Caller caller, Reading reading) {
        String path = request.path();
        if (path == null || !ZnodePath.isValid(path)) {
            return Answer.failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = reading.find(path);
        boolean readable = znode == null || reading.allows(znode, Acl.READ, caller);
        ErrorCode verdict = verdict(request, znode, readable);
        return verdict == ErrorCode.OK ? Answer.empty() : Answer.failed(verdict);
    }

    /// That a znode exists is no secret, but its version is.
    private static ErrorCode verdict(Request.CheckNotExists request, @Nullable Znode znode, boolean readable) {
        if (znode == null) {
            return ErrorCode.OK;
        }
        if (!readable) {
            return ErrorCode.NO_AUTH;
        }
        return Operations.isExpected(request.version(), znode.storedStat().version())
                ? ErrorCode.NODE_EXISTS
                : ErrorCode.OK;
    }
}
