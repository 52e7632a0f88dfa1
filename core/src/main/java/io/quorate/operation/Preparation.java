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
/// @param maxTxnBytes the largest txn that every server can read from its log and its peers
/// @param remarks is told what an operator should hear
public record Preparation(
        Tree tree, long timeMillis, AuthSettings settings, int maxTxnBytes, WriteSettings writes, Remarks remarks) {
    /// What a server reads whose operator has not set `jute.maxbuffer`: twice 1 048 575.
    public static final int USUAL_MAX_TXN_BYTES = 2_097_150;

    /// As long as an operator decides nothing about writes and hears nothing of them.
    public Preparation(Tree tree, long timeMillis, AuthSettings settings) {
        this(tree, timeMillis, settings, WriteSettings.DEFAULT, Remarks.none());
    }

    /// As long as an operator decides nothing about the sizes of txns.
    public Preparation(Tree tree, long timeMillis, AuthSettings settings, WriteSettings writes, Remarks remarks) {
        this(tree, timeMillis, settings, USUAL_MAX_TXN_BYTES, writes, remarks);
    }

    /// Whether all servers can read `txn`.
    public boolean hasRoomFor(Txn txn) {
        return TxnSize.isWithin(maxTxnBytes, txn);
    }

    boolean allows(Znode znode, int permission, Caller caller) {
        return settings.allows(znode.acl(), permission, caller.identities());
    }

    /// The same with `txn` applied, for the next operation of a multi. The zxid is not the one that the multi
    /// will have; no check depends on it.
    Preparation after(Txn txn, Caller caller) {
        TxnHeader header = new TxnHeader(caller.session(), 0, tree.zxid().next(), timeMillis);
        return new Preparation(tree.apply(header, txn).tree(), timeMillis, settings, maxTxnBytes, writes, remarks);
    }
}
