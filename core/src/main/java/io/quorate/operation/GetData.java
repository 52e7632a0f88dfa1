package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.tree.Znode;
import io.quorate.watch.Watches;

/// getData.
final class GetData {
    private GetData() {}

    static Answer read(Request.Watchable request, Caller caller, Reading reading) {
        String path = request.path();
        if (path == null || path.isEmpty()) {
            return Answer.failed(Operations.refusalOfMissing(path));
        }
        Znode znode = reading.find(path);
        if (znode == null) {
            return Answer.failed(ErrorCode.NO_NODE);
        }
        if (!reading.allows(znode, Acl.READ, caller)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        if (request.watch()) {
            reading.watches().add(caller.watcher(), path, Watches.Kind.DATA);
        }
        return Answer.of(new Response.Data(znode.data(), znode.stat()));
    }
}
