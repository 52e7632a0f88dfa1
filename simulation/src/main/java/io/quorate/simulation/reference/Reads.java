package io.quorate.simulation.reference;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What reads are answered.
final class Reads {
    private static final String CONFIG = "/zookeeper/config";
    private static final String QUOTA = "/zookeeper/quota/";
    private static final String USAGE = "/zookeeper_stats";

    private final State state;
    private final Asker asker;

    Reads(State state, Asker asker) {
        this.state = state;
        this.asker = asker;
    }

    Answer answer(Request request) {
        return switch (request) {
            case Request.Watchable(OpCode op, String path, boolean watch) -> watchable(op, path, watch);
            case Request.PathOnly(OpCode op, String path) -> pathOnly(op, path);
            case Request.FilteredList list -> filtered(list);
            case Request.ListRecursive(String path, int limit) -> recursive(path, limit);
            case Request.CheckNotExists(String path, int version) ->
                ZnodePath.isValid(path) && path != null
                        ? verdict(Extensions.objectionToExistence(find(path), version, asker))
                        : Answer.failed(ErrorCode.BAD_ARGUMENTS);
            case Request.CheckStat(String path, int version, Stat wanted) ->
                ZnodePath.isValid(path) && path != null
                        ? verdict(Extensions.objectionToStat(find(path), version, wanted, asker))
                        : Answer.failed(ErrorCode.BAD_ARGUMENTS);
            case Request.Multi(OpCode op, List<Request> operations) when op == OpCode.MULTI_READ -> multi(operations);
            case Request.Bare(OpCode op) when op == OpCode.WHO_AM_I -> whoAmI();
            case Request.WatchSelection(OpCode op, String path, int mode)
            when op == OpCode.ADD_WATCH -> addWatch(path, mode);
            case Request.Malformed _ -> Answer.failed(ErrorCode.MARSHALLING_ERROR);
            default -> Answer.failed(ErrorCode.UNIMPLEMENTED);
        };
    }

    private static Answer verdict(ErrorCode error) {
        return error == ErrorCode.OK ? Answer.of(new Response.Empty()) : Answer.failed(error);
    }

    private @Nullable Entry find(String path) {
        return state.shown(path);
    }

    private Answer filtered(Request.FilteredList list) {
        String path = list.path();
        if (path == null || path.isEmpty()) {
            return Answer.failed(path == null ? ErrorCode.MARSHALLING_ERROR : ErrorCode.BAD_ARGUMENTS);
        }
        if (list.filter() > 2) {
            return Answer.failed(ErrorCode.BAD_ARGUMENTS);
        }
        Entry parent = find(path);
        if (parent == null) {
            return Answer.failed(ErrorCode.NO_NODE);
        }
        List<Entry> children = new ArrayList<>();
        for (String name : parent.children()) {
            Entry child = find(ZnodePath.child(path, name));
            if (child != null) {
                children.add(child);
            }
        }
        boolean tells = list.filter() > 0 || list.withStats() || list.withData();
        if (!may(parent, Acl.READ) || (tells && children.stream().anyMatch(child -> !may(child, Acl.READ)))) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        children.removeIf(child -> list.filter() > 0 && child.isEphemeral() != (list.filter() == 2));
        List<String> names =
                children.stream().map(child -> ZnodePath.name(child.path())).toList();
        if (list.op() == OpCode.FILTERED_LIST) {
            return about(path, new Response.NamesAndStat(names, parent.shown()));
        }
        List<Stat> stats = new ArrayList<>();
        List<byte @Nullable []> data = new ArrayList<>();
        for (Entry child : children) {
            if (list.withStats()) {
                stats.add(child.shown());
            }
            if (list.withData()) {
                data.add(child.data());
            }
        }
        return about(path, new Response.Listing(names, parent.shown(), stats, data));
    }

    private Answer recursive(@Nullable String path, int limit) {
        if (path == null || path.isEmpty()) {
            return Answer.failed(path == null ? ErrorCode.MARSHALLING_ERROR : ErrorCode.BAD_ARGUMENTS);
        }
        Entry top = find(path);
        if (top == null || !may(top, Acl.READ)) {
            return Answer.failed(top == null ? ErrorCode.NO_NODE : ErrorCode.NO_AUTH);
        }
        List<String> all = new ArrayList<>();
        List<String> level = List.of(path);
        while (!level.isEmpty()) {
            List<String> next = new ArrayList<>();
            for (String parent : level) {
                Entry entry = find(parent);
                for (String name : entry == null ? List.<String>of() : entry.children()) {
                    Entry child = find(ZnodePath.child(parent, name));
                    if (child != null && may(child, Acl.READ)) {
                        next.add(child.path());
                    }
                }
            }
            all.addAll(next);
            level = next;
        }
        long most = Math.min(Integer.toUnsignedLong(limit), all.size());
        return Answer.of(new Response.Names(all.subList(0, (int) most)));
    }

    /// The children of a parent behind one of them, where no znode is at the path that asks for them.
    /// All that there are fit into one answer here.
    private @Nullable Answer page(OpCode op, String path, boolean watch) {
        String mark = "/zookeeper_children";
        boolean first = path.endsWith(mark);
        String after = first ? "" : ZnodePath.name(path);
        String marked = first ? path : ZnodePath.parent(path);
        if (!marked.endsWith(mark) || (!first && after.isEmpty())) {
            return null;
        }
        String parent = marked.substring(0, marked.length() - mark.length());
        Entry entry = find(parent.isEmpty() ? "/" : parent);
        if (entry == null || !may(entry, Acl.READ)) {
            return Answer.failed(entry == null ? ErrorCode.NO_NODE : ErrorCode.NO_AUTH);
        }
        if (watch) {
            return Answer.failed(ErrorCode.BAD_ARGUMENTS);
        }
        List<String> names = entry.children().stream()
                .filter(name -> name.compareTo(after) > 0)
                .toList();
        return op == OpCode.GET_CHILDREN
                ? Answer.of(new Response.Names(names))
                : about(entry.path(), new Response.NamesAndStat(names, entry.shown()));
    }

    private Answer watchable(OpCode op, @Nullable String path, boolean watch) {
        if (path == null) {
            return Answer.failed(ErrorCode.MARSHALLING_ERROR);
        }
        if (path.isEmpty() || (op == OpCode.EXISTS && path.indexOf('\0') >= 0)) {
            return Answer.failed(ErrorCode.BAD_ARGUMENTS);
        }
        Entry entry = find(path);
        boolean lists = op == OpCode.GET_CHILDREN || op == OpCode.GET_CHILDREN2;
        Answer page = entry == null && lists ? page(op, path, watch) : null;
        if (page != null) {
            return page;
        }
        if (entry == null) {
            return Answer.failed(ErrorCode.NO_NODE);
        }
        if (!may(entry, Acl.READ)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        return switch (op) {
            case EXISTS -> about(path, new Response.StatOnly(entry.shown()));
            case GET_DATA -> about(path, new Response.Data(entry.data(), entry.shown()));
            case GET_CHILDREN -> Answer.of(new Response.Names(entry.children()));
            case GET_CHILDREN2 -> about(path, new Response.NamesAndStat(entry.children(), entry.shown()));
            default -> Answer.failed(ErrorCode.UNIMPLEMENTED);
        };
    }

    private Answer pathOnly(OpCode op, @Nullable String path) {
        return switch (op) {
            case GET_ACL -> acl(path);
            case GET_ALL_CHILDREN_NUMBER -> descendants(path);
            case GET_EPHEMERALS -> ephemerals(path);
            case SYNC -> Answer.of(new Response.Path(path));
            default -> Answer.failed(ErrorCode.UNIMPLEMENTED);
        };
    }

    private Answer acl(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            return Answer.failed(path == null ? ErrorCode.MARSHALLING_ERROR : ErrorCode.BAD_ARGUMENTS);
        }
        Entry entry = find(path);
        if (entry == null) {
            return Answer.failed(ErrorCode.NO_NODE);
        }
        if (!may(entry, Acl.READ | Acl.ADMIN)) {
            return Answer.failed(ErrorCode.NO_AUTH);
        }
        List<Acl> acl = may(entry, Acl.ADMIN) ? entry.acl() : Permissions.shownToReader(entry.acl());
        return about(path, new Response.AclAndStat(acl, entry.shown()));
    }

    private Answer descendants(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            return Answer.failed(path == null ? ErrorCode.MARSHALLING_ERROR : ErrorCode.BAD_ARGUMENTS);
        }
        Entry entry = find(path);
        if (entry == null) {
            return Answer.failed(ErrorCode.NO_NODE);
        }
        return may(entry, Acl.READ)
                ? Answer.of(new Response.Count(Math.max(state.below(path).size() - 1, Features.below(path))))
                : Answer.failed(ErrorCode.NO_AUTH);
    }

    private Answer ephemerals(@Nullable String prefix) {
        List<String> mine = state.ephemeralsOf(asker.session());
        boolean all = prefix == null || prefix.isBlank();
        return Answer.of(new Response.Names(
                all
                        ? mine
                        : mine.stream().filter(path -> path.startsWith(prefix)).toList()));
    }

    private Answer whoAmI() {
        return Answer.of(new Response.Identities(asker.identities().stream()
                .map(identity -> new Identity(identity.scheme(), Permissions.userName(identity)))
                .toList()));
    }

    private static Answer addWatch(@Nullable String path, int mode) {
        if (mode != 0 && mode != 1) {
            return Answer.failed(ErrorCode.MARSHALLING_ERROR);
        }
        return ZnodePath.isValid(path) ? Answer.of(new Response.WatchAdded()) : Answer.failed(ErrorCode.BAD_ARGUMENTS);
    }

    private Answer multi(List<Request> operations) {
        List<Response.Result> results = new ArrayList<>();
        boolean local = false;
        for (Request operation : operations) {
            boolean legal = operation instanceof Request.Watchable(OpCode op, String path, boolean _)
                    && (op == OpCode.GET_DATA || op == OpCode.GET_CHILDREN)
                    && path != null;
            if (!legal) {
                return Answer.failed(ErrorCode.MARSHALLING_ERROR);
            }
            // Whatever they say of watches.
            Answer answer = watchable(operation.op(), ((Request.Watchable) operation).path(), false);
            local |= answer.local();
            results.add(
                    answer.error() == ErrorCode.OK
                            ? new Response.Result(operation.op(), ErrorCode.OK, answer.response())
                            : Response.Result.failed(answer.error()));
        }
        return new Answer(ErrorCode.OK, new Response.Multi(results), local);
    }

    private boolean may(Entry entry, int permission) {
        return Permissions.allow(entry.acl(), permission, asker.identities());
    }

    private static Answer about(String path, Response response) {
        boolean local = path.equals(CONFIG) || (path.startsWith(QUOTA) && path.endsWith(USAGE));
        return new Answer(ErrorCode.OK, response, local);
    }
}
