package io.quorate.operation;

import io.quorate.model.Identity;
import io.quorate.model.SessionId;
import java.util.List;

/// Who asks.
///
/// @param watcher the number of the connection that watches are registered for
/// @param address the client's IP address as text
/// @param identities everything the connection is known as, the identity of scheme `ip` included, in the
///     order in which it was learnt
/// @param knowsFeatures whether the connection has read which extension operations there are: it speaks as clients of
///     ClickHouse Keeper do
public record Caller(
        SessionId session, long watcher, String address, List<Identity> identities, boolean knowsFeatures) {
    public Caller(SessionId session, long watcher, String address, List<Identity> identities) {
        this(session, watcher, address, identities, false);
    }
}
