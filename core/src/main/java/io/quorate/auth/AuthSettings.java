package io.quorate.auth;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an operator decides about authentication and ACLs; the only door to the schemes.
///
/// @param skipAcl whether ACLs are ignored altogether
/// @param schemes ways to tell who somebody is; every server of an ensemble must have the same
/// @param required a client must have an identity of one of these schemes before anything else is done
///     for it; empty if nobody has to prove anything
/// @param eager whether a server looks into its own tree before it bothers the leader with a write
public record AuthSettings(boolean skipAcl, Schemes schemes, Set<String> required, boolean eager) {
    public static final AuthSettings DEFAULT = new AuthSettings(false, Schemes.USUAL, Set.of(), false);

    /// @throws IllegalArgumentException if a scheme is required that there is not
    public AuthSettings {
        required = Set.copyOf(required);
        for (String word : required) {
            if (schemes.named(word) == null) {
                throw new IllegalArgumentException("The required authentication scheme \"" + word + "\" is not known.");
            }
        }
    }

    /// Whether somebody with the identities `who` may do all that `permission` stands for on a znode
    /// with `acl`.
    public boolean allows(@Nullable List<Acl> acl, int permission, List<Identity> who) {
        return skipAcl || AccessControl.allows(schemes, acl, permission, who);
    }

    /// Whether anything is done for somebody with the identities `who`.
    public boolean admits(List<Identity> who) {
        return required.isEmpty() || who.stream().anyMatch(identity -> required.contains(identity.scheme()));
    }

    /// The list to store for a list that a client asked for: duplicates removed, `auth` replaced by
    /// what the client is known as; the order is kept. Permissions are stored as sent, whatever their
    /// bits.
    ///
    /// @return null if the list is missing, empty, or has an entry that could never match anybody
    ///     (INVALID_ACL)
    public @Nullable List<Acl> resolve(@Nullable List<@Nullable Acl> asked, List<Identity> who) {
        return AccessControl.resolve(schemes, asked, who);
    }

    /// Judges the content of an auth packet.
    ///
    /// @param peerAddress the client's IP address as text
    public Authentication authenticate(@Nullable String word, byte @Nullable [] credentials, String peerAddress) {
        Scheme scheme = schemes.named(word);
        return scheme == null
                ? new Authentication.Refused("The authentication scheme \"" + word + "\" is not known.")
                : scheme.authenticate(credentials == null ? new byte[0] : credentials, peerAddress);
    }

    /// What people should read for an identity: a digest without its hash; nothing for an identity
    /// whose scheme is not known.
    public String userName(Identity identity) {
        Scheme scheme = schemes.named(identity.scheme());
        return scheme == null ? "" : scheme.userName(identity.id());
    }
}
