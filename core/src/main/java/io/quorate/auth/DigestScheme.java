package io.quorate.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Users with passwords. An identity is `user:hash`, where the hash is the base64 of the digest of
/// `user:password`; it is neither salted nor slow, so ACLs with such entries should not be shown to
/// everybody.
///
/// @param algorithm the hash, `SHA1` unless configured; every server of an ensemble must have the same
/// @param superDigest the identity (`name:base64`) that may do everything; empty for none
public record DigestScheme(String algorithm, String superDigest) implements Scheme {
    public static final String WORD = "digest";

    /// @throws IllegalArgumentException for a hash that this Java does not know
    public DigestScheme {
        try {
            MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(
                    "The digest algorithm \"" + algorithm + "\" of the digest scheme is not known to this Java;"
                            + " expected one like SHA1 or SHA-256.",
                    e);
        }
    }

    @Override
    public String word() {
        return WORD;
    }

    /// @param credentials `user:password` as UTF-8; a password may hold colons
    @Override
    public Authentication authenticate(byte[] credentials, String peerAddress) {
        String text = new String(credentials, UTF_8);
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Authentication.Refused(
                    "The credentials of the digest scheme have no colon between user and password.");
        }
        String id = text.substring(0, colon + 1) + hash(text);
        Identity user = new Identity(WORD, id);
        return new Authentication.Accepted(id.equals(superDigest) ? List.of(Identity.SUPER, user) : List.of(user));
    }

    private String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the algorithm was there when the settings were made", e);
        }
    }

    /// As ZooKeeper splits it: colons at the end do not count, and there must be one more, anywhere.
    @Override
    public boolean isValid(String id) {
        int end = id.length();
        while (end > 0 && id.charAt(end - 1) == ':') {
            end--;
        }
        int colon = id.lastIndexOf(':', end - 1);
        return end > 0 && colon >= 0 && id.lastIndexOf(':', colon - 1) < 0;
    }

    @Override
    public String userName(String id) {
        int colon = id.indexOf(':');
        return colon < 0 ? id : id.substring(0, colon);
    }

    /// A list as somebody may see it who can read the znode but not administer it, whether this scheme
    /// is switched on or not.
    public static List<Acl> withoutHashes(List<Acl> acl) {
        List<Acl> shown = new ArrayList<>(acl.size());
        for (Acl entry : acl) {
            Identity identity = entry.identity();
            int colon = identity.scheme().equals(WORD) ? identity.id().indexOf(':') : -1;
            shown.add(
                    colon < 0
                            ? entry
                            : new Acl(
                                    entry.permissions(),
                                    new Identity(WORD, identity.id().substring(0, colon) + ":x")));
        }
        return List.copyOf(shown);
    }
}
