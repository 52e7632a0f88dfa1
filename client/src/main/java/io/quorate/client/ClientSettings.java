package io.quorate.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a client is told about its ensemble and its own patience.
///
/// @param servers where to go
/// @param sessionTimeoutMillis asked for; the server may grant less or more
/// @param requestTimeoutMillis after which a call fails with `REQUEST_TIMEOUT`, answered or not
/// @param readOnlyAllowed whether a server without a quorum will do
/// @param maxFrameBytes the longest answer taken from a server
/// @param tls null: the connection is not encrypted
public record ClientSettings(
        ConnectString servers,
        int sessionTimeoutMillis,
        int requestTimeoutMillis,
        boolean readOnlyAllowed,
        int maxFrameBytes,
        @Nullable Tls tls) {
    private static final int DEFAULT_TIMEOUT_MILLIS = 30_000;

    /// Generous, because a client that cannot take an answer can only ask again: the list of a few hundred
    /// thousand children fits. ZooKeeper's own client stops at 1 MiB.
    private static final int DEFAULT_MAX_FRAME_BYTES = 64 * 1024 * 1024;

    public static ClientSettings of(ConnectString servers) {
        return new ClientSettings(
                servers, DEFAULT_TIMEOUT_MILLIS, DEFAULT_TIMEOUT_MILLIS, false, DEFAULT_MAX_FRAME_BYTES, null);
    }

    public ClientSettings withSessionTimeout(Duration timeout) {
        return new ClientSettings(
                servers,
                Math.toIntExact(timeout.toMillis()),
                requestTimeoutMillis,
                readOnlyAllowed,
                maxFrameBytes,
                tls);
    }

    public ClientSettings withRequestTimeout(Duration timeout) {
        return new ClientSettings(
                servers,
                sessionTimeoutMillis,
                Math.toIntExact(timeout.toMillis()),
                readOnlyAllowed,
                maxFrameBytes,
                tls);
    }

    public ClientSettings withReadOnlyAllowed(boolean allowed) {
        return new ClientSettings(servers, sessionTimeoutMillis, requestTimeoutMillis, allowed, maxFrameBytes, tls);
    }

    public ClientSettings withMaxFrame(int bytes) {
        return new ClientSettings(servers, sessionTimeoutMillis, requestTimeoutMillis, readOnlyAllowed, bytes, tls);
    }

    public ClientSettings withTls(Tls tls) {
        return new ClientSettings(
                servers, sessionTimeoutMillis, requestTimeoutMillis, readOnlyAllowed, maxFrameBytes, tls);
    }
}
