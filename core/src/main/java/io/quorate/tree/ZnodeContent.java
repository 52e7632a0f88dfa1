package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.model.StoredStat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a znode holds beside its children: the unit in which it is changed. Short-lived.
record ZnodeContent(byte @Nullable [] data, @Nullable List<Acl> acl, StoredStat stat) {
    ZnodeContent withData(byte @Nullable [] other) {
        return new ZnodeContent(other, acl, stat);
    }

    ZnodeContent withAcl(List<Acl> other) {
        return new ZnodeContent(data, other, stat);
    }

    ZnodeContent withStat(StoredStat other) {
        return new ZnodeContent(data, acl, other);
    }

    /// As after setData.
    ZnodeContent modified(long mzxid, long mtime, int version) {
        return withStat(new StoredStat(
                stat.czxid(),
                mzxid,
                stat.ctime(),
                mtime,
                version,
                stat.cversion(),
                stat.aversion(),
                stat.ephemeralOwner(),
                stat.pzxid()));
    }

    ZnodeContent withAversion(int aversion) {
        return withStat(new StoredStat(
                stat.czxid(),
                stat.mzxid(),
                stat.ctime(),
                stat.mtime(),
                stat.version(),
                stat.cversion(),
                aversion,
                stat.ephemeralOwner(),
                stat.pzxid()));
    }

    /// As a parent whose children have changed.
    ZnodeContent withChildHistory(int cversion, long pzxid) {
        return withStat(new StoredStat(
                stat.czxid(),
                stat.mzxid(),
                stat.ctime(),
                stat.mtime(),
                stat.version(),
                cversion,
                stat.aversion(),
                stat.ephemeralOwner(),
                pzxid));
    }
}
