package io.quorate.operation;

import io.quorate.model.Acl;
import io.quorate.model.EventType;
import io.quorate.tree.Change;
import io.quorate.watch.Watches;
import java.util.List;

/// What a change says to those who watch.
public final class Announcement {
    private Announcement() {}

    /// Told of each event that a watcher is owed.
    public interface Hearer {
        /// @param acl who may read what the event is about; nobody else may hear of it
        void hear(long watcher, EventType type, String path, List<Acl> acl);
    }

    /// Tells of `change` whoever watches, and takes one-shot watches away.
    public static void announce(Change change, Watches watches, Hearer hearer) {
        Watches.Delivery delivery = (watcher, type, path) -> hearer.hear(
                watcher, type, path, type == EventType.CHILDREN_CHANGED ? change.parentAcl() : change.acl());
        switch (change.type()) {
            case CREATED -> watches.created(change.path(), delivery);
            case DELETED -> watches.deleted(change.path(), delivery);
            case DATA_CHANGED -> watches.dataChanged(change.path(), delivery);
            case CHILDREN_CHANGED -> {
                // Not a change of its own: it follows from a creation or a deletion.
            }
        }
    }
}
