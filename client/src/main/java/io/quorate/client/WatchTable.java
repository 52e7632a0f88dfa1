package io.quorate.client;

import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The watches this client has at its server, by the server's paths, so that they can be set again on the
/// next one. Any thread may call.
final class WatchTable {
    /// What a batch of {@link #restore} holds at most of path text; a server must be able to take it in one
    /// frame.
    private static final int BATCH_BYTES = 128 * 1024;

    enum Kind {
        DATA,
        EXIST,
        CHILD,
        PERSISTENT,
        PERSISTENT_RECURSIVE
    }

    private final Map<Kind, Set<String>> paths = new EnumMap<>(Kind.class);

    WatchTable() {
        for (Kind kind : Kind.values()) {
            paths.put(kind, new HashSet<>());
        }
    }

    synchronized void add(Kind kind, String path) {
        of(kind).add(path);
    }

    /// A server says that something happened to `path`: forgets the watches that this uses up.
    ///
    /// @return whether anybody here still waited for it
    synchronized boolean fire(EventType type, String path) {
        boolean awaited = switch (type) {
            case CREATED, DATA_CHANGED -> forget(path, Kind.DATA, Kind.EXIST);
            case CHILDREN_CHANGED -> forget(path, Kind.CHILD);
            case DELETED -> forget(path, Kind.DATA, Kind.EXIST, Kind.CHILD);
        };
        return awaited
                || of(Kind.PERSISTENT).contains(path)
                || (type != EventType.CHILDREN_CHANGED && isBelowRecursive(path));
    }

    /// Forgets the watches of a kind.
    ///
    /// @return the events that tell the listener so; none if there was no such watch
    synchronized List<WatchEvent.Type> remove(WatchKind kind, String path) {
        List<WatchEvent.Type> gone = new ArrayList<>();
        boolean any = kind == WatchKind.ANY;
        if ((any || kind == WatchKind.CHILDREN) && of(Kind.CHILD).remove(path)) {
            gone.add(WatchEvent.Type.CHILD_WATCH_REMOVED);
        }
        if ((any || kind == WatchKind.DATA) && forget(path, Kind.DATA, Kind.EXIST)) {
            gone.add(WatchEvent.Type.DATA_WATCH_REMOVED);
        }
        boolean persistent =
                (any || kind == WatchKind.PERSISTENT) && of(Kind.PERSISTENT).remove(path);
        boolean recursive = (any || kind == WatchKind.PERSISTENT_RECURSIVE)
                && of(Kind.PERSISTENT_RECURSIVE).remove(path);
        if (persistent || recursive) {
            gone.add(WatchEvent.Type.PERSISTENT_WATCH_REMOVED);
        }
        return gone;
    }

    /// @return whether there was a watch of any of the kinds
    private boolean forget(String path, Kind... kinds) {
        boolean any = false;
        for (Kind kind : kinds) {
            any |= of(kind).remove(path);
        }
        return any;
    }

    /// What puts all these watches on a new connection; `lastZxid` tells the server what this client has
    /// missed.
    synchronized List<Request.SetWatches> restore(long lastZxid) {
        List<Request.SetWatches> batches = new ArrayList<>();
        Map<Kind, List<String>> batch = emptyBatch();
        int bytes = 0;
        for (Kind kind : Kind.values()) {
            for (String path : of(kind)) {
                bytes += path.getBytes(StandardCharsets.UTF_8).length;
                batch.computeIfAbsent(kind, _ -> new ArrayList<>()).add(path);
                if (bytes >= BATCH_BYTES) {
                    batches.add(request(lastZxid, batch));
                    batch = emptyBatch();
                    bytes = 0;
                }
            }
        }
        if (!batch.isEmpty()) {
            batches.add(request(lastZxid, batch));
        }
        return batches;
    }

    private static Map<Kind, List<String>> emptyBatch() {
        return new EnumMap<>(Kind.class);
    }

    private static Request.SetWatches request(long lastZxid, Map<Kind, List<String>> batch) {
        boolean persistent = batch.containsKey(Kind.PERSISTENT) || batch.containsKey(Kind.PERSISTENT_RECURSIVE);
        return new Request.SetWatches(
                // Servers before 3.6 know the first only.
                persistent ? OpCode.SET_WATCHES2 : OpCode.SET_WATCHES,
                lastZxid,
                batch.getOrDefault(Kind.DATA, List.of()),
                batch.getOrDefault(Kind.EXIST, List.of()),
                batch.getOrDefault(Kind.CHILD, List.of()),
                batch.getOrDefault(Kind.PERSISTENT, List.of()),
                batch.getOrDefault(Kind.PERSISTENT_RECURSIVE, List.of()));
    }

    private Set<String> of(Kind kind) {
        return paths.computeIfAbsent(kind, _ -> new HashSet<>());
    }

    private boolean isBelowRecursive(String path) {
        Set<String> recursive = of(Kind.PERSISTENT_RECURSIVE);
        String above = path;
        while (!recursive.contains(above)) {
            if (above.length() <= 1) {
                return false;
            }
            int slash = above.lastIndexOf('/');
            above = slash <= 0 ? "/" : above.substring(0, slash);
        }
        return true;
    }
}
