package io.quorate.operation;

import io.quorate.auth.AuthSettings;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;

/// What a write is prepared against.
///
/// @param tree the state after every txn that has been proposed, applied or not
/// @param timeMillis the wall clock, since 1970
public record Preparation(Tree tree, long timeMillis, AuthSettings settings) {
    boolean allows(Znode znode, int permission, Caller caller) {
        return settings.allows(znode.acl(), permission, caller.identities());
    }

    /// The same with `txn` applied, for the next operation of a multi. The zxid is not the one that the multi
    /// will have; no check depends on it.
    Preparation after(Txn txn, Caller caller) {
        TxnHeader header = new TxnHeader(caller.session(), 0, tree.zxid().next(), timeMillis);
        return new Preparation(tree.apply(header, txn).tree(), timeMillis, settings);
    }
}
