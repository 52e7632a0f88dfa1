package io.quorate.simulation.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.protocol.client.Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// As whom a connection is known, from what it has proved.
final class Identities {
    private static final String DIGEST = "digest";

    private Identities() {}

    /// Whom a client becomes once this has been accepted; null for what cannot be told from the request.
    static @Nullable Identity of(Request.Auth auth) {
        byte[] credentials = auth.credentials();
        if (!DIGEST.equals(auth.scheme()) || credentials == null) {
            return null;
        }
        String text = new String(credentials, UTF_8);
        int colon = text.indexOf(':');
        if (colon < 0) {
            return null;
        }
        return new Identity(DIGEST, text.substring(0, colon + 1) + hash(credentials));
    }

    private static String hash(byte[] credentials) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(credentials));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    static List<Identity> plus(List<Identity> identities, @Nullable Identity another) {
        if (another == null || identities.contains(another)) {
            return identities;
        }
        List<Identity> more = new ArrayList<>(identities);
        more.add(another);
        return List.copyOf(more);
    }

    /// Whether somebody known as all of these may read what has this ACL.
    static boolean mayRead(List<Acl> acl, List<Identity> identities) {
        if (acl.isEmpty()) {
            return true;
        }
        for (Acl entry : acl) {
            if ((entry.permissions() & Acl.READ) != 0
                    && (entry.identity().equals(Identity.ANYONE) || identities.contains(entry.identity()))) {
                return true;
            }
        }
        return false;
    }
}
