package io.quorate.auth;

/// A way to tell who somebody is, and whom an entry of an ACL is about. Beside the built-in ones an
/// operator may name classes of his own by `authProvider.<anything>=<class>`: public, with a public
/// constructor without arguments.
///
/// An instance is made when the server starts and asked for as long as it runs. It is asked by the one
/// thread that serves everybody, so it must answer at once: no files, no network, no waiting. And it
/// must give the same answer for the same arguments at any time and on every server of the ensemble, as
/// each of them judges its own clients' reads, and the leader all writes. Whatever it throws counts as
/// "no".
public interface Scheme {
    /// What the scheme is called in auth packets and ACL entries, such as `ldap`; never another than
    /// the first time.
    String word();

    /// Judges an auth packet.
    ///
    /// @param credentials what the client sent; empty if it sent nothing
    /// @param peerAddress the client's IP address as text
    Authentication authenticate(byte[] credentials, String peerAddress);

    /// Whether an ACL entry that names `named` is about a connection known as `id`, both of this
    /// scheme.
    default boolean matches(String id, String named) {
        return id.equals(named);
    }

    /// Whether `id` may stand in an ACL entry; others are refused as invalid ACLs.
    default boolean isValid(String id) {
        return !id.isEmpty();
    }

    /// Whether somebody with an identity of this scheme has proved who he is. Such identities replace
    /// the entry `auth` in the ACL of a request.
    default boolean isAuthenticated() {
        return true;
    }

    /// What people should read for an identity of this scheme.
    default String userName(String id) {
        return id;
    }
}
