package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.StoredStat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One znode with all that is below it. It never changes.
///
/// There are many of these, so name, stat and data are packed into one array; only long data is kept apart.
/// A znode does not know its path.
public final class Znode {
    /// Data longer than this is not copied with every change of the stat or every reading.
    private static final int MOST_PACKED_BYTES = 1024;

    private final Children children;
    private final byte[] record;
    private final byte @Nullable [] bulk;
    private final @Nullable List<Acl> acl;
    private final int digest;

    private Znode(Children children, Name name, Ownership ownership, ZnodeContent content, String path) {
        this.children = children;
        byte[] data = content.data();
        this.bulk = data != null && data.length > MOST_PACKED_BYTES ? data : null;
        this.record = ZnodeRecord.of(name, content.stat(), ownership, bulk == null ? data : null);
        this.acl = content.acl();
        this.digest = ZnodeDigest.of(path, content);
    }

    private Znode(Children children, Znode like) {
        this.children = children;
        this.record = like.record;
        this.bulk = like.bulk;
        this.acl = like.acl;
        this.digest = like.digest;
    }

    /// A childless znode that is to stand at `path`, which the digest depends on.
    static Znode at(String path, ZnodeContent content) {
        return at(path, content, Ownership.of(content.stat().ephemeralOwner()));
    }

    /// The same, where more is known of the owner than the number.
    static Znode at(String path, ZnodeContent content, Ownership ownership) {
        return new Znode(Children.NONE, Name.of(ChildPath.nameIn(path)), ownership, content, path);
    }

    /// This znode, which stands at `path`, with other data, ACL or stat.
    Znode withContent(String path, ZnodeContent content) {
        return new Znode(children, name(), ownership(), content, path);
    }

    Znode withChildren(Children others) {
        return new Znode(others, this);
    }

    /// With `child` in the place of one with the same name, if there is one.
    Znode withChild(Znode child) {
        return withChildren(children.with(child));
    }

    Znode withoutChild(Name name) {
        return withChildren(children.without(name));
    }

    ZnodeContent content() {
        return new ZnodeContent(data(), acl, storedStat());
    }

    Children children() {
        return children;
    }

    /// Empty for the root.
    Name name() {
        return ZnodeRecord.name(record);
    }

    /// What this znode adds to the digest of the tree, its children not included.
    long digest() {
        return Integer.toUnsignedLong(digest);
    }

    long pzxid() {
        return ZnodeRecord.pzxid(record);
    }

    int storedCversion() {
        return ZnodeRecord.cversion(record);
    }

    /// The data, null if it was created with null. Nobody may write to the array.
    public byte @Nullable [] data() {
        return bulk == null ? ZnodeRecord.data(record) : bulk;
    }

    public int dataLength() {
        return bulk == null ? ZnodeRecord.dataLength(record) : bulk.length;
    }

    public List<Acl> acl() {
        return acl == null ? Acl.OPEN : acl;
    }

    /// The ACL as a snapshot keeps it: null if none was ever set, as with the system znodes of a fresh tree.
    public @Nullable List<Acl> storedAcl() {
        return acl;
    }

    public StoredStat storedStat() {
        return ZnodeRecord.stat(record);
    }

    /// The stat as clients see it: `cversion` counts creations and deletions, and only sessions show as
    /// owners.
    public Stat stat() {
        StoredStat stored = storedStat();
        return new Stat(
                stored.czxid(),
                stored.mzxid(),
                stored.ctime(),
                stored.mtime(),
                stored.version(),
                2 * stored.cversion() - children.size(),
                stored.aversion(),
                owner().value(),
                dataLength(),
                children.size(),
                stored.pzxid());
    }

    public int childCount() {
        return children.size();
    }

    public boolean hasChild(String name) {
        return child(name) != null;
    }

    public @Nullable Znode child(String name) {
        return children.get(Name.of(name));
    }

    /// In ascending order of their names.
    public Iterable<Znode> childZnodes() {
        return children;
    }

    /// What it is called below its parent; empty for the root.
    public String ownName() {
        return name().toString();
    }

    /// In ascending order.
    public Iterable<String> childNames() {
        return () -> {
            Iterator<Znode> each = children.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public String next() {
                    return each.next().name().toString();
                }
            };
        };
    }

    /// In ascending order, in a list of its own.
    public List<String> childNameList() {
        List<String> names = new ArrayList<>(childCount());
        childNames().forEach(names::add);
        return names;
    }

    /// The names of children in ascending order, from the first behind `after`, which need not be one, or from the
    /// first. Costs what it returns.
    ///
    /// @param bytes how much they may take together on the wire; one is returned even if it takes more
    public List<String> childNamesBehind(@Nullable String after, int bytes) {
        return children.namesBehind(after == null ? null : Name.of(after), bytes);
    }

    private long ownerField() {
        return ZnodeRecord.owner(record);
    }

    private Ownership ownership() {
        return ZnodeRecord.ownership(record);
    }

    /// Whether it goes when a session ends: that of {@link #owner}.
    public boolean isEphemeral() {
        return ownership() == Ownership.SESSION;
    }

    /// The session that an ephemeral znode belongs to; {@link SessionId#NONE} for others.
    public SessionId owner() {
        return isEphemeral() ? new SessionId(ownerField()) : SessionId.NONE;
    }

    public boolean isContainer() {
        return ownership() == Ownership.CONTAINER;
    }

    public boolean isTtl() {
        return ownership() == Ownership.TTL;
    }

    /// How long a znode with a TTL may stay childless and unchanged; 0 for others, and for one that stays for
    /// ever.
    public long ttlMillis() {
        return isTtl() ? Ownership.ttlMillis(ownerField()) : 0;
    }

    @Override
    public String toString() {
        return "Znode[name=" + name() + ", dataLength=" + dataLength() + ", childCount=" + childCount() + ", "
                + storedStat() + "]";
    }
}
