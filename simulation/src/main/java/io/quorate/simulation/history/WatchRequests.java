package io.quorate.simulation.history;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.ZnodePath;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage.Notification;
import io.quorate.protocol.client.ServerMessage.Reply;
import io.quorate.simulation.reference.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The requests that leave, look for, take away or take up watches, and what has to be answered to them.
final class WatchRequests {
    private final Watching watching;
    private final Truth truth;

    WatchRequests(Watching watching, Truth truth) {
        this.watching = watching;
        this.truth = truth;
    }

    /// Whether the answer depends on the watches alone.
    boolean isAbout(Request request) {
        return request instanceof Request.WatchSelection || request instanceof Request.SetWatches;
    }

    @Nullable
    String objection(Request request, Reply reply) {
        ErrorCode expected = request instanceof Request.WatchSelection selection
                ? expected(selection)
                : request instanceof Request.SetWatches again ? expected(again) : ErrorCode.OK;
        return reply.error() == expected ? null : "it must be answered with " + expected;
    }

    private ErrorCode expected(Request.WatchSelection request) {
        String path = request.path();
        return switch (request.op()) {
            case ADD_WATCH -> {
                if (request.selector() < 0 || request.selector() > 1) {
                    yield ErrorCode.MARSHALLING_ERROR;
                }
                yield ZnodePath.isValid(path) ? ErrorCode.OK : ErrorCode.BAD_ARGUMENTS;
            }
            case CHECK_WATCHES, REMOVE_WATCHES -> {
                if (request.selector() < 1 || request.selector() > 5) {
                    yield ErrorCode.MARSHALLING_ERROR;
                }
                if (path == null || path.isEmpty()) {
                    yield ErrorCode.BAD_ARGUMENTS;
                }
                yield watching.has(path, modeOf(request.selector())) ? ErrorCode.OK : ErrorCode.NO_WATCHER;
            }
            default -> ErrorCode.UNIMPLEMENTED;
        };
    }

    private static ErrorCode expected(Request.SetWatches again) {
        return Stream.of(again.data(), again.exist(), again.child(), again.persistent(), again.persistentRecursive())
                        .anyMatch(paths -> paths.contains(""))
                ? ErrorCode.BAD_ARGUMENTS
                : ErrorCode.OK;
    }

    private static int modeOf(int selector) {
        return switch (selector) {
            case 1 -> Watching.CHILD;
            case 2 -> Watching.DATA;
            case 4 -> Watching.PERSISTENT;
            case 5 -> Watching.RECURSIVE;
            default -> Watching.DATA | Watching.CHILD | Watching.PERSISTENT | Watching.RECURSIVE;
        };
    }

    // ---- what they change

    /// What the server registered or forgot when it gave this answer.
    void leaveWatch(Request request, Reply reply) {
        boolean ok = reply.error() == ErrorCode.OK;
        switch (request) {
            case Request.Watchable(var op, String path, boolean watch)
            when watch && path != null -> {
                switch (op) {
                    case EXISTS -> add(path, Watching.DATA, ok || reply.error() == ErrorCode.NO_NODE);
                    case GET_DATA -> add(path, Watching.DATA, ok);
                    case GET_CHILDREN, GET_CHILDREN2 -> add(path, Watching.CHILD, ok);
                    default -> throw new IllegalArgumentException("leaves no watch: " + request);
                }
            }
            case Request.FilteredList list
            when list.watch() && list.path() != null -> add(list.path(), Watching.CHILD, ok);
            case Request.WatchSelection(var op, String path, int selector)
            when ok && path != null -> {
                switch (op) {
                    case ADD_WATCH -> watching.add(path, selector == 0 ? Watching.PERSISTENT : Watching.RECURSIVE);
                    case REMOVE_WATCHES -> watching.remove(path, modeOf(selector));
                    default -> {
                        // Looked for only.
                    }
                }
            }
            case Request.SetWatches again when ok -> takeUp(again, reply.zxid());
            default -> {
                // Has nothing to do with watches.
            }
        }
    }

    private void add(String path, int mode, boolean registered) {
        if (registered) {
            watching.add(path, mode);
        }
    }

    private void takeUp(Request.SetWatches again, Zxid at) {
        for (String path : again.data()) {
            add(path, Watching.DATA, missed(Missable.DATA, path, again, at) == null);
        }
        for (String path : again.exist()) {
            add(path, Watching.DATA, missed(Missable.EXIST, path, again, at) == null);
        }
        for (String path : again.child()) {
            add(path, Watching.CHILD, missed(Missable.CHILD, path, again, at) == null);
        }
        watching.takeUpPersistent(again);
    }

    // ---- what was missed

    private enum Missable {
        DATA,
        EXIST,
        CHILD
    }

    /// What may be told before the answer, one of these: first what one-shot watches have missed, then what persistent
    /// watches have, either event for event or, by a server that does not know so far back, what can still be seen.
    List<List<Notification>> catchUps(Request.SetWatches again, Zxid at, Predicate<List<Acl>> mayRead) {
        List<Notification> oneShot = oneShot(again, at, mayRead);
        return List.of(
                concat(oneShot, watching.missed(again, at, mayRead)), concat(oneShot, stillSeen(again, at, mayRead)));
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private List<Notification> stillSeen(Request.SetWatches again, Zxid at, Predicate<List<Acl>> mayRead) {
        return truth.lastSeenBy(again, at).stream()
                .filter(event -> mayRead.test(event.acl()))
                .map(event -> new Notification(event.type(), event.path(), Zxid.UNKNOWN))
                .toList();
    }

    private List<Notification> oneShot(Request.SetWatches again, Zxid at, Predicate<List<Acl>> mayRead) {
        List<Notification> expected = new ArrayList<>();
        again.data().forEach(path -> catchUp(Missable.DATA, path, again, at, mayRead, expected));
        again.exist().forEach(path -> catchUp(Missable.EXIST, path, again, at, mayRead, expected));
        again.child().forEach(path -> catchUp(Missable.CHILD, path, again, at, mayRead, expected));
        return expected;
    }

    private void catchUp(
            Missable kind,
            String path,
            Request.SetWatches again,
            Zxid at,
            Predicate<List<Acl>> mayRead,
            List<Notification> expected) {
        EventType missed = missed(kind, path, again, at);
        Entry znode = truth.find(path, at);
        if (missed != null && (znode == null || mayRead.test(znode.acl()))) {
            expected.add(new Notification(missed, path, Zxid.UNKNOWN));
        }
    }

    /// What happened to a watched znode since then; null if nothing did.
    private @Nullable EventType missed(Missable kind, String path, Request.SetWatches again, Zxid at) {
        Entry znode = truth.find(path, at);
        long since = again.relativeZxid();
        if (znode == null) {
            return kind == Missable.EXIST ? null : EventType.DELETED;
        }
        return switch (kind) {
            case DATA -> znode.stat().mzxid() > since ? EventType.DATA_CHANGED : null;
            case EXIST -> EventType.CREATED;
            case CHILD -> znode.stat().pzxid() > since ? EventType.CHILDREN_CHANGED : null;
        };
    }
}
