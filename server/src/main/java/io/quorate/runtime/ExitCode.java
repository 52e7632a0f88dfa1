package io.quorate.runtime;

/// What the process's end tells scripts; ZooKeeper's numbers.
public enum ExitCode {
    /// The end was asked for.
    NORMAL(0),
    /// What nobody foresaw, and a client port that is taken.
    UNEXPECTED(1),
    /// Arguments or configuration that cannot be used.
    INVALID_INVOCATION(2),
    /// A directory that is missing, not writable, or in use.
    UNABLE_TO_ACCESS_DIRECTORY(3),
    /// A snapshot could not be written.
    SNAPSHOT(10),
    /// The quorum or the election port is taken.
    QUORUM_PORT(14);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
