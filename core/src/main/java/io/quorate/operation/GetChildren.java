package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.tree.Znode;
import io.quorate.watch.Watches;
import java.util.List;

/// getChildren, getChildren2: the names, in the order of the tree; all of them, or a {@link ChildrenPage}.
final class GetChildren {
    private GetChildren() {}

    static Answer read(Request.Watchable request, Caller caller, Reading reading) {
        String path = request.path();
        if (path == null || path.isEmpty()) {
            return Answer.failed(Operations.refusalOfMissing(path));
        }
        Znode znode = reading.find(path);
        if (znode == null) {
            ChildrenPage page = ChildrenPage.at(path);
            return page == null ? Answer.failed(ErrorCode.NO_NODE) : page.read(request, caller, reading);
        }
        if (!reading.allows(znode, Acl.READ, caller)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        if (request.watch()) {
            reading.watches().add(caller.watcher(), path, Watches.Kind.CHILD);
        }
        List<String> names = znode.childNameList();
        return Answer.of(
                request.op() == OpCode.GET_CHILDREN2
                        ? new Response.NamesAndStat(names, znode.stat())
                        : new Response.Names(names));
    }
}
