package io.quorate.simulation.reference;

import io.quorate.model.EventType;
import io.quorate.model.ZnodePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Who hears of what. A server has two tables: one of watches on znodes, one of watches on their children.
/// A change is looked up in one, then in the other, and each look finds a connection once, however many of
/// its watches match.
final class Watching {
    private final Set<Watch> watches;
    private final List<WatchEvent> events = new ArrayList<>();

    private Watching(Collection<Watch> watches) {
        this.watches = new LinkedHashSet<>(watches);
    }

    static Notices of(Collection<Watch> watches, List<Change> changes) {
        Watching watching = new Watching(watches);
        changes.forEach(watching::hear);
        return new Notices(List.copyOf(watching.events), List.copyOf(watching.watches));
    }

    private void hear(Change change) {
        String path = change.path();
        WatchEvent ofZnode = new WatchEvent(change.type(), path, change.acl());
        boolean told = look(watch -> watch.hearsOf(path));
        if (change.type() == EventType.DELETED) {
            // In the table of children the news is the same; nobody gets it twice.
            told |= look(watch -> watch.hearsOfChildrenOf(path));
        }
        if (told) {
            events.add(ofZnode);
        }
        if (change.type() != EventType.DATA_CHANGED) {
            String parent = ZnodePath.parent(path);
            if (look(watch -> watch.hearsOfChildrenOf(parent))) {
                events.add(new WatchEvent(EventType.CHILDREN_CHANGED, parent, change.parentAcl()));
            }
        }
    }

    /// @return whether any watch matches; those that fire once are gone
    private boolean look(Predicate<Watch> matches) {
        boolean found = watches.stream().anyMatch(matches);
        if (found) {
            watches.removeIf(watch -> watch.kind().isOneShot() && matches.test(watch));
        }
        return found;
    }
}
