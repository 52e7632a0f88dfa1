package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.tree.Znode;
import io.quorate.watch.Watches;

/// exists. The only read that leaves its watch on a znode that is not there: one waits for it that way.
final class Exists {
    private Exists() {}

    static Answer read(Request.Watchable request, Caller caller, Reading reading) {
        String path = request.path();
        if (path == null || path.isEmpty()) {
            return Answer.failed(Operations.refusalOfMissing(path));
        }
        if (path.indexOf('\0') >= 0) {
            return Answer.failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode znode = reading.find(path);
        if (znode != null && !reading.allows(znode, Acl.READ, caller)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        if (request.watch()) {
            reading.watches().add(caller.watcher(), path, Watches.Kind.DATA);
        }
        return znode == null ? Answer.failed(ErrorCode.NO_NODE) : Answer.of(new Response.StatOnly(znode.stat()));
    }
}
