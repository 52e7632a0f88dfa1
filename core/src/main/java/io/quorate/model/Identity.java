package io.quorate.model;

/// Who somebody is under an authentication scheme; in ACLs, whom an entry is about (`Id` on the wire).
public record Identity(String scheme, String id) {
    /// The scheme that stands for whoever asks, in the ACL of a request only.
    public static final String AUTH = "auth";

    /// Whoever has this identity passes every check. No ACL entry can name it.
    public static final Identity SUPER = new Identity("super", "");

    /// Everybody, under the scheme `world`.
    public static final Identity ANYONE = new Identity("world", "anyone");
}
