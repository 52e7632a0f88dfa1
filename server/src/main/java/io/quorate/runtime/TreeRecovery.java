package io.quorate.runtime;

import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSink;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.storage.TreeLoader;
import io.quorate.tree.Tree;
import io.quorate.tree.TtlForms;

/// Makes the tree out of what is on disk, by the same means that change it live.
final class TreeRecovery implements TreeLoader<Tree> {
    private final TtlForms forms;
    private Tree.Builder builder;

    TreeRecovery(TtlForms forms) {
        this.forms = forms;
        this.builder = new Tree.Builder(forms);
    }

    @Override
    public SnapshotSink begin() {
        builder = new Tree.Builder(forms);
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
