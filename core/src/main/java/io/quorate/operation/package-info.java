/// The operations, one file each: what a request is checked for and the txn it becomes, or the answer it reads.
///
/// Relies on the tree, on ACLs and on watches. {@link io.quorate.operation.Operations} is the table of
/// contents. Promises that a txn made here can be applied: whatever applying could refuse has been refused
/// before, in the order of checks that ZooKeeper's clients know. A failed write is a txn, too. Sessions
/// (whether they are alive, where they are connected) are not checked here; the replica does that first. What
/// a newcomer gets wrong: {@link io.quorate.operation.Preparation#tree} is *ahead* of what clients can read;
/// it includes every txn that has been proposed, so versions, sequence numbers and deletions under way are
/// simply found in it.
@NullMarked
package io.quorate.operation;

import org.jspecify.annotations.NullMarked;
