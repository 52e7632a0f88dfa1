package io.quorate.simulation.reference;

import io.quorate.model.Identity;
import io.quorate.model.SessionId;
import java.util.List;

/// Who makes a request, and as whom the connection was known when it was read.
public record Asker(SessionId session, List<Identity> identities) {}
