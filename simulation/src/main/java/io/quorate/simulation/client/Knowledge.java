package io.quorate.simulation.client;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a client has learnt of the tree: the versions it last saw, and znodes with a number in their names, which
/// somebody has to delete again.
final class Knowledge {
    private static final int REMEMBERED = 40;

    private final SortedMap<String, Integer> versions = new TreeMap<>();
    private final ArrayDeque<String> numbered = new ArrayDeque<>();
    private @Nullable String missed;

    int versionOf(String path) {
        return versions.getOrDefault(path, 0);
    }

    /// A znode whose name nobody guesses; null if none is known.
    @Nullable
    String takeNumbered() {
        return numbered.poll();
    }

    int numbered() {
        return numbered.size();
    }

    /// A znode that was missed lately; null if none was.
    @Nullable
    String takeMissed() {
        String path = missed;
        missed = null;
        return path;
    }

    void answered(Request request, ErrorCode error, Response response) {
        if (error == ErrorCode.NO_NODE) {
            missed(request);
        }
        if (error != ErrorCode.OK) {
            return;
        }
        switch (response) {
            case Response.Path(String path) when request.op() == OpCode.CREATE -> created(request, path);
            case Response.Created(String path, Stat _) -> created(request, path);
            case Response.StatOnly(Stat stat) -> saw(request, stat);
            case Response.Data(byte[] _, Stat stat) -> saw(request, stat);
            case Response.Names(List<String> names) -> listed(request, names);
            case Response.NamesAndStat(List<String> names, Stat _) -> listed(request, names);
            default -> {
                // Nothing to remember.
            }
        }
    }

    private void missed(Request request) {
        String path = missing(request);
        // The znodes of a quota come together or not at all, and parts of lists are no znodes.
        missed = path == null || path.contains("/zookeeper") ? null : path;
    }

    private static @Nullable String missing(Request request) {
        return switch (request) {
            case Request.Watchable watchable -> watchable.path();
            case Request.SetData setData -> setData.path();
            // What was to be created has no parent.
            case Request.Create(OpCode _, String path, var _, var _, int _, long _)
            when path != null && !path.contains("..") -> ZnodePath.parent(path);
            default -> null;
        };
    }

    private void saw(Request request, Stat stat) {
        String path = switch (request) {
            case Request.Watchable watchable -> watchable.path();
            case Request.SetData setData -> setData.path();
            default -> null;
        };
        if (path != null && (versions.size() < REMEMBERED || versions.containsKey(path))) {
            versions.put(path, stat.version());
        }
    }

    private void created(Request request, @Nullable String path) {
        if (path != null && request instanceof Request.Create create && !path.equals(create.path())) {
            remember(path);
        }
    }

    private void listed(Request request, List<String> names) {
        if (request instanceof Request.Watchable(OpCode _, String parent, boolean _)
                && parent != null
                && !parent.contains("/zookeeper")) {
            // Everybody lists them, so everybody leaves some of them to others.
            for (int i = names.size() & 3; i < names.size(); i += 4) {
                String name = names.get(i);
                if (name.startsWith(Paths.NUMBERED)) {
                    remember(parent.equals("/") ? "/" + name : parent + "/" + name);
                }
            }
        }
    }

    private void remember(String path) {
        if (!numbered.contains(path) && numbered.size() < REMEMBERED) {
            numbered.add(path);
        }
    }
}
