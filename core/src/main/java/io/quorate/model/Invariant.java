package io.quorate.model;

/// The check of what must never be false. A server that is gone is a case the protocol handles; a
/// server that is wrong is not: whoever runs the core must stop on a {@link Broken} and not catch around
/// it.
public final class Invariant {
    private Invariant() {}

    /// Thrown when an invariant does not hold. The process must end.
    public static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Broken(String message) {
            super(message);
        }
    }

    /// @param message what should have held, with `%s` for each of `values`
    public static void check(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new Broken(message.formatted(values));
        }
    }

    /// For the branch that cannot be reached.
    public static Broken broken(String message, Object... values) {
        return new Broken(message.formatted(values));
    }
}
