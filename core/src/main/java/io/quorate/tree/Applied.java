package io.quorate.tree;

import java.util.List;

/// What came of applying a txn.
///
/// @param tree the state after it
/// @param result what its client hears
/// @param changes what watchers may hear, in order
public record Applied(Tree tree, TxnResult result, List<Change> changes) {}
