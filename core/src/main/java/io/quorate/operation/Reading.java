package io.quorate.operation;

import io.quorate.auth.AuthSettings;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.tree.RecentChanges;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import io.quorate.watch.Watches;
import org.jspecify.annotations.Nullable;

/// What a read is answered from.
///
/// @param tree the state after every txn that has been applied
/// @param watches where the read leaves its watch, in the same step
/// @param recent what has changed of late, for whoever was away
/// @param features what the server shows beside the tree
/// @param maxTxnBytes the largest txn there can be, by which also parts of answers are measured
public record Reading(
        Tree tree,
        Watches watches,
        RecentChanges recent,
        AuthSettings settings,
        FeatureNodes features,
        int maxTxnBytes) {
    /// As long as there is nothing but the tree, and an operator decides nothing about sizes.
    public Reading(Tree tree, Watches watches, AuthSettings settings) {
        this(
                tree,
                watches,
                new RecentChanges(0, tree.zxid()),
                settings,
                FeatureNodes.NONE,
                Preparation.USUAL_MAX_TXN_BYTES);
    }

    int pageBytes() {
        return ChildrenPage.bytes(maxTxnBytes);
    }

    /// The znode that clients see at `path`; null if there is none.
    @Nullable
    Znode find(String path) {
        Znode znode = tree.find(path);
        return znode == null ? features.find(path, tree) : znode;
    }

    /// Whether the answer to `request` tells which extension operations there are.
    public boolean tellsFeatures(Request request) {
        return request instanceof Request.Watchable(OpCode op, String path, boolean _)
                && op == OpCode.GET_DATA
                && path != null
                && features.find(path, tree) != null;
    }

    boolean allows(Znode znode, int permission, Caller caller) {
        return settings.allows(znode.acl(), permission, caller.identities());
    }
}
