package io.quorate.simulation.reference;

import io.quorate.model.Acl;
import io.quorate.model.Stat;
import io.quorate.model.StoredStat;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.txn.Txn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A znode between two of its changes. Nobody may write to `data`.
public final class Entry {
    private final String path;
    private final byte @Nullable [] data;
    private final List<Acl> acl;
    private final StoredStat stat;
    private final Names children;
    private final long digest;

    Entry(String path, byte @Nullable [] data, List<Acl> acl, StoredStat stat, Names children) {
        this.path = path;
        this.data = data;
        this.acl = acl;
        this.stat = stat;
        this.children = children;
        this.digest = Digests.of(path, data, stat);
    }

    public String path() {
        return path;
    }

    public byte @Nullable [] data() {
        return data;
    }

    public List<Acl> acl() {
        return acl;
    }

    public StoredStat stat() {
        return stat;
    }

    /// The names of the children, without the path of this znode, in the order of the alphabet.
    public List<String> children() {
        return children.sorted();
    }

    /// What it adds to the digest of the tree.
    public long digest() {
        return digest;
    }

    public boolean isContainer() {
        return stat.ephemeralOwner() == Txn.CONTAINER_OWNER;
    }

    public boolean hasTtl() {
        return stat.ephemeralOwner() >>> 40 == 0xFF_0000;
    }

    public boolean isEphemeral() {
        return stat.ephemeralOwner() != 0 && !isContainer() && !hasTtl();
    }

    /// As clients see it.
    public Stat shown() {
        return new Stat(
                stat.czxid(),
                stat.mzxid(),
                stat.ctime(),
                stat.mtime(),
                stat.version(),
                2 * stat.cversion() - children.size(),
                stat.aversion(),
                isEphemeral() ? stat.ephemeralOwner() : 0,
                data == null ? 0 : data.length,
                children.size(),
                stat.pzxid());
    }

    /// With other data that nobody is said to have changed.
    Entry withBareData(byte @Nullable [] newData) {
        return new Entry(path, newData, acl, stat, children);
    }

    Entry withData(byte @Nullable [] newData, int version, long zxid, long timeMillis) {
        StoredStat s = stat;
        return new Entry(
                path,
                newData,
                acl,
                new StoredStat(
                        s.czxid(),
                        zxid,
                        s.ctime(),
                        timeMillis,
                        version,
                        s.cversion(),
                        s.aversion(),
                        s.ephemeralOwner(),
                        s.pzxid()),
                children);
    }

    Entry withAcl(List<Acl> newAcl, int aversion) {
        StoredStat s = stat;
        return new Entry(
                path,
                data,
                newAcl,
                new StoredStat(
                        s.czxid(),
                        s.mzxid(),
                        s.ctime(),
                        s.mtime(),
                        s.version(),
                        s.cversion(),
                        aversion,
                        s.ephemeralOwner(),
                        s.pzxid()),
                children);
    }

    Entry withChild(String name, int cversion, long zxid) {
        return new Entry(path, data, acl, counting(cversion, zxid), children.with(name));
    }

    Entry withoutChild(String name, long zxid) {
        return new Entry(path, data, acl, counting(stat.cversion(), zxid), children.without(name));
    }

    private StoredStat counting(int cversion, long pzxid) {
        StoredStat s = stat;
        return new StoredStat(
                s.czxid(),
                s.mzxid(),
                s.ctime(),
                s.mtime(),
                s.version(),
                cversion,
                s.aversion(),
                s.ephemeralOwner(),
                pzxid);
    }

    @Override
    public String toString() {
        return ZnodePath.ROOT.equals(path) ? "root " + shown() : path + " " + shown();
    }
}
