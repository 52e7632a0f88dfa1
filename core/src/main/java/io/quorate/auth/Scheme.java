package io.quorate.auth;

import io.quorate.model.Identity;
import org.jspecify.annotations.Nullable;

/// The schemes whose identities an ACL entry can name, beside `world:anyone`.
public enum Scheme {
    /// The address of the peer; entries may name a network.
    IP("ip"),
    /// A user with a password, by an auth packet.
    DIGEST("digest");

    private final String word;

    Scheme(String word) {
        this.word = word;
    }

    /// What the scheme is called on the wire.
    public String word() {
        return word;
    }

    /// The scheme of a word on the wire; null if there is none.
    public static @Nullable Scheme named(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return switch (word) {
            case "ip" -> IP;
            case "digest" -> DIGEST;
            default -> null;
        };
    }

    /// What people should read for an identity: a digest without its hash; nothing for an identity whose
    /// scheme is not one of these.
    public static String userName(Identity identity) {
        Scheme scheme = named(identity.scheme());
        if (scheme == null) {
            return "";
        }
        return switch (scheme) {
            case IP -> identity.id();
            case DIGEST -> DigestScheme.userName(identity.id());
        };
    }

    /// Whether `id` may stand in an ACL entry of this scheme.
    boolean isValid(String id) {
        return switch (this) {
            case IP -> IpScheme.isValid(id);
            case DIGEST -> DigestScheme.isValid(id);
        };
    }

    /// Whether an entry of this scheme that names `named` is about a connection known as `id`.
    boolean matches(String id, String named) {
        return switch (this) {
            case IP -> IpScheme.matches(id, named);
            case DIGEST -> id.equals(named);
        };
    }

    /// Whether somebody proved to be who the identity says; these identities replace an entry of the scheme
    /// `auth`.
    boolean isAuthenticated() {
        return switch (this) {
            case IP -> false;
            case DIGEST -> true;
        };
    }
}
