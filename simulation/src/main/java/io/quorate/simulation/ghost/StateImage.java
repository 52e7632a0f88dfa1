package io.quorate.simulation.ghost;

import io.quorate.model.SessionId;
import io.quorate.model.ZnodePath;
import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.simulation.reference.Entry;
import io.quorate.simulation.reference.State;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// A state of the reference as a snapshot would hold it.
record StateImage(State state, Zxid zxid) implements SnapshotSource {
    @Override
    public Iterable<Map.Entry<SessionId, Integer>> sessions() {
        return state.sessions().entrySet();
    }

    @Override
    public int sessionCount() {
        return state.sessions().size();
    }

    @Override
    public Iterator<ZnodeImage> znodes() {
        List<ZnodeImage> images = new ArrayList<>();
        for (String path : state.paths()) {
            Entry entry = state.find(path);
            if (entry != null) {
                String written = path.equals(ZnodePath.ROOT) ? "" : path;
                images.add(new ZnodeImage(written, entry.data(), entry.acl(), entry.stat()));
            }
        }
        return images.iterator();
    }

    @Override
    public TxnDigest digest() {
        return new TxnDigest(TxnDigest.VERSION, state.digest());
    }
}
