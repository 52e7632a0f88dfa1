package io.quorate.simulation.reference;

import io.quorate.model.Acl;
import io.quorate.model.EventType;
import io.quorate.model.Identity;
import java.util.List;

/// What a watcher is to be told of a txn, if it may read.
///
/// @param acl who may hear of it
public record WatchEvent(EventType type, String path, List<Acl> acl) {
    /// Whether somebody with these identities is told. Those who are not lose their one-shot watch all the
    /// same.
    public boolean reaches(List<Identity> identities) {
        return Permissions.allow(acl, Acl.READ, identities);
    }
}
