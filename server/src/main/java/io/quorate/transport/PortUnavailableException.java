package io.quorate.transport;

/// A port that must be listened on cannot be had. The message is one sentence for the operator.
public final class PortUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PortUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
