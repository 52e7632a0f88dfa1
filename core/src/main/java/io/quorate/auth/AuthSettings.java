package io.quorate.auth;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an operator decides about authentication and ACLs.
///
/// @param skipAcl whether ACLs are ignored altogether
/// @param digestAlgorithm the hash of the digest scheme, `SHA1` unless configured; every server of an
///     ensemble must have the same
/// @param superDigest the identity (`name:base64`) that may do everything; empty for none
public record AuthSettings(boolean skipAcl, String digestAlgorithm, String superDigest) {
    public static final AuthSettings DEFAULT = new AuthSettings(false, "SHA1", "");

    /// @throws IllegalArgumentException for a hash that this Java does not know
    public AuthSettings {
        try {
            MessageDigest.getInstance(digestAlgorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(
                    "The digest algorithm \"" + digestAlgorithm + "\" of the digest scheme is not known to this Java;"
                            + " expected one like SHA1 or SHA-256.",
                    e);
        }
    }

    /// Whether somebody with the identities `who` may do all that `permission` stands for on a znode with
    /// `acl`.
    public boolean allows(@Nullable List<Acl> acl, int permission, List<Identity> who) {
        return skipAcl || AccessControl.allows(acl, permission, who);
    }

    /// Judges the content of an auth packet.
    ///
    /// @param peerAddress the client's IP address as text
    public Authentication authenticate(@Nullable String scheme, byte @Nullable [] credentials, String peerAddress) {
        Scheme known = Scheme.named(scheme);
        if (known == null) {
            return new Authentication.Refused("The authentication scheme \"" + scheme + "\" is not known.");
        }
        return switch (known) {
            case IP -> new Authentication.Accepted(List.of(IpScheme.identityOf(peerAddress)));
            case DIGEST -> DigestScheme.authenticate(credentials == null ? new byte[0] : credentials, this);
        };
    }
}
