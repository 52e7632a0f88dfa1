package io.quorate.simulation.ghost;

import io.quorate.model.ZnodePath;
import io.quorate.protocol.txn.Txn;
import io.quorate.simulation.reference.Entry;
import io.quorate.simulation.reference.State;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the operations of one txn meet, each after the ones before it: a state, and what they have changed so far.
final class Outlook {
    /// @param incarnation the zxid that created the znode, 0 for one that this txn creates
    record Facts(long incarnation, int version, int aversion, int cversion, int children, boolean ephemeral) {
        private static Facts of(Entry entry) {
            return new Facts(
                    entry.stat().czxid(),
                    entry.stat().version(),
                    entry.stat().aversion(),
                    entry.stat().cversion(),
                    entry.children().size(),
                    entry.isEphemeral());
        }

        private Facts withVersion(int other) {
            return new Facts(incarnation, other, aversion, cversion, children, ephemeral);
        }

        private Facts withAversion(int other) {
            return new Facts(incarnation, version, other, cversion, children, ephemeral);
        }

        private Facts withChildren(int otherCversion, int change) {
            return new Facts(incarnation, version, aversion, otherCversion, children + change, ephemeral);
        }
    }

    private final State state;
    // A key with no value is a znode that is gone.
    private final Map<String, @Nullable Facts> changed = new HashMap<>();

    Outlook(State state) {
        this.state = state;
    }

    @Nullable
    Facts find(String path) {
        if (changed.containsKey(path)) {
            return changed.get(path);
        }
        Entry entry = state.find(path);
        return entry == null ? null : Facts.of(entry);
    }

    /// Takes in one operation, as far as it fits.
    void apply(Txn txn) {
        switch (txn) {
            case Txn.Create create -> created(create);
            case Txn.Delete(var _, String path) -> {
                changed.put(path, null);
                Facts parent = find(ZnodePath.parent(path));
                if (parent != null) {
                    changed.put(ZnodePath.parent(path), parent.withChildren(parent.cversion(), -1));
                }
            }
            case Txn.SetData(var _, String path, var _, int version) -> {
                Facts facts = find(path);
                changed.put(path, facts == null ? null : facts.withVersion(version));
            }
            case Txn.SetAcl(String path, var _, int version) -> {
                Facts facts = find(path);
                changed.put(path, facts == null ? null : facts.withAversion(version));
            }
            case Txn.Check _, Txn.Multi _, Txn.CreateSession _, Txn.CloseSession _, Txn.Failed _ -> {
                // Nothing of the kind, or the whole of a txn.
            }
        }
    }

    private void created(Txn.Create create) {
        changed.put(create.path(), new Facts(0, 0, 0, 0, 0, create.ephemeral()));
        String path = ZnodePath.parent(create.path());
        Facts parent = find(path);
        if (parent != null) {
            changed.put(path, parent.withChildren(create.parentCversion(), 1));
        }
    }
}
