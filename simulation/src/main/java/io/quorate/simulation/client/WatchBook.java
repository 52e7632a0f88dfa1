package io.quorate.simulation.client;

import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The watches that a client believes to have, to ask for them again on its next connection.
final class WatchBook {
    // Sorted, so that they are told in one order.
    private final Set<String> data = new TreeSet<>();
    private final Set<String> exist = new TreeSet<>();
    private final Set<String> child = new TreeSet<>();
    private final Set<String> persistent = new TreeSet<>();
    private final Set<String> recursive = new TreeSet<>();

    void clear() {
        List.of(data, exist, child, persistent, recursive).forEach(Set::clear);
    }

    void answered(Request request, ErrorCode error) {
        boolean ok = error == ErrorCode.OK;
        if (request instanceof Request.Watchable(OpCode op, String path, boolean watch) && watch && path != null) {
            switch (op) {
                case EXISTS -> {
                    if (ok) {
                        data.add(path);
                    } else if (error == ErrorCode.NO_NODE) {
                        exist.add(path);
                    }
                }
                case GET_DATA -> addIf(ok, data, path);
                default -> addIf(ok, child, path);
            }
        } else if (request instanceof Request.FilteredList list && list.watch() && list.path() != null) {
            addIf(ok, child, list.path());
        } else if (request instanceof Request.WatchSelection(OpCode op, String path, int selector)
                && ok
                && path != null) {
            if (op == OpCode.ADD_WATCH) {
                addIf(true, selector == 0 ? persistent : recursive, path);
            } else if (op == OpCode.REMOVE_WATCHES) {
                removed(path, selector);
            }
        }
    }

    private static void addIf(boolean registered, Set<String> paths, String path) {
        if (registered) {
            paths.add(path);
        }
    }

    private void removed(String path, int selector) {
        List<Set<String>> sets = switch (selector) {
            case 1 -> List.of(child);
            case 2 -> List.of(data, exist);
            case 4 -> List.of(persistent);
            case 5 -> List.of(recursive);
            default -> List.of(data, exist, child, persistent, recursive);
        };
        sets.forEach(paths -> paths.remove(path));
    }

    void notified(EventType type, String path) {
        switch (type) {
            case CREATED, DATA_CHANGED -> {
                data.remove(path);
                exist.remove(path);
            }
            case CHILDREN_CHANGED -> child.remove(path);
            case DELETED -> {
                data.remove(path);
                exist.remove(path);
                child.remove(path);
            }
        }
    }

    /// Where there should be a watch; null without one.
    @Nullable
    String anyPath(RandomGenerator random) {
        List<String> paths = Stream.of(data, exist, child, persistent, recursive)
                .flatMap(Set::stream)
                .toList();
        return paths.isEmpty() ? null : paths.get(random.nextInt(paths.size()));
    }

    /// What to say first on a new connection; null without a watch.
    Request.@Nullable SetWatches again(Zxid seen) {
        boolean oneShots = data.isEmpty() && exist.isEmpty() && child.isEmpty();
        boolean others = persistent.isEmpty() && recursive.isEmpty();
        if (oneShots && others) {
            return null;
        }
        return new Request.SetWatches(
                others ? OpCode.SET_WATCHES : OpCode.SET_WATCHES2,
                seen.value(),
                List.copyOf(data),
                List.copyOf(exist),
                List.copyOf(child),
                List.copyOf(persistent),
                List.copyOf(recursive));
    }
}
