package io.quorate.client;

/// The part of the tree that a client takes for the whole. Servers know nothing of it: paths are lengthened
/// on their way out and shortened on their way in.
///
/// @param prefix empty, or a path without a trailing slash
public record Chroot(String prefix) {
    public static final Chroot NONE = new Chroot("");

    /// System znodes are the same for every chroot.
    private static final String SYSTEM = "/zookeeper/";

    /// @throws IllegalArgumentException if `path` is none
    public static Chroot of(String path) {
        if (path.equals("/")) {
            return NONE;
        }
        ZnodePath.check(path);
        return new Chroot(path);
    }

    /// A path of this client as servers know it.
    public String outward(String path) {
        if (prefix.isEmpty()) {
            return path;
        }
        return path.equals("/") ? prefix : prefix + path;
    }

    /// Whether a path of a server is this client's.
    boolean holds(String path) {
        return prefix.isEmpty() || path.equals(prefix) || path.startsWith(prefix + "/");
    }

    /// A path of a server as this client knows it. What lies outside stays as it is: events of system
    /// znodes do.
    public String inward(String path) {
        if (prefix.isEmpty() || (path.startsWith(SYSTEM) && !prefix.startsWith(SYSTEM))) {
            return path;
        }
        if (path.equals(prefix)) {
            return "/";
        }
        return path.startsWith(prefix + "/") ? path.substring(prefix.length()) : path;
    }
}
