package io.quorate.tree;

import org.jspecify.annotations.Nullable;

/// A path taken apart at its last slash: the parent's path, empty for the root, and the name below it.
record ZnodePath(String full, String parent, String name) {
    /// Null if `path` is not that of a znode below the root.
    static @Nullable ZnodePath of(String path) {
        int slash = path.lastIndexOf('/');
        if (!path.startsWith("/") || slash == path.length() - 1) {
            return null;
        }
        return new ZnodePath(path, path.substring(0, slash), path.substring(slash + 1));
    }

    /// The path as the tree has it inside, where the root's is empty. The empty path, which to clients is
    /// none, becomes one that no znode has.
    static String inside(String path) {
        return switch (path) {
            case "/" -> "";
            case "" -> "/";
            default -> path;
        };
    }
}
