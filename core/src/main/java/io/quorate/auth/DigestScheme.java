package io.quorate.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.model.Identity;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/// Users with passwords. An identity is `user:hash`, where the hash is the base64 of the digest of
/// `user:password`; it is neither salted nor slow, so ACLs with such entries should not be shown to
/// everybody.
final class DigestScheme {
    private DigestScheme() {}

    /// @param credentials `user:password` as UTF-8; a password may hold colons
    static Authentication authenticate(byte[] credentials, AuthSettings settings) {
        String text = new String(credentials, UTF_8);
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Authentication.Refused(
                    "The credentials of the digest scheme have no colon between user and" + " password.");
        }
        String id = text.substring(0, colon + 1) + hash(text, settings.digestAlgorithm());
        Identity user = new Identity(Scheme.DIGEST.word(), id);
        return new Authentication.Accepted(
                id.equals(settings.superDigest()) ? List.of(AccessControl.SUPER, user) : List.of(user));
    }

    private static String hash(String text, String algorithm) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the algorithm was there when the settings were made", e);
        }
    }

    /// As ZooKeeper splits it: colons at the end do not count, and there must be one more, anywhere.
    static boolean isValid(String id) {
        int end = id.length();
        while (end > 0 && id.charAt(end - 1) == ':') {
            end--;
        }
        int colon = id.lastIndexOf(':', end - 1);
        return end > 0 && colon >= 0 && id.lastIndexOf(':', colon - 1) < 0;
    }

    static String userName(String id) {
        int colon = id.indexOf(':');
        return colon < 0 ? id : id.substring(0, colon);
    }

    /// The id with its hash hidden, as somebody without ADMIN may see it.
    static String withoutHash(String id) {
        int colon = id.indexOf(':');
        return colon < 0 ? id : id.substring(0, colon) + ":x";
    }
}
