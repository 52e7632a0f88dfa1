package io.quorate.auth;

import io.quorate.model.Identity;
import java.util.List;

/// What came of an auth packet.
public sealed interface Authentication {
    /// The connection has these identities from now on, beside those it had.
    record Accepted(List<Identity> identities) implements Authentication {
        public Accepted {
            identities = List.copyOf(identities);
        }
    }

    /// The client hears that it has failed, which is final for most, and the connection is closed.
    /// `why` is for the log and holds no credentials.
    record Refused(String why) implements Authentication {}

    /// The connection is closed without an answer, so that the client tries another server: it did not
    /// want to come here. `why` is for the log and holds no credentials.
    record Astray(String why) implements Authentication {}
}
