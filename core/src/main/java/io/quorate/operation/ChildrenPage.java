package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.tree.Znode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list of children that is too long for one answer. Who wants the children of `/p` in parts asks for those
/// of `/p/zookeeper_children`, then for those of `/p/zookeeper_children/NAME`, where NAME is the last one of the part
/// before, until a part is empty. So every client library can ask, with or without a chroot.
///
/// Names come in the order of their bytes, and a part goes on behind a name whether it is still there or not: a znode
/// that is there from the beginning to the end is listed once. There is no znode at such a path; where there is one, it
/// is listed, and this is not looked at.
///
/// @param parent whose children are listed
/// @param after the name that comes before the first one; null for the beginning
record ChildrenPage(String parent, @Nullable String after) {
    /// Less than a client takes in one answer, and little enough to hold up nobody.
    private static final int MOST_BYTES = 256 << 10;

    /// The default of `jute.maxbuffer` allows txns of 2 MiB.
    private static final int SHARE_OF_TXN = 8;

    private static final String MARK = "/zookeeper_children";

    /// How long the names of a page may be together, where no txn is longer than `maxTxnBytes`.
    static int bytes(int maxTxnBytes) {
        return Math.min(MOST_BYTES, maxTxnBytes / SHARE_OF_TXN);
    }

    /// What `path` means if there is no znode there; null if nothing.
    static @Nullable ChildrenPage at(String path) {
        if (path.endsWith(MARK)) {
            return new ChildrenPage(above(path), null);
        }
        String mark = ZnodePath.parent(path);
        String after = ZnodePath.name(path);
        return mark.endsWith(MARK) && !after.isEmpty() ? new ChildrenPage(above(mark), after) : null;
    }

    private static String above(String mark) {
        return mark.length() == MARK.length() ? ZnodePath.ROOT : mark.substring(0, mark.length() - MARK.length());
    }

    Answer read(Request.Watchable request, Caller caller, Reading reading) {
        Znode znode = reading.find(parent);
        if (znode == null) {
            return Answer.failed(ErrorCode.NO_NODE);
        }
        if (!reading.allows(znode, Acl.READ, caller)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        if (request.watch()) {
            // Its event would tell of a path that the client has not asked for.
            return Answer.failed(ErrorCode.BAD_ARGUMENTS);
        }
        List<String> names = znode.childNamesBehind(after, reading.pageBytes());
        return Answer.of(
                request.op() == OpCode.GET_CHILDREN2
                        ? new Response.NamesAndStat(names, znode.stat())
                        : new Response.Names(names));
    }
}
