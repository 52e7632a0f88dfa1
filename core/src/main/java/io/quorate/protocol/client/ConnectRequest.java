package io.quorate.protocol.client;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;

/// The first frame of a client.
///
/// @param hasReadOnlyFlag whether the trailing flag was sent at all; clients older than 3.4 omit it, and
///     then it must be missing in the answer too
public record ConnectRequest(
        int protocolVersion,
        Zxid lastZxidSeen,
        int timeoutMillis,
        SessionId session,
        byte[] password,
        boolean hasReadOnlyFlag,
        boolean readOnly) {}
