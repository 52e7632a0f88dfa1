package io.quorate.protocol.client;

import io.quorate.model.SessionId;

/// The answer to a {@link ConnectRequest}. A timeout of 0 means: refused, the session is over.
public record ConnectResponse(
        int timeoutMillis, SessionId session, byte[] password, boolean hasReadOnlyFlag, boolean readOnly) {
    public static ConnectResponse refused(boolean hasReadOnlyFlag, boolean readOnly) {
        return new ConnectResponse(0, SessionId.NONE, new byte[16], hasReadOnlyFlag, readOnly);
    }
}
