package io.quorate.benchmark.ensemble;

/// An ensemble did not come up, or is no longer whole.
public final class EnsembleFailure extends Exception {
    private static final long serialVersionUID = 1L;

    EnsembleFailure(String message) {
        super(message);
    }
}
