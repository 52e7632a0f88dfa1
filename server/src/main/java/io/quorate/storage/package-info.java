/// What survives a crash: the txn log, snapshots, the two epoch files, in the formats of Apache
/// ZooKeeper.
///
/// Relies on {@link io.quorate.model}, the codecs of `protocol`, and a {@link
/// io.quorate.storage.Disk}, through which everything goes, so that a test can take the power away
/// between any two of its operations. Promises that what {@link io.quorate.storage.TxnLog#flush}
/// has returned is there after any crash, that nothing is claimed after a start that might still
/// vanish, and that damage is told from a torn tail: a start after a crash needs no help, a start
/// on damaged files is refused with the file and the offset.
///
/// Threads: one storage thread appends, flushes, rolls, truncates, installs, saves epochs and
/// loads; one snapshot thread writes snapshots and purges. Both may work at the same time, and
/// nothing else may.
///
/// What a newcomer gets wrong: a file that has been written and synced is not there before its
/// *directory* has been synced, and a rename not either; and what is read back after a restart may
/// never have reached the disk.
@NullMarked
package io.quorate.storage;

import org.jspecify.annotations.NullMarked;
