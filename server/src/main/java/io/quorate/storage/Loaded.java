package io.quorate.storage;

import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.txn.LoggedTxn;
import java.util.List;

/// What was on disk.
///
/// @param state the newest usable snapshot with the log behind it replayed
/// @param recent the last txns of the log, oldest first, without a hole, ending at `lastLogged`;
/// possibly none
/// @param lastLogged the end of the history; {@link Zxid#UNKNOWN} if the directory is empty and was
/// not declared new
/// @param mayVote false for an empty directory that was not declared to be a new one
public record Loaded<T extends SnapshotSource>(T state, List<LoggedTxn> recent, Zxid lastLogged, boolean mayVote) {}
