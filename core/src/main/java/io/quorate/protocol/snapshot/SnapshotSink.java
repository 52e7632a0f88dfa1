package io.quorate.protocol.snapshot;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.TxnDigest;

/// Receives what a snapshot holds, in the order of the stream.
public interface SnapshotSink {
    void session(SessionId session, int timeoutMillis);

    /// Parents come before children; the root first, with an empty path.
    ///
    /// @throws io.quorate.protocol.MalformedException if the parent has not been seen
    void znode(ZnodeImage znode);

    /// The digest of the tree after the txn `zxid`, if the snapshot carries one.
    void digest(Zxid zxid, TxnDigest digest);
}
