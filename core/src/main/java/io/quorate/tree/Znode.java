package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.StoredStat;
import io.quorate.protocol.txn.Txn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One znode with all that is below it. It never changes.
///
/// There are many of these, so the numbers of the stat are fields, not objects. A znode knows neither its
/// name nor its path: the name is the key in the parent's children, and stored there only.
public final class Znode {
    /// Bits 63 to 40 of the owner field of a znode with a TTL: the mark of extended types, and their
    /// feature 0. A session of server 255 has the same mark, but then its time, unless it is zero, in the
    /// bits of the feature.
    private static final long TTL_MARK = Txn.ttlOwner(0) >>> 40;

    private static final long TTL_BITS = (1L << 40) - 1;

    private final OrderedMap<String, Znode> children;
    private final byte @Nullable [] data;
    private final @Nullable List<Acl> acl;
    private final int digest;
    private final int version;
    private final int cversion;
    private final int aversion;
    private final long czxid;
    private final long mzxid;
    private final long pzxid;
    private final long ctime;
    private final long mtime;
    private final long owner;

    private Znode(OrderedMap<String, Znode> children, ZnodeContent content, int digest) {
        this.children = children;
        this.data = content.data();
        this.acl = content.acl();
        this.digest = digest;
        StoredStat stat = content.stat();
        this.version = stat.version();
        this.cversion = stat.cversion();
        this.aversion = stat.aversion();
        this.czxid = stat.czxid();
        this.mzxid = stat.mzxid();
        this.pzxid = stat.pzxid();
        this.ctime = stat.ctime();
        this.mtime = stat.mtime();
        this.owner = stat.ephemeralOwner();
    }

    private Znode(OrderedMap<String, Znode> children, Znode like) {
        this.children = children;
        this.data = like.data;
        this.acl = like.acl;
        this.digest = like.digest;
        this.version = like.version;
        this.cversion = like.cversion;
        this.aversion = like.aversion;
        this.czxid = like.czxid;
        this.mzxid = like.mzxid;
        this.pzxid = like.pzxid;
        this.ctime = like.ctime;
        this.mtime = like.mtime;
        this.owner = like.owner;
    }

    /// A znode that is to stand at `path`, which the digest depends on.
    static Znode at(String path, OrderedMap<String, Znode> children, ZnodeContent content) {
        return new Znode(children, content, ZnodeDigest.of(path, content));
    }

    Znode withChildren(OrderedMap<String, Znode> others) {
        return new Znode(others, this);
    }

    Znode withChild(String name, Znode child) {
        return withChildren(children.with(name, child));
    }

    Znode withoutChild(String name) {
        return withChildren(children.without(name));
    }

    /// This znode, which stands at `path`, with other data, ACL or stat.
    Znode withContent(String path, ZnodeContent content) {
        return at(path, children, content);
    }

    ZnodeContent content() {
        return new ZnodeContent(data, acl, storedStat());
    }

    OrderedMap<String, Znode> children() {
        return children;
    }

    /// What this znode adds to the digest of the tree, its children not included.
    long digest() {
        return Integer.toUnsignedLong(digest);
    }

    long pzxid() {
        return pzxid;
    }

    int storedCversion() {
        return cversion;
    }

    /// The data, null if it was created with null. Nobody may write to the array.
    public byte @Nullable [] data() {
        return data;
    }

    public int dataLength() {
        return data == null ? 0 : data.length;
    }

    public List<Acl> acl() {
        return acl == null ? Acl.OPEN : acl;
    }

    /// The ACL as a snapshot keeps it: null if none was ever set, as with the system znodes of a fresh
    /// tree.
    public @Nullable List<Acl> storedAcl() {
        return acl;
    }

    public StoredStat storedStat() {
        return new StoredStat(czxid, mzxid, ctime, mtime, version, cversion, aversion, owner, pzxid);
    }

    /// The stat as clients see it: `cversion` counts creations and deletions, and only sessions show as
    /// owners.
    public Stat stat() {
        return new Stat(
                czxid,
                mzxid,
                ctime,
                mtime,
                version,
                2 * cversion - children.size(),
                aversion,
                isEphemeral() ? owner : 0,
                dataLength(),
                children.size(),
                pzxid);
    }

    public int childCount() {
        return children.size();
    }

    public boolean hasChild(String name) {
        return children.containsKey(name);
    }

    public @Nullable Znode child(String name) {
        return children.get(name);
    }

    /// In ascending order.
    public Iterable<String> childNames() {
        return children.keys();
    }

    /// In ascending order, in a list of its own.
    public List<String> childNameList() {
        return children.keyList();
    }

    /// Whether it goes when a session ends: that of {@link #owner}.
    public boolean isEphemeral() {
        return owner != 0 && !isContainer() && !isTtl();
    }

    /// The session that an ephemeral znode belongs to; {@link SessionId#NONE} for others.
    public SessionId owner() {
        return isEphemeral() ? new SessionId(owner) : SessionId.NONE;
    }

    public boolean isContainer() {
        return owner == Txn.CONTAINER_OWNER;
    }

    public boolean isTtl() {
        return owner >>> 40 == TTL_MARK && (owner & TTL_BITS) != 0;
    }

    /// How long a znode with a TTL may stay childless and unchanged; 0 for others.
    public long ttlMillis() {
        return isTtl() ? owner & TTL_BITS : 0;
    }

    @Override
    public String toString() {
        return "Znode[dataLength=" + dataLength() + ", childCount=" + childCount() + ", " + storedStat() + "]";
    }
}
