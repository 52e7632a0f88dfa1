package io.quorate.operation;

import io.quorate.auth.AuthSettings;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import io.quorate.watch.Watches;

/// What a read is answered from.
///
/// @param tree the state after every txn that has been applied
/// @param watches where the read leaves its watch, in the same step
public record Reading(Tree tree, Watches watches, AuthSettings settings) {
    boolean allows(Znode znode, int permission, Caller caller) {
        return settings.allows(znode.acl(), permission, caller.identities());
    }
}
