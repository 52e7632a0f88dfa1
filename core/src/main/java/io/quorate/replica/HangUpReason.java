package io.quorate.replica;

/// Why this server ends a client's connection. A client is told of few of these; its operator finds the others in the
/// log and in the counters.
public enum HangUpReason {
    /// The client closed its session and has heard so.
    CLOSED_BY_CLIENT,
    /// The session's time was up, or somebody else closed it.
    SESSION_OVER,
    /// The client asked to go on with a session that does not exist any more, or did not know its password. It has
    /// heard so.
    SESSION_REFUSED,
    /// The session goes on over a newer connection to this server.
    SESSION_RESUMED,
    /// The session goes on at another server.
    SESSION_MOVED,
    /// There is no quorum, or this server is not part of it.
    NOT_SERVING,
    /// There is no leader, and the client or its session asks for more than reading.
    READ_ONLY,
    /// The client has seen what this server has not.
    CLIENT_AHEAD,
    /// An operation that nobody knows or that clients may not ask for. The client has heard so.
    UNKNOWN_OPERATION,
    /// Credentials that prove nothing. The client has heard so, unless they could not even be decoded.
    AUTH_FAILED,
    /// The operator wants clients to prove who they are, and this one has not. The client has heard so.
    AUTH_MISSING,
    /// The client named an ensemble that this is not.
    WRONG_ENSEMBLE
}
