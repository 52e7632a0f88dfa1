package io.quorate.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The znodes on the way from the root to one of them, to find it and to put another in its place.
///
/// A path here is as in snapshots: empty for the root, else a slash before each name and none at the end.
final class Trail {
    private static final int USUAL_DEPTH = 8;

    private Znode[] znodes = new Znode[USUAL_DEPTH];
    private int depth;

    private Trail(Znode root) {
        znodes[0] = root;
    }

    /// The trail to the znode at `path`, or null if there is none.
    static @Nullable Trail to(Znode root, String path) {
        Trail trail = new Trail(root);
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at = endOfName(bytes, at)) {
            Znode child = childAt(trail.last(), bytes, at);
            if (child == null) {
                return null;
            }
            trail.step(child);
        }
        return trail;
    }

    /// The znode at `path`, or null if there is none.
    static @Nullable Znode find(Znode root, String path) {
        Znode znode = root;
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length && znode != null; at = endOfName(bytes, at)) {
            znode = childAt(znode, bytes, at);
        }
        return znode;
    }

    /// The path as it is meant here of one that a client says: its root is `/`. The empty path, which to
    /// clients is none, becomes one that no znode has.
    static String inside(String path) {
        return switch (path) {
            case "/" -> "";
            case "" -> "/";
            default -> path;
        };
    }

    /// The child of `parent` whose name follows the slash at `at`; null if there is no slash or no such
    /// child.
    private static @Nullable Znode childAt(Znode parent, byte[] path, int at) {
        return path[at] == '/' ? parent.children().get(new Name(path, at + 1, endOfName(path, at))) : null;
    }

    private static int endOfName(byte[] path, int slash) {
        int end = slash + 1;
        while (end < path.length && path[end] != '/') {
            end++;
        }
        return end;
    }

    private void step(Znode child) {
        depth++;
        if (depth == znodes.length) {
            znodes = Arrays.copyOf(znodes, 2 * znodes.length);
        }
        znodes[depth] = child;
    }

    Znode last() {
        return znodes[depth];
    }

    /// The parent of the last znode; null if that is the root.
    @Nullable
    Znode parent() {
        return depth == 0 ? null : znodes[depth - 1];
    }

    /// The root of the tree that has `other`, of the same name, in the place of the last znode.
    Znode rootWith(Znode other) {
        Znode znode = other;
        for (int i = depth - 1; i >= 0; i--) {
            znode = znodes[i].withChild(znode);
        }
        return znode;
    }
}
