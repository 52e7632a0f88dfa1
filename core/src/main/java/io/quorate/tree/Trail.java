package io.quorate.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The znodes on the way from the root to one of them, to find it and to put another in its place.
///
/// A path here is as in snapshots: empty for the root, else a slash before each name and none at the end.
final class Trail {
    private static final int USUAL_DEPTH = 8;

    private Znode[] znodes;
    private String[] names;
    private int depth;

    private Trail(Znode root) {
        znodes = new Znode[USUAL_DEPTH];
        names = new String[USUAL_DEPTH];
        znodes[0] = root;
    }

    /// The trail to the znode at `path`, or null if there is none.
    static @Nullable Trail to(Znode root, String path) {
        Trail trail = new Trail(root);
        int at = 0;
        while (at < path.length()) {
            if (path.charAt(at) != '/') {
                return null;
            }
            int end = path.indexOf('/', at + 1);
            String name = path.substring(at + 1, end < 0 ? path.length() : end);
            Znode child = trail.last().child(name);
            if (child == null) {
                return null;
            }
            trail.step(name, child);
            at = end < 0 ? path.length() : end;
        }
        return trail;
    }

    /// The znode at `path`, or null if there is none.
    static @Nullable Znode find(Znode root, String path) {
        Znode znode = root;
        int at = 0;
        while (at < path.length() && znode != null) {
            if (path.charAt(at) != '/') {
                return null;
            }
            int end = path.indexOf('/', at + 1);
            int to = end < 0 ? path.length() : end;
            znode = znode.child(path.substring(at + 1, to));
            at = to;
        }
        return znode;
    }

    private void step(String name, Znode child) {
        if (depth + 1 == znodes.length) {
            znodes = Arrays.copyOf(znodes, 2 * znodes.length);
            names = Arrays.copyOf(names, 2 * names.length);
        }
        names[depth] = name;
        depth++;
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

    /// The root of the tree that has `other` in the place of the last znode.
    Znode rootWith(Znode other) {
        Znode znode = other;
        for (int i = depth - 1; i >= 0; i--) {
            znode = znodes[i].withChild(names[i], znode);
        }
        return znode;
    }
}
