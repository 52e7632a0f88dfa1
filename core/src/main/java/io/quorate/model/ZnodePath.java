package io.quorate.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a path of a znode looks like: `/`, or `/a/b` with components that are neither empty nor `.` nor `..`,
/// made of characters that can be shown. A path is kept as a plain string, exactly as a client wrote it;
/// these are the rules about such strings.
public final class ZnodePath {
    public static final String ROOT = "/";

    /// The znodes that every tree begins with; none of them can be deleted.
    private static final Set<String> RESERVED = Set.of(ROOT, "/zookeeper", "/zookeeper/quota", "/zookeeper/config");

    private ZnodePath() {}

    public static boolean isValid(@Nullable String path) {
        return problemWith(path) == null;
    }

    /// What is wrong with a path, as one sentence; null if nothing is.
    public static @Nullable String problemWith(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            return "A path must not be empty.";
        }
        if (path.charAt(0) != '/') {
            return "The path \"" + printable(path) + "\" must start with a slash.";
        }
        if (path.length() == 1) {
            return null;
        }
        int componentStart = 1;
        for (int i = 1; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                String problem = problemWithComponent(path, componentStart, i);
                if (problem != null) {
                    return problem;
                }
                componentStart = i + 1;
            } else if (isForbidden(path.charAt(i))) {
                return "The path \"%s\" holds U+%04X at index %d, which is not allowed in a path."
                        .formatted(printable(path), (int) path.charAt(i), i);
            }
        }
        return null;
    }

    private static @Nullable String problemWithComponent(String path, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return end == path.length()
                    ? "The path \"" + printable(path) + "\" must not end with a slash."
                    : "The path \"" + printable(path) + "\" has an empty component at index " + start + ".";
        }
        boolean relative = path.charAt(start) == '.' && (length == 1 || (length == 2 && path.charAt(start + 1) == '.'));
        return relative
                ? "The path \"" + printable(path) + "\" must not be relative: it has the component \""
                        + path.substring(start, end) + "\" at index " + start + "."
                : null;
    }

    /// Control characters, surrogates, the private use area and the specials (ZooKeeper's list).
    private static boolean isForbidden(char c) {
        return c <= '\u001F' || (c >= '\u007F' && c <= '\u009F') || (c >= 0xD800 && c <= 0xF8FF) || c >= 0xFFF0;
    }

    private static String printable(String path) {
        StringBuilder shown = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            shown.append(isForbidden(c) ? '?' : c);
        }
        return shown.toString();
    }

    /// Everything before the last slash; `/` for first-level znodes and for the root itself.
    public static String parent(String path) {
        int lastSlash = path.lastIndexOf('/');
        return lastSlash <= 0 ? ROOT : path.substring(0, lastSlash);
    }

    /// Everything behind the last slash; empty for the root.
    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public static String child(String parent, String name) {
        return parent.equals(ROOT) ? ROOT + name : parent + "/" + name;
    }

    /// Whether `path` is one of the znodes that every tree begins with.
    public static boolean isReserved(String path) {
        return RESERVED.contains(path);
    }
}
