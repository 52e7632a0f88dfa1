package io.quorate.model;

/// Who somebody is under an authentication scheme; in ACLs, whom an entry is about (`Id` on the wire).
public record Identity(String scheme, String id) {
    /// Everybody, under the scheme `world`.
    public static final Identity ANYONE = new Identity("world", "anyone");
}
