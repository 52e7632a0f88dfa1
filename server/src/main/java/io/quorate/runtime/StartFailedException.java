package io.quorate.runtime;

import io.quorate.transport.PortUnavailableException;

/// A server that cannot start, for a reason with an exit code of its own. The message is one sentence for the operator.
public final class StartFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /// @param cause says all there is to say
    StartFailedException(ExitCode exitCode, PortUnavailableException cause) {
        super(cause.getMessage(), cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
