package io.quorate.replica;

import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.tree.Tree;
import java.util.List;

/// What was found on disk at the start.
///
/// @param tree the newest valid snapshot with the whole log replayed
/// @param recent the last txns of the log, oldest first, without a hole, ending at the tree's zxid; possibly none
/// @param mayVote false for an empty directory that was not declared to be a new one
public record Recovered(Tree tree, List<LoggedTxn> recent, long acceptedEpoch, long currentEpoch, boolean mayVote) {}
