package io.quorate.benchmark;

/// The run cannot be what was asked for: a server answered what it must not, or the options do not fit.
final class RunFailure extends Exception {
    private static final long serialVersionUID = 1L;

    RunFailure(String message) {
        super(message);
    }
}
