package io.quorate.client;

/// The rules of a znode's path, checked before anything is sent.
public final class ZnodePath {
    private ZnodePath() {}

    /// @throws IllegalArgumentException naming the rule that `path` breaks
    public static void check(String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("Path length must be > 0");
        }
        if (path.charAt(0) != '/') {
            throw new IllegalArgumentException("Path must start with / character");
        }
        if (path.length() == 1) {
            return;
        }
        if (path.endsWith("/")) {
            throw new IllegalArgumentException("Path must not end with / character");
        }
        int start = 1;
        for (int i = 1; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                checkComponent(path, start, i);
                start = i + 1;
            }
        }
    }

    /// A sequential create gives only the beginning of a name, which may be empty.
    ///
    /// @throws IllegalArgumentException naming the rule that `path` breaks
    public static void checkPrefix(String path) {
        try {
            check(path + "1");
        } catch (IllegalArgumentException e) {
            throw path.isEmpty() ? new IllegalArgumentException("Path length must be > 0", e) : e;
        }
    }

    private static void checkComponent(String path, int start, int end) {
        String name = path.substring(start, end);
        if (name.isEmpty()) {
            throw broken(path, "empty node name specified @" + end);
        }
        if (name.equals(".") || name.equals("..")) {
            throw broken(path, "relative paths not allowed @" + (end - 1));
        }
        for (int i = start; i < end; i++) {
            char c = path.charAt(i);
            if (c == 0) {
                throw broken(path, "null character not allowed @" + i);
            }
            if (isForbidden(c)) {
                throw broken(path, "invalid character @" + i);
            }
        }
    }

    private static boolean isForbidden(char c) {
        return c <= '\u001f' || (c >= '\u007f' && c <= '\u009f') || (c >= '\ud800' && c <= '\uf8ff') || c >= '\ufff0';
    }

    private static IllegalArgumentException broken(String path, String rule) {
        return new IllegalArgumentException("Invalid path string \"" + path + "\" caused by " + rule);
    }
}
