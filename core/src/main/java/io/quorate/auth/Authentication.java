package io.quorate.auth;

import io.quorate.model.Identity;
import java.util.List;

/// What came of an auth packet.
public sealed interface Authentication {
    /// The connection has these identities from now on, beside those it had.
    record Accepted(List<Identity> identities) implements Authentication {}

    /// The connection must be closed. `why` is for the log and holds no credentials.
    record Refused(String why) implements Authentication {}
}
