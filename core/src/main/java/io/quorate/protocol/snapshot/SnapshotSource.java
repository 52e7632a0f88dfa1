package io.quorate.protocol.snapshot;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.TxnDigest;
import java.util.Iterator;
import java.util.Map;

/// A state that does not change while it is written out, by whatever thread.
public interface SnapshotSource {
    /// The last txn whose effect is included; nothing later is.
    Zxid zxid();

    /// The sessions, with their timeouts in milliseconds.
    Iterable<Map.Entry<SessionId, Integer>> sessions();

    int sessionCount();

    /// The znodes, the root first, parents before children. Each call starts anew.
    Iterator<ZnodeImage> znodes();

    TxnDigest digest();
}
