package io.quorate.auth;

import java.util.Objects;

/// A scheme that somebody else has written. The service must outlive its faults: whatever it throws,
/// and a null, is "no".
public final class ForeignScheme implements Scheme {
    private final String word;
    private final Scheme scheme;

    /// @throws RuntimeException whatever the scheme throws when it is asked for its name
    public ForeignScheme(Scheme scheme) {
        this.word = Objects.requireNonNull(scheme.word(), "the word of a scheme");
        this.scheme = scheme;
    }

    @Override
    public String word() {
        return word;
    }

    @Override
    public Authentication authenticate(byte[] credentials, String peerAddress) {
        try {
            Authentication outcome = scheme.authenticate(credentials, peerAddress);
            return Objects.requireNonNullElseGet(outcome, () -> refusal("it gave no answer"));
        } catch (RuntimeException | LinkageError e) {
            // Without its message, which may hold the credentials.
            return refusal("it failed by " + e.getClass().getName());
        }
    }

    private Authentication refusal(String why) {
        return new Authentication.Refused("The authentication scheme \"" + word + "\" cannot judge: " + why + ".");
    }

    private interface Question {
        boolean answer();
    }

    private static boolean is(Question question) {
        try {
            return question.answer();
        } catch (RuntimeException | LinkageError e) {
            // Who cannot be told to be somebody, is not.
            return false;
        }
    }

    @Override
    public boolean matches(String id, String named) {
        return is(() -> scheme.matches(id, named));
    }

    @Override
    public boolean isValid(String id) {
        return is(() -> scheme.isValid(id));
    }

    @Override
    public boolean isAuthenticated() {
        return is(scheme::isAuthenticated);
    }

    @Override
    public String userName(String id) {
        try {
            return Objects.requireNonNullElse(scheme.userName(id), "");
        } catch (RuntimeException | LinkageError e) {
            return "";
        }
    }
}
