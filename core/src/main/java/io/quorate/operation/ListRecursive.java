package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.tree.Znode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// listRecursive: the paths of what is below a znode, level by level, and no more of them than the caller wants. What
/// the caller may not read is left out with all that is below it.
final class ListRecursive {
    private ListRecursive() {}

    static Answer read(Request.ListRecursive request, Caller caller, Reading reading) {
        String path = request.path();
        if (path == null || path.isEmpty()) {
            return Answer.failed(Operations.refusalOfMissing(path));
        }
        Znode top = reading.find(path);
        if (top == null) {
            return Answer.failed(ErrorCode.NO_NODE);
        }
        if (!reading.allows(top, Acl.READ, caller)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        return Answer.of(new Response.Names(list(new Found(path, top), request, caller, reading)));
    }

    private record Found(String path, Znode znode) {}

    private static List<String> list(Found top, Request.ListRecursive request, Caller caller, Reading reading) {
        long limit = Integer.toUnsignedLong(request.limit());
        List<String> paths = new ArrayList<>();
        Deque<Found> left = new ArrayDeque<>(List.of(top));
        while (!left.isEmpty()) {
            Found parent = left.remove();
            for (Znode child : parent.znode.childZnodes()) {
                if (paths.size() >= limit) {
                    return paths;
                }
                if (reading.allows(child, Acl.READ, caller)) {
                    String path = ZnodePath.child(parent.path, child.ownName());
                    paths.add(path);
                    if (child.childCount() > 0) {
                        left.add(new Found(path, child));
                    }
                }
            }
        }
        return paths;
    }
}
