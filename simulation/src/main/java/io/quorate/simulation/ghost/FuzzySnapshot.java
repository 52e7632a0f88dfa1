package io.quorate.simulation.ghost;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A snapshot as Apache writes it, while the tree goes on changing: it is named, then the sessions and the ACLs are
/// taken, then one znode after the other, each with its stat and the names of its children as they are by then.
///
/// An ACL that came into use after the table was written is missing in it, and reads as open.
final class FuzzySnapshot implements SnapshotSource {
    private final List<Tree> moments;
    private final RandomGenerator random;
    private final int pace;
    private final Tree named;
    private final Tree withSessions;
    private final Set<List<Acl>> table = new HashSet<>();
    private final List<ZnodeImage> images = new ArrayList<>();
    private int at;

    /// @param moments the states after successive txns; it is named after the first
    FuzzySnapshot(List<Tree> moments, RandomGenerator random) {
        this.moments = moments;
        this.random = random;
        this.pace = random.nextInt(1, 12);
        this.named = moments.getFirst();
        timePasses();
        this.withSessions = moments.get(at);
        Iterator<ZnodeImage> all = withSessions.znodes();
        while (all.hasNext()) {
            List<Acl> acl = all.next().acl();
            if (acl != null) {
                table.add(acl);
            }
        }
        visit("");
    }

    private void visit(String path) {
        timePasses();
        Znode znode = moments.get(at).find(path.isEmpty() ? "/" : path);
        if (znode == null) {
            return;
        }
        List<Acl> acl = znode.storedAcl();
        boolean written = acl == null || table.contains(acl);
        images.add(new ZnodeImage(path, znode.data(), written ? acl : Acl.OPEN, znode.storedStat()));
        for (String name : znode.childNameList()) {
            visit(path + "/" + name);
        }
    }

    private void timePasses() {
        at = Math.min(moments.size() - 1, at + Math.max(0, random.nextInt(-8, pace)));
    }

    @Override
    public Zxid zxid() {
        return named.zxid();
    }

    @Override
    public Iterable<Map.Entry<SessionId, Integer>> sessions() {
        return withSessions.sessions();
    }

    @Override
    public int sessionCount() {
        return withSessions.sessionCount();
    }

    @Override
    public Iterator<ZnodeImage> znodes() {
        return images.iterator();
    }

    @Override
    public TxnDigest digest() {
        return named.digest();
    }
}
