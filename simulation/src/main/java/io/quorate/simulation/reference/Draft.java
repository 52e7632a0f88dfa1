package io.quorate.simulation.reference;

import io.quorate.model.SessionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A state with changes that are only considered: what the later operations of a multi see of the earlier
/// ones.
final class Draft implements Znodes {
    private final State state;
    // A key with no value is a znode that is gone.
    private final Map<String, @Nullable Entry> changed = new HashMap<>();

    Draft(State state) {
        this.state = state;
    }

    State state() {
        return state;
    }

    @Override
    public @Nullable Entry find(String path) {
        return changed.containsKey(path) ? changed.get(path) : state.find(path);
    }

    @Override
    public void put(String path, @Nullable Entry entry) {
        changed.put(path, entry);
    }

    @Override
    public List<String> ephemeralsOf(SessionId session) {
        return state.ephemeralsOf(session);
    }

    @Override
    public boolean hasSession(SessionId session) {
        return state.sessions().containsKey(session);
    }

    @Override
    public void putSession(SessionId session, @Nullable Integer timeoutMillis) {}

    @Override
    public void changed(Change change) {}
}
