package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Stat;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Znode;
import org.jspecify.annotations.Nullable;

/// checkStat: the rest of a multi is conditional on any fields of a stat, as clients see it. Alone it is a read.
final class CheckStat {
    private static final int ANY = -1;

    private CheckStat() {}

    static Txn prepare(Request.CheckStat request, Caller caller, Preparation preparation) {
        String path = request.path();
        if (path == null || !ZnodePath.isValid(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = preparation.tree().find(path);
        boolean readable = znode != null && preparation.allows(znode, Acl.READ, caller);
        ErrorCode verdict = verdict(request, znode, readable);
        return verdict == ErrorCode.OK ? Nothing.at(path) : new Txn.Failed(verdict);
    }

    static Answer read(Request.CheckStat request, Caller caller, Reading reading) {
        String path = request.path();
        if (path == null || !ZnodePath.isValid(path)) {
            return Answer.failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = reading.find(path);
        boolean readable = znode != null && reading.allows(znode, Acl.READ, caller);
        ErrorCode verdict = verdict(request, znode, readable);
        return verdict == ErrorCode.OK ? Answer.empty() : Answer.failed(verdict);
    }

    private static ErrorCode verdict(Request.CheckStat request, @Nullable Znode znode, boolean readable) {
        if (znode == null) {
            return ErrorCode.NO_NODE;
        }
        if (!readable) {
            return ErrorCode.NO_AUTH;
        }
        Stat stat = znode.stat();
        return Operations.isExpected(request.version(), stat.version()) && fits(request.stat(), stat)
                ? ErrorCode.OK
                : ErrorCode.BAD_VERSION;
    }

    private static boolean fits(Stat wanted, Stat stat) {
        return fits(wanted.czxid(), stat.czxid())
                && fits(wanted.mzxid(), stat.mzxid())
                && fits(wanted.ctime(), stat.ctime())
                && fits(wanted.mtime(), stat.mtime())
                && fits(wanted.version(), stat.version())
                && fits(wanted.cversion(), stat.cversion())
                && fits(wanted.aversion(), stat.aversion())
                && fits(wanted.ephemeralOwner(), stat.ephemeralOwner())
                && fits(wanted.dataLength(), stat.dataLength())
                && fits(wanted.numChildren(), stat.numChildren())
                && fits(wanted.pzxid(), stat.pzxid());
    }

    private static boolean fits(long wanted, long actual) {
        return wanted == ANY || wanted == actual;
    }
}
