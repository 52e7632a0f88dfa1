package io.quorate.protocol;

/// Bytes from outside that do not mean what they should. The message says what, where, the value, and what was
/// expected.
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
