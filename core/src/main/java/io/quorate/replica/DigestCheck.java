package io.quorate.replica;

import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.tree.Tree;

/// Compares this server's tree with what the leader said it would be. A snapshot of another implementation may hold
/// effects
/// of txns that follow it, so after one the comparison counts from the first agreement on.
final class DigestCheck {
    private final Self self;
    private boolean trusted = true;
    private boolean warned;

    DigestCheck(Self self) {
        this.self = self;
    }

    void distrust() {
        trusted = false;
    }

    /// @param tree the state right after `txn`
    /// @return false if the trees are known to differ
    boolean agree(LoggedTxn txn, Tree tree) {
        TxnDigest expected = txn.digest();
        if (expected == null || expected.version() != TxnDigest.VERSION) {
            return true;
        }
        boolean same = expected.equals(tree.digest());
        if (same) {
            trusted = true;
        } else if (!trusted && !warned) {
            warned = true;
            self.warn("The tree's digest after txn %s is not the leader's yet: the snapshot it sent was being changed"
                    .formatted(txn.zxid()));
        }
        return same || !trusted;
    }
}
