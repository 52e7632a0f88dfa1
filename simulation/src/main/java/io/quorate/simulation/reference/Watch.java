package io.quorate.simulation.reference;

/// A watch of somebody at a path.
public record Watch(WatchKind kind, String path) {
    /// Whether a change of the znode at `changed` is news for this watch.
    boolean hearsOf(String changed) {
        return kind.hearsOfZnode() && (path.equals(changed) || isAbove(changed));
    }

    /// Whether it is news that a child of `parent` has come or gone.
    boolean hearsOfChildrenOf(String parent) {
        return kind.hearsOfChildren() && path.equals(parent);
    }

    private boolean isAbove(String changed) {
        return kind == WatchKind.PERSISTENT_RECURSIVE
                && (path.equals("/") || (changed.startsWith(path) && changed.charAt(path.length()) == '/'));
    }
}
