package io.quorate.simulation.reference;

import io.quorate.model.Acl;
import io.quorate.model.EventType;
import java.util.List;

/// Something that a txn did to a znode and that a watcher could hear of.
///
/// @param type created, deleted or data changed
/// @param acl of the znode: after it was created or changed, the last one of one that is gone
/// @param parentAcl of its parent then, which guards the news of the parent's children
public record Change(EventType type, String path, List<Acl> acl, List<Acl> parentAcl) {}
