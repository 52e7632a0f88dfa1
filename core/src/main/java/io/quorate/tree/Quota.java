package io.quorate.tree;

import org.jspecify.annotations.Nullable;

/// How much there may be in a subtree, and how much there is. Both are kept below `/zookeeper/quota`: what clients
/// write into a limits znode, and what each server by itself writes into the usage znode beside it.
///
/// @param prefix the path of the topmost znode that it counts
/// @param usage of the tree that was asked
public record Quota(String prefix, QuotaText limits, QuotaText usage) {
    private static final String ROOT = "/zookeeper/quota";
    private static final String LIMITS = "/zookeeper_limits";
    private static final String USAGE = "/zookeeper_stats";

    static String limitsPath(String prefix) {
        return ROOT + prefix + LIMITS;
    }

    static String usagePath(String prefix) {
        return ROOT + prefix + USAGE;
    }

    /// The prefix whose limits are at `path`; null if no limits are there.
    static @Nullable String limitedBy(String path) {
        return prefixOf(path, LIMITS);
    }

    /// The prefix whose usage is at `path`; null if no usage is there.
    public static @Nullable String measuredBy(String path) {
        return prefixOf(path, USAGE);
    }

    /// The whole tree has no quota.
    private static @Nullable String prefixOf(String path, String name) {
        boolean fits = path.length() > ROOT.length() + name.length()
                && path.startsWith(ROOT)
                && path.endsWith(name)
                && path.charAt(ROOT.length()) == '/';
        return fits ? path.substring(ROOT.length(), path.length() - name.length()) : null;
    }

    /// The longest of `prefixes` that is `path` or above it; null if there is none.
    static @Nullable String longest(OrderedMap<String, Boolean> prefixes, String path) {
        if (prefixes.isEmpty()) {
            return null;
        }
        String candidate = path;
        while (candidate.length() > 1 && !prefixes.containsKey(candidate)) {
            candidate = candidate.substring(0, Math.max(0, candidate.lastIndexOf('/')));
        }
        return candidate.length() > 1 ? candidate : null;
    }
}
