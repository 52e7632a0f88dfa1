package io.quorate.benchmark.load;

/// A server did what no measurement can go on after: it fell silent, hung up, or answered out of order.
public final class LoadFailure extends Exception {
    private static final long serialVersionUID = 1L;

    LoadFailure(String message) {
        super(message);
    }
}
