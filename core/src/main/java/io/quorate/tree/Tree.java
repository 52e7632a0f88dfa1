package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSink;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.protocol.txn.TxnHeader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The replicated state after some txn: the znodes and the table of sessions. It never changes; applying a
/// txn gives another tree, at the cost of copying the path to what it touches. Safe to read by any number
/// of threads.
public final class Tree implements SnapshotSource {
    private static final String CONFIG = "/zookeeper/config";

    private final Zxid zxid;
    private final Znode root;
    private final OrderedMap<SessionId, Integer> sessions;
    private final OrderedMap<SessionId, OrderedMap<String, Boolean>> ephemerals;
    private final OrderedMap<String, Boolean> containers;
    private final OrderedMap<String, Boolean> ttls;
    private final OrderedMap<String, Boolean> quotas;
    private final AclInterner acls;
    private final long digest;
    private final int znodeCount;
    private final int ephemeralCount;
    private final long dataSize;

    private Tree(Zxid zxid, Edit edit) {
        this.zxid = zxid;
        this.root = edit.root();
        this.sessions = edit.sessions();
        this.ephemerals = edit.ephemerals();
        this.containers = edit.containers();
        this.ttls = edit.ttls();
        this.quotas = edit.quotas();
        this.acls = edit.acls();
        this.digest = edit.digest();
        this.znodeCount = edit.znodeCount();
        this.ephemeralCount = edit.ephemeralCount();
        this.dataSize = edit.dataSize();
    }

    /// The state before the first txn: the system znodes, which no txn created.
    public static Tree fresh() {
        byte[] empty = new byte[0];
        Builder builder = new Builder();
        builder.znode(new ZnodeImage("", empty, null, StoredStat.ZERO));
        builder.znode(new ZnodeImage("/zookeeper", empty, null, StoredStat.ZERO));
        builder.znode(new ZnodeImage("/zookeeper/quota", empty, null, StoredStat.ZERO));
        builder.znode(new ZnodeImage(CONFIG, empty, Acl.READ_ONLY, freshConfig().stat()));
        return builder.build(Zxid.ZERO);
    }

    private static ZnodeContent freshConfig() {
        return new ZnodeContent(new byte[0], Acl.READ_ONLY, StoredStat.ZERO).withAversion(-1);
    }

    /// The state after `txn`. Total: whatever the txn and whatever the tree, the result says how it ended,
    /// and doing it again does no harm.
    public Applied apply(TxnHeader header, Txn txn) {
        Edit edit = new Edit(this);
        Application application = new Application(header, edit);
        TxnResult result = application.apply(txn);
        // Only now, after the whole of a multi: a snapshot's zxid says that all of it is included.
        return new Applied(new Tree(Zxid.max(zxid, header.zxid()), edit), result, application.changes());
    }

    /// This tree with another text in `/zookeeper/config`. Not a txn: each server writes there by itself
    /// what configuration it works with. The zxid and the digest stay.
    ///
    /// @param version of the configuration, becomes the znode's mzxid
    public Tree withConfig(String configText, long version, long timeMillis) {
        Edit edit = new Edit(this);
        ChildPath path = new ChildPath(CONFIG, "/zookeeper");
        Trail toParent = Trail.to(root, path.parent());
        if (toParent == null) {
            return this;
        }
        if (toParent.last().children().get(path.name()) == null) {
            // Left by a version that did not know of it.
            Znode config = Znode.at(CONFIG, freshConfig());
            edit.insert(toParent, path, config, toParent.last().content());
        }
        Trail trail = Trail.to(edit.root(), CONFIG);
        if (trail != null) {
            byte[] text = configText.getBytes(StandardCharsets.UTF_8);
            edit.replace(trail, CONFIG, trail.last().content().withData(text).modified(version, timeMillis, -1));
        }
        return new Tree(zxid, edit);
    }

    @Override
    public Zxid zxid() {
        return zxid;
    }

    /// The znode at `path`, or null if there is none or the path is malformed. The root is `/`.
    public @Nullable Znode find(String path) {
        return Trail.find(root, Trail.inside(path));
    }

    /// The sessions, with their timeouts in milliseconds.
    @Override
    public OrderedMap<SessionId, Integer> sessions() {
        return sessions;
    }

    @Override
    public int sessionCount() {
        return sessions.size();
    }

    /// The paths of the ephemeral znodes of `session`, as keys.
    public OrderedMap<String, Boolean> ephemeralsOf(SessionId session) {
        OrderedMap<String, Boolean> owned = ephemerals.get(session);
        return owned == null ? OrderedMap.empty() : owned;
    }

    /// The sessions that own ephemeral znodes.
    public Iterable<SessionId> ephemeralOwners() {
        return ephemerals.keys();
    }

    /// The paths of the containers, as keys.
    public OrderedMap<String, Boolean> containers() {
        return containers;
    }

    /// The paths of the znodes with a TTL, as keys.
    public OrderedMap<String, Boolean> ttls() {
        return ttls;
    }

    /// The prefixes that have a quota, as keys.
    OrderedMap<String, Boolean> quotas() {
        return quotas;
    }

    /// The quota that the znode at `path` counts for, whether it is there or not; null if there is none, or none that
    /// can be read.
    public @Nullable Quota quotaOf(String path) {
        String prefix = Quota.longest(quotas, path);
        if (prefix == null) {
            return null;
        }
        QuotaText limits = quotaText(Quota.limitsPath(prefix));
        QuotaText usage = quotaText(Quota.usagePath(prefix));
        return limits == null || usage == null ? null : new Quota(prefix, limits, usage);
    }

    private @Nullable QuotaText quotaText(String path) {
        Znode znode = find(path);
        return znode == null ? null : QuotaText.parse(znode.data());
    }

    @Override
    public TxnDigest digest() {
        return new TxnDigest(TxnDigest.VERSION, digest);
    }

    /// The number of znodes as Apache shows it, one more than there are: it has the root under two names.
    public int znodeCount() {
        return znodeCount + 1;
    }

    public int ephemeralCount() {
        return ephemeralCount;
    }

    /// The characters of all paths and the bytes of all data.
    public long approximateDataSize() {
        return dataSize;
    }

    @Override
    public Iterator<ZnodeImage> znodes() {
        return new ZnodeWalk(root);
    }

    Znode root() {
        return root;
    }

    OrderedMap<SessionId, OrderedMap<String, Boolean>> ephemerals() {
        return ephemerals;
    }

    AclInterner acls() {
        return acls;
    }

    long treeDigest() {
        return digest;
    }

    int countedZnodes() {
        return znodeCount;
    }

    /// Whether the two hold the same: zxid, sessions, and every znode with data, ACL and stat.
    public boolean sameAs(Tree other) {
        return zxid.equals(other.zxid) && sessions.equals(other.sessions) && sameZnodes(other);
    }

    private boolean sameZnodes(Tree other) {
        if (root == other.root) {
            return true;
        }
        if (digest != other.digest || znodeCount != other.znodeCount) {
            return false;
        }
        Iterator<ZnodeImage> theirs = other.znodes();
        Iterator<ZnodeImage> ours = znodes();
        while (ours.hasNext() && theirs.hasNext()) {
            if (!ZnodeWalk.same(ours.next(), theirs.next())) {
                return false;
            }
        }
        return ours.hasNext() == theirs.hasNext();
    }

    @Override
    public String toString() {
        return "Tree[zxid=" + zxid + ", znodes=" + znodeCount + ", sessions=" + sessions.size() + ", digest=" + digest
                + "]";
    }

    /// Makes a tree of what a snapshot holds. Used once.
    public static final class Builder implements SnapshotSink {
        private final Edit edit = new Edit();
        private final Branch branch;
        private @Nullable Promise promise;

        /// What the snapshot says the digest is after the txn `zxid`, which may be later than the snapshot
        /// itself.
        public record Promise(Zxid zxid, TxnDigest digest) {}

        public Builder() {
            this(TtlForms.MARKED);
        }

        public Builder(TtlForms forms) {
            branch = new Branch(edit, forms);
        }

        @Override
        public void session(SessionId session, int timeoutMillis) {
            edit.session(session, timeoutMillis);
        }

        @Override
        public void znode(ZnodeImage znode) {
            branch.add(znode);
        }

        /// The same for a znode that nobody has created and everybody may read.
        public Builder with(String path, byte[] data, StoredStat stat) {
            branch.add(new ZnodeImage(path, data, Acl.READ_ONLY, stat));
            return this;
        }

        @Override
        public void digest(Zxid zxid, TxnDigest digest) {
            promise = new Promise(zxid, digest);
        }

        public @Nullable Promise promise() {
            return promise;
        }

        /// The tree of all that has been received, as the state after `zxid`.
        ///
        /// @throws io.quorate.protocol.MalformedException if there was no root
        public Tree build(Zxid zxid) {
            branch.finish();
            new QuotaBooks(edit).recountAll();
            return new Tree(zxid, edit);
        }
    }
}
