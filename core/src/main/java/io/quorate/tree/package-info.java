/// The znodes, and how a txn changes them: children, stats, sessions, ephemerals, containers, TTLs, the
/// digest.
///
/// Relies on the words of the model, on txns, and on the two ends of a snapshot. A {@link
/// io.quorate.tree.Tree} is a value: applying a txn gives another one, which shares with the first all that
/// the txn did not touch. So a view for a snapshot is a reference, a leader can keep the tree of what it
/// has proposed beside the tree of what is committed, and two replicas can be compared. Applying is total
/// and may be repeated: a txn whose effect is already there, wholly or in part, does no harm. What a
/// newcomer gets wrong: the path of the root is `/` to clients but empty in snapshots and in the digest;
/// inside this package it is the empty one.
@NullMarked
package io.quorate.tree;

import org.jspecify.annotations.NullMarked;
