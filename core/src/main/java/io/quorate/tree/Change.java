package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.model.EventType;
import java.util.List;

/// One znode has been created, deleted, or has got other data. The ACLs say who may hear of it: that of the
/// znode, and that of its parent for whoever watches the children (empty for the root).
///
/// @param type CREATED, DELETED or DATA_CHANGED
public record Change(EventType type, String path, List<Acl> acl, List<Acl> parentAcl) {}
