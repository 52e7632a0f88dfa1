package io.quorate.storage;

import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSink;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.txn.LoggedTxn;

/// Makes a state out of a snapshot and txns; storage does not know what a tree is.
///
/// @param <T> the state, a value
public interface TreeLoader<T extends SnapshotSource> {
    /// Begins a snapshot anew; what an earlier one left behind is forgotten.
    SnapshotSink begin();

    /// The state of the snapshot that {@link #begin} began, named by `zxid`.
    T built(Zxid zxid);

    /// The state of a new server, at {@link Zxid#ZERO}.
    T empty();

    T apply(T state, LoggedTxn txn);
}
