package io.quorate.tree;

import org.jspecify.annotations.Nullable;

/// The path of a znode below the root, and that of its parent, which is empty if it is the root.
record ChildPath(String full, String parent) {
    /// Null if `path` is not that of a znode below the root.
    static @Nullable ChildPath of(String path) {
        int slash = path.lastIndexOf('/');
        if (!path.startsWith("/") || slash == path.length() - 1) {
            return null;
        }
        return new ChildPath(path, path.substring(0, slash));
    }

    Name name() {
        return Name.of(nameIn(full));
    }

    /// What is behind the last slash; empty for the root.
    static String nameIn(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
