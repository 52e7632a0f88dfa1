package io.quorate.storage;

/// The disk failed, or what is on it cannot be used. The message is one sentence for the operator.
/// Whoever runs storage must end the process with {@link #exitCode()}: what is durable after a
/// failed write or sync is unknown, and only a start finds out.
public final class StorageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Why, in ZooKeeper's exit codes.
    public enum Kind {
        LOG(1),
        UNUSABLE_DATA(1),
        DIRECTORY(3),
        SNAPSHOT(10),
        TRUNCATION(13);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    private final Kind kind;

    StorageFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    StorageFailure(Kind kind, String message, Throwable cause) {
        super(message + ": " + cause, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public int exitCode() {
        return kind.exitCode;
    }
}
