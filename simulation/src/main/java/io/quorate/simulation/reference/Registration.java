package io.quorate.simulation.reference;

import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What requests do to the watches of a connection.
public final class Registration {
    private static final int PERSISTENT = 0;

    private Registration() {}

    /// The watches that a request has left, as its answer tells; of setWatches see {@link #catchUp}. The
    /// reads of a multiRead leave none, whatever they ask for: so it is in ZooKeeper.
    public static List<Watch> leftBy(Request request, ErrorCode error) {
        return switch (request) {
            case Request.Watchable(OpCode op, String path, boolean watch)
            when watch && path != null && (error == ErrorCode.OK || leavesWhereNothingIs(op, error)) ->
                List.of(new Watch(kindOf(op), path));
            case Request.FilteredList list
            when list.watch() && list.path() != null && error == ErrorCode.OK ->
                List.of(new Watch(WatchKind.CHILD, list.path()));
            case Request.WatchSelection(OpCode op, String path, int mode)
            when op == OpCode.ADD_WATCH && path != null && error == ErrorCode.OK ->
                List.of(new Watch(mode == PERSISTENT ? WatchKind.PERSISTENT : WatchKind.PERSISTENT_RECURSIVE, path));
            default -> List.of();
        };
    }

    private static boolean leavesWhereNothingIs(OpCode op, ErrorCode error) {
        return op == OpCode.EXISTS && error == ErrorCode.NO_NODE;
    }

    private static WatchKind kindOf(OpCode op) {
        return switch (op) {
            case EXISTS -> WatchKind.EXIST;
            case GET_DATA -> WatchKind.DATA;
            default -> WatchKind.CHILD;
        };
    }

    /// Whether a watch is one of those that checkWatches and removeWatches mean by a number: 1 children, 2
    /// data, 3 any, 4 persistent, 5 persistent recursive.
    public static boolean selects(int selector, WatchKind kind) {
        return switch (selector) {
            case 1 -> kind == WatchKind.CHILD;
            case 2 -> kind == WatchKind.DATA || kind == WatchKind.EXIST;
            case 3 -> true;
            case 4 -> kind == WatchKind.PERSISTENT;
            case 5 -> kind == WatchKind.PERSISTENT_RECURSIVE;
            default -> false;
        };
    }

    /// What a client that asks for its watches again is told at once, in order and without a zxid, and
    /// which of them it has then: what one-shot watches have missed.
    public static Notices catchUp(Request.SetWatches request, State state) {
        List<WatchEvent> events = new ArrayList<>();
        List<Watch> left = new ArrayList<>();
        long seen = request.relativeZxid();
        for (String path : request.data()) {
            Entry entry = state.shown(path);
            if (entry == null) {
                events.add(new WatchEvent(EventType.DELETED, path, List.of()));
            } else if (entry.stat().mzxid() > seen) {
                events.add(new WatchEvent(EventType.DATA_CHANGED, path, entry.acl()));
            } else {
                left.add(new Watch(WatchKind.DATA, path));
            }
        }
        for (String path : request.exist()) {
            Entry entry = state.shown(path);
            if (entry == null) {
                left.add(new Watch(WatchKind.EXIST, path));
            } else {
                events.add(new WatchEvent(EventType.CREATED, path, entry.acl()));
            }
        }
        for (String path : request.child()) {
            Entry entry = state.shown(path);
            if (entry == null) {
                events.add(new WatchEvent(EventType.DELETED, path, List.of()));
            } else if (entry.stat().pzxid() > seen) {
                events.add(new WatchEvent(EventType.CHILDREN_CHANGED, path, entry.acl()));
            } else {
                left.add(new Watch(WatchKind.CHILD, path));
            }
        }
        request.persistent().forEach(path -> left.add(new Watch(WatchKind.PERSISTENT, path)));
        request.persistentRecursive().forEach(path -> left.add(new Watch(WatchKind.PERSISTENT_RECURSIVE, path)));
        return new Notices(events, left);
    }

    /// What persistent watches that are asked for again can be told from the watched znodes themselves, in order and
    /// without a zxid, by a server that does not know each change since then.
    public static List<WatchEvent> lastSeenBy(Request.SetWatches request, State state) {
        List<WatchEvent> events = new ArrayList<>();
        for (String path : request.persistent()) {
            Entry entry = state.shown(path);
            lastSeen(path, entry, request.relativeZxid(), events);
            if (entry != null
                    && entry.stat().pzxid() > request.relativeZxid()
                    && entry.stat().pzxid() != entry.stat().czxid()) {
                events.add(new WatchEvent(EventType.CHILDREN_CHANGED, path, entry.acl()));
            }
        }
        for (String path : request.persistentRecursive()) {
            lastSeen(path, state.shown(path), request.relativeZxid(), events);
        }
        return events;
    }

    private static void lastSeen(String path, @Nullable Entry entry, long seen, List<WatchEvent> events) {
        if (entry == null) {
            events.add(new WatchEvent(EventType.DELETED, path, List.of()));
        } else if (entry.stat().czxid() > seen) {
            events.add(new WatchEvent(EventType.CREATED, path, entry.acl()));
        } else if (entry.stat().mzxid() > seen) {
            events.add(new WatchEvent(EventType.DATA_CHANGED, path, entry.acl()));
        }
    }
}
