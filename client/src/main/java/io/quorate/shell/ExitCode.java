package io.quorate.shell;

/// What the shell tells the process that started it.
final class ExitCode {
    static final int OK = 0;

    /// Also for wrong arguments, and when no server answers.
    static final int FAILED = 1;
    static final int UNREADABLE_CONFIGURATION = 2;
    static final int UNKNOWN_COMMAND = 127;

    private ExitCode() {}
}
