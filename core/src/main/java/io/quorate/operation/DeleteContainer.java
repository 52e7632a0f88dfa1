package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Znode;

/// deleteContainer: the leader removes a container, or a znode whose time to live has passed. Between the
/// leader's choice and this moment the znode may have become another one, so everything is checked again.
final class DeleteContainer {
    private DeleteContainer() {}

    static Txn prepare(String path, Preparation preparation) {
        if (ZnodePath.isReserved(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = preparation.tree().find(path);
        if (znode == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        if (znode.childCount() > 0) {
            return new Txn.Failed(ErrorCode.NOT_EMPTY);
        }
        return isDisposable(znode, preparation.timeMillis())
                ? new Txn.Delete(OpCode.DELETE_CONTAINER, path)
                : new Txn.Failed(ErrorCode.BAD_VERSION);
    }

    private static boolean isDisposable(Znode znode, long timeMillis) {
        if (znode.isContainer()) {
            return true;
        }
        long ageMillis = timeMillis - znode.storedStat().mtime();
        return znode.isTtl() && znode.ttlMillis() > 0 && ageMillis > znode.ttlMillis();
    }
}
