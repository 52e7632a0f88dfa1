package io.quorate.storage;

import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSink;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.tree.Tree;
import java.util.List;

/// Loads real trees.
final class TreeState implements TreeLoader<Tree> {
    private Tree.Builder builder = new Tree.Builder();

    /// The tree after all of `txns`.
    static Tree after(List<LoggedTxn> txns) {
        Tree tree = Tree.fresh();
        for (LoggedTxn txn : txns) {
            tree = tree.apply(txn.header(), txn.txn()).tree();
        }
        return tree;
    }

    @Override
    public SnapshotSink begin() {
        builder = new Tree.Builder();
        return builder;
    }

    @Override
    public Tree built(Zxid zxid) {
        return builder.build(zxid);
    }

    @Override
    public Tree empty() {
        return Tree.fresh();
    }

    @Override
    public Tree apply(Tree state, LoggedTxn txn) {
        return state.apply(txn.header(), txn.txn()).tree();
    }
}
