package io.quorate.acceptance.differential;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectRequest;

/// How a client that has a session introduces itself.
enum Greeting {
    PLAIN,
    WITHOUT_READ_ONLY_FLAG,
    CONTENT_WITH_READ_ONLY,
    IN_A_HURRY,
    PATIENT,
    OF_ANOTHER_VERSION,
    WITH_A_WRONG_PASSWORD,
    WITH_A_SHORT_PASSWORD,
    WITH_A_LONG_PASSWORD,
    AS_SOMEBODY_UNKNOWN,
    FROM_THE_FUTURE;

    private static final int USUAL_TIMEOUT_MILLIS = 60_000;
    private static final SessionId UNKNOWN = new SessionId(0x0166_0000_0000_4711L);

    ConnectRequest request(SessionId session, byte[] password, long seen) {
        int timeout = switch (this) {
            case IN_A_HURRY -> -5;
            case PATIENT -> Integer.MAX_VALUE;
            default -> USUAL_TIMEOUT_MILLIS;
        };
        return new ConnectRequest(
                this == OF_ANOTHER_VERSION ? 7 : 0,
                new Zxid(this == FROM_THE_FUTURE ? Long.MAX_VALUE : seen),
                timeout,
                this == AS_SOMEBODY_UNKNOWN ? UNKNOWN : session,
                shown(password),
                this != WITHOUT_READ_ONLY_FLAG,
                this == CONTENT_WITH_READ_ONLY);
    }

    private byte[] shown(byte[] password) {
        return switch (this) {
            case WITH_A_WRONG_PASSWORD -> new byte[password.length];
            case WITH_A_SHORT_PASSWORD -> new byte[3];
            case WITH_A_LONG_PASSWORD -> java.util.Arrays.copyOf(password, password.length + 1);
            case AS_SOMEBODY_UNKNOWN -> UNKNOWN.password();
            default -> password;
        };
    }
}
