package io.quorate.client;

import org.jspecify.annotations.Nullable;

/// A call failed. The message is the one of ZooKeeper's own client, with what else is known behind it.
public final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final @Nullable String path;

    RequestException(int code, @Nullable String path, @Nullable String detail) {
        super(message(code, path) + (detail == null ? "" : " (" + detail + ")"));
        this.code = code;
        this.path = path;
    }

    static RequestException of(Failure failure, @Nullable String path, @Nullable String detail) {
        return new RequestException(failure.code(), path, detail);
    }

    private RequestException(String message, RequestException cause) {
        super(message, cause);
        this.code = cause.code;
        this.path = cause.path;
    }

    /// The same failure as a waiting thread meets it, with that thread's place in the program.
    RequestException rethrown() {
        return new RequestException(String.valueOf(getMessage()), this);
    }

    /// The number of the protocol, also where {@link #failure()} has no name for it.
    public int code() {
        return code;
    }

    public @Nullable Failure failure() {
        return Failure.of(code);
    }

    public boolean is(Failure failure) {
        return code == failure.code();
    }

    public @Nullable String path() {
        return path;
    }

    private static String message(int code, @Nullable String path) {
        Failure failure = Failure.of(code);
        return "KeeperErrorCode = " + (failure == null ? "Unknown error " + code : failure.label())
                + (path == null ? "" : " for " + path);
    }
}
