package io.quorate.protocol.snapshot;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.TxnDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A snapshot in plain collections: what is written, and what has been read.
final class Recording implements SnapshotSource, SnapshotSink {
    final Map<SessionId, Integer> sessions = new LinkedHashMap<>();
    final List<ZnodeImage> znodes = new ArrayList<>();

    @Nullable
    Zxid zxid;

    @Nullable
    TxnDigest digest;

    @Override
    public void session(SessionId session, int timeoutMillis) {
        sessions.put(session, timeoutMillis);
    }

    @Override
    public void znode(ZnodeImage znode) {
        znodes.add(znode);
    }

    @Override
    public void digest(Zxid zxid, TxnDigest digest) {
        this.zxid = zxid;
        this.digest = digest;
    }

    @Override
    public Zxid zxid() {
        return zxid == null ? Zxid.ZERO : zxid;
    }

    @Override
    public Iterable<Map.Entry<SessionId, Integer>> sessions() {
        return sessions.entrySet();
    }

    @Override
    public int sessionCount() {
        return sessions.size();
    }

    @Override
    public Iterator<ZnodeImage> znodes() {
        return znodes.iterator();
    }

    @Override
    public TxnDigest digest() {
        return digest == null ? new TxnDigest(TxnDigest.VERSION, 0) : digest;
    }
}
