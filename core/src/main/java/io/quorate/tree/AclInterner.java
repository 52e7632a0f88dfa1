package io.quorate.tree;

import io.quorate.model.Acl;
import java.util.List;

/// Keeps one copy of each distinct ACL list. A value like the tree it serves.
///
/// It forgets everything when it has reached its bound: what it gave out stays valid, only later equal
/// lists are copies again. Of two lists with the same hash it keeps the later.
record AclInterner(OrderedMap<Integer, List<Acl>> byHash) {
    private static final int MOST_LISTS = 4096;

    static final AclInterner FRESH = new AclInterner(OrderedMap.empty());

    /// The kept list that equals `acl`, or an immutable copy of it.
    List<Acl> intern(List<Acl> acl) {
        List<Acl> kept = byHash.get(acl.hashCode());
        return kept != null && kept.equals(acl) ? kept : List.copyOf(acl);
    }

    AclInterner with(List<Acl> acl) {
        Integer hash = acl.hashCode();
        if (acl.equals(byHash.get(hash))) {
            return this;
        }
        return new AclInterner((byHash.size() < MOST_LISTS ? byHash : FRESH.byHash).with(hash, acl));
    }
}
