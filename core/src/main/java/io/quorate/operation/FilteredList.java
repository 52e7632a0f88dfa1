package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.tree.Znode;
import io.quorate.watch.Watches;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// filteredList and listWithStatsAndData: the children, or those that are ephemeral, or those that are
/// not; on request with the stat and the data of each. Names are for whoever may read the parent.
/// Whatever else it tells is each child's own, so if one of them may not be read, the whole is refused.
final class FilteredList {
    private static final int ALL = 0;
    private static final int PERSISTENT = 1;
    private static final int EPHEMERAL = 2;

    private FilteredList() {}

    static Answer read(Request.FilteredList request, Caller caller, Reading reading) {
        String path = request.path();
        if (path == null || path.isEmpty()) {
            return Answer.failed(Operations.refusalOfMissing(path));
        }
        if (request.filter() > EPHEMERAL) {
            return Answer.failed(ErrorCode.BAD_ARGUMENTS);
        }
        Znode parent = reading.find(path);
        if (parent == null) {
            return Answer.failed(ErrorCode.NO_NODE);
        }
        if (!reading.allows(parent, Acl.READ, caller) || !mayTell(request, parent, caller, reading)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        if (request.watch()) {
            reading.watches().add(caller.watcher(), path, Watches.Kind.CHILD);
        }
        return Answer.of(response(request, parent));
    }

    private static boolean mayTell(Request.FilteredList request, Znode parent, Caller caller, Reading reading) {
        if (request.filter() != ALL || request.withStats() || request.withData()) {
            for (Znode child : parent.childZnodes()) {
                if (!reading.allows(child, Acl.READ, caller)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Response response(Request.FilteredList request, Znode parent) {
        List<String> names = new ArrayList<>();
        List<Stat> stats = new ArrayList<>();
        List<byte @Nullable []> data = new ArrayList<>();
        for (Znode child : parent.childZnodes()) {
            if (request.filter() == ALL || (request.filter() == PERSISTENT) != child.isEphemeral()) {
                names.add(child.ownName());
                if (request.withStats()) {
                    stats.add(child.stat());
                }
                if (request.withData()) {
                    data.add(child.data());
                }
            }
        }
        return request.op() == OpCode.FILTERED_LIST
                ? new Response.NamesAndStat(names, parent.stat())
                : new Response.Listing(names, parent.stat(), stats, data);
    }
}
