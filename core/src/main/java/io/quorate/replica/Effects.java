package io.quorate.replica;

import java.util.ArrayList;
import java.util.List;

/// Collects what one or more steps want done, in order.
public final class Effects {
    private final List<Effect> all = new ArrayList<>();

    public void add(Effect effect) {
        all.add(effect);
    }

    /// Hands over what has been collected and starts anew.
    public List<Effect> drain() {
        List<Effect> drained = List.copyOf(all);
        all.clear();
        return drained;
    }
}
