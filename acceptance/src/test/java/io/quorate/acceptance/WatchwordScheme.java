package io.quorate.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.auth.Authentication;
import io.quorate.auth.Scheme;
import io.quorate.model.Identity;
import java.util.List;

/// A scheme as an operator could write it: whoever knows the watchword is who he says.
public final class WatchwordScheme implements Scheme {
    private static final String WATCHWORD = " says open";

    @Override
    public String word() {
        return "watchword";
    }

    @Override
    public Authentication authenticate(byte[] credentials, String peerAddress) {
        String text = new String(credentials, UTF_8);
        if (!text.endsWith(WATCHWORD)) {
            return new Authentication.Refused("wrong watchword");
        }
        String name = text.substring(0, text.length() - WATCHWORD.length());
        return new Authentication.Accepted(List.of(new Identity(word(), name)));
    }
}
