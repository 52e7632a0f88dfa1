package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import java.util.ArrayDeque;
import java.util.Deque;

/// getAllChildrenNumber: how many znodes are below one, at any depth. Only that one needs to be readable.
final class GetAllChildrenNumber {
    private GetAllChildrenNumber() {}

    static Answer read(Request.PathOnly request, Caller caller, Reading reading) {
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
        int count = path.equals(ZnodePath.ROOT) ? countAll(reading.tree()) : countBelow(znode);
        return Answer.of(new Response.Count(count));
    }

    /// The tree's own count has the root twice, and it is not its own descendant.
    private static int countAll(Tree tree) {
        return tree.znodeCount() - 2;
    }

    private static int countBelow(Znode top) {
        int count = 0;
        Deque<Znode> left = new ArrayDeque<>();
        left.push(top);
        while (!left.isEmpty()) {
            Znode znode = left.pop();
            count += znode.childCount();
            for (String name : znode.childNames()) {
                Znode child = znode.child(name);
                if (child != null && child.childCount() > 0) {
                    left.push(child);
                }
            }
        }
        return count;
    }
}
