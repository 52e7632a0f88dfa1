package io.quorate.storage;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.tree.Tree;
import java.util.Iterator;
import java.util.Map;

/// A tree during whose writing something happens.
record TreeWithInterruption(Tree tree, Runnable interruption) implements SnapshotSource {
    @Override
    public Zxid zxid() {
        return tree.zxid();
    }

    @Override
    public Iterable<Map.Entry<SessionId, Integer>> sessions() {
        return tree.sessions();
    }

    @Override
    public int sessionCount() {
        interruption.run();
        return tree.sessionCount();
    }

    @Override
    public Iterator<ZnodeImage> znodes() {
        return tree.znodes();
    }

    @Override
    public TxnDigest digest() {
        return tree.digest();
    }
}
