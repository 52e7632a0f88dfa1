package io.quorate.simulation.reference;

import io.quorate.model.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a txn can be applied to.
sealed interface Znodes permits Ledger, Draft {
    @Nullable
    Entry find(String path);

    /// Puts a znode in the place of what was there; null takes it away.
    void put(String path, @Nullable Entry entry);

    /// The paths a session owns, sorted.
    List<String> ephemeralsOf(SessionId session);

    /// Whether every server knows the session.
    boolean hasSession(SessionId session);

    /// Null ends the session.
    void putSession(SessionId session, @Nullable Integer timeoutMillis);

    /// Watchers could hear of it.
    void changed(Change change);
}
