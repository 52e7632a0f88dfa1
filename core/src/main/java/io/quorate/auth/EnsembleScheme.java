package io.quorate.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;

/// Not about who the client is, but where it wants to be: it says the name of the ensemble that it
/// believes it talks to. Gives no identity.
///
/// @param names what this ensemble is called; empty if any name is right
public record EnsembleScheme(Set<String> names) implements Scheme {
    public static final String WORD = "ensemble";

    public EnsembleScheme {
        names = Set.copyOf(names);
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public Authentication authenticate(byte[] credentials, String peerAddress) {
        if (credentials.length == 0 || names.isEmpty() || names.contains(new String(credentials, UTF_8))) {
            return new Authentication.Accepted(List.of());
        }
        return new Authentication.Astray("it wanted to talk to an ensemble of another name");
    }

    @Override
    public boolean matches(String id, String named) {
        return false;
    }

    @Override
    public boolean isValid(String id) {
        return false;
    }

    @Override
    public boolean isAuthenticated() {
        return false;
    }
}
