package io.quorate.runtime.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.auth.Authentication;
import io.quorate.auth.Scheme;
import io.quorate.model.Identity;
import java.util.List;

/// A scheme as an operator could have it: who knows the stamp is whoever he says.
public final class StampScheme implements Scheme {
    @Override
    public String word() {
        return "stamp";
    }

    @Override
    public Authentication authenticate(byte[] credentials, String peerAddress) {
        String text = new String(credentials, UTF_8);
        return text.endsWith("#")
                ? new Authentication.Accepted(List.of(new Identity("stamp", text.substring(0, text.length() - 1))))
                : new Authentication.Refused("no stamp");
    }
}
