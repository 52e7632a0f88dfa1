package io.quorate.tree;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.StoredStat;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of what each txn does.
///
/// A log is replayed over snapshots that may include some of the replayed txns already (Apache writes
/// snapshots while the tree changes). Hence nothing here counts: versions are those of the txn, and what a
/// txn raises is raised to a maximum. What is already there, or already gone, is an error for the client
/// and none for the replay.
final class Application {
    private final TxnHeader header;
    private final Edit edit;
    private final QuotaBooks quotas;
    private final List<Change> changes = new ArrayList<>();

    Application(TxnHeader header, Edit edit) {
        this.header = header;
        this.edit = edit;
        this.quotas = new QuotaBooks(edit);
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }

    TxnResult apply(Txn txn) {
        return switch (txn) {
            case Txn.Create create -> create(create);
            case Txn.Delete delete -> new TxnResult(delete.type(), delete(delete.path()), null, null, List.of());
            case Txn.SetData setData -> setData(setData);
            case Txn.SetAcl setAcl -> setAcl(setAcl);
            case Txn.Check check -> TxnResult.done(check.type());
            case Txn.Multi multi -> multi(multi);
            case Txn.CreateSession createSession -> createSession(createSession);
            case Txn.CloseSession closeSession -> closeSession(closeSession);
            case Txn.Failed failed -> TxnResult.failed(failed.type(), failed.error());
        };
    }

    private TxnResult create(Txn.Create create) {
        ChildPath path = ChildPath.of(create.path());
        Trail toParent = path == null ? null : Trail.to(edit.root(), path.parent());
        if (path == null || toParent == null) {
            return TxnResult.failed(create.type(), ErrorCode.NO_NODE);
        }
        List<Acl> acl = edit.intern(create.acl());
        if (toParent.last().children().get(path.name()) != null) {
            return alreadyThere(create, path, acl);
        }
        StoredStat stat = createdNow(Txn.ownerOf(create, header.session()));
        Znode znode = Znode.at(path.full(), new ZnodeContent(create.data(), acl, stat), Ownership.of(create));
        edit.insert(toParent, path, znode, afterCreation(toParent.last(), create.parentCversion()));
        quotas.created(path.full(), znode);
        changes.add(
                new Change(EventType.CREATED, path.full(), acl, toParent.last().acl()));
        return new TxnResult(create.type(), ErrorCode.OK, path.full(), znode.stat(), List.of());
    }

    private StoredStat createdNow(long owner) {
        long zxid = header.zxid().value();
        long time = header.timeMillis();
        return new StoredStat(zxid, zxid, time, time, 0, 0, 0, owner, zxid);
    }

    /// The znode may be a later one of the same path, so it stays; but a fuzzy snapshot may lack its ACL,
    /// or may hold the parent as it was before this creation. Only the plain create mends the parent, as in
    /// Apache: the digests of both must agree.
    private TxnResult alreadyThere(Txn.Create create, ChildPath path, List<Acl> acl) {
        if (create.type() == OpCode.CREATE) {
            change(path.parent(), parent -> afterCreation(parent, create.parentCversion()));
        }
        change(path.full(), znode -> znode.content().withAcl(acl));
        return TxnResult.failed(create.type(), ErrorCode.NODE_EXISTS);
    }

    /// @param cversion the parent's child counter after the creation, or -1 if the txn does not say
    private ZnodeContent afterCreation(Znode parent, int cversion) {
        int counter = cversion == -1 ? parent.storedCversion() + 1 : cversion;
        ZnodeContent content = parent.content();
        return counter > parent.storedCversion() ? content.withChildHistory(counter, pzxidOf(parent)) : content;
    }

    private long pzxidOf(Znode parent) {
        return Math.max(parent.pzxid(), header.zxid().value());
    }

    private ErrorCode delete(String fullPath) {
        ChildPath path = ChildPath.of(fullPath);
        Trail toParent = path == null ? null : Trail.to(edit.root(), path.parent());
        if (path == null || toParent == null) {
            return ErrorCode.NO_NODE;
        }
        Znode parent = toParent.last();
        Znode znode = parent.children().get(path.name());
        // Raised even if the znode is gone: the snapshot may have the parent from before this deletion.
        edit.remove(toParent, path, znode, parent.content().withChildHistory(parent.storedCversion(), pzxidOf(parent)));
        if (znode == null) {
            return ErrorCode.NO_NODE;
        }
        quotas.deleted(fullPath, znode);
        changes.add(new Change(EventType.DELETED, fullPath, znode.acl(), parent.acl()));
        return ErrorCode.OK;
    }

    private TxnResult setData(Txn.SetData setData) {
        String path = Trail.inside(setData.path());
        Trail trail = Trail.to(edit.root(), path);
        if (trail == null) {
            return TxnResult.failed(setData.type(), ErrorCode.NO_NODE);
        }
        Znode before = trail.last();
        ZnodeContent content = before.content()
                .withData(setData.data())
                .modified(header.zxid().value(), header.timeMillis(), setData.version());
        Znode after = edit.replace(trail, path, content);
        quotas.changed(path, after.dataLength() - before.dataLength());
        Znode parent = trail.parent();
        changes.add(new Change(
                EventType.DATA_CHANGED, setData.path(), after.acl(), parent == null ? List.of() : parent.acl()));
        return TxnResult.done(setData.type(), after.stat());
    }

    private TxnResult setAcl(Txn.SetAcl setAcl) {
        List<Acl> acl = edit.intern(setAcl.acl());
        Stat stat = change(
                Trail.inside(setAcl.path()),
                znode -> znode.content().withAcl(acl).withAversion(setAcl.version()));
        return stat == null ? TxnResult.failed(setAcl.type(), ErrorCode.NO_NODE) : TxnResult.done(setAcl.type(), stat);
    }

    private interface Revision {
        ZnodeContent of(Znode znode);
    }

    /// The stat of the changed znode, or null if there is none at `path`.
    private @Nullable Stat change(String path, Revision revision) {
        Trail trail = Trail.to(edit.root(), path);
        if (trail == null) {
            return null;
        }
        return edit.replace(trail, path, revision.of(trail.last())).stat();
    }

    private TxnResult multi(Txn.Multi multi) {
        boolean failed = multi.txns().stream().anyMatch(Txn.Failed.class::isInstance);
        List<TxnResult> parts = failed ? partsOfFailed(multi) : partsOfApplied(multi);
        ErrorCode error = ErrorCode.OK;
        for (TxnResult part : parts) {
            if (error == ErrorCode.OK) {
                error = part.error();
            }
        }
        return new TxnResult(multi.type(), error, null, null, parts);
    }

    private List<TxnResult> partsOfApplied(Txn.Multi multi) {
        List<TxnResult> parts = new ArrayList<>();
        for (Txn member : multi.txns()) {
            parts.add(apply(member));
        }
        return List.copyOf(parts);
    }

    /// Nothing is executed; the members before the first failed one get 0, those after it -2.
    private static List<TxnResult> partsOfFailed(Txn.Multi multi) {
        List<TxnResult> parts = new ArrayList<>();
        ErrorCode others = ErrorCode.OK;
        for (Txn member : multi.txns()) {
            if (member instanceof Txn.Failed(ErrorCode error)) {
                parts.add(TxnResult.failed(OpCode.ERROR, error));
                others = ErrorCode.RUNTIME_INCONSISTENCY;
            } else {
                parts.add(TxnResult.failed(OpCode.ERROR, others));
            }
        }
        return List.copyOf(parts);
    }

    private TxnResult createSession(Txn.CreateSession createSession) {
        edit.session(header.session(), createSession.timeoutMillis());
        return TxnResult.done(createSession.type());
    }

    /// The listed znodes go first, whoever owns them now: one may be a later znode of the same path, and
    /// its creation comes again. What the session still owns after that goes too.
    private TxnResult closeSession(Txn.CloseSession closeSession) {
        SessionId session = header.session();
        List<String> listed = closeSession.ephemerals();
        if (listed != null) {
            listed.forEach(this::delete);
        }
        edit.ephemeralsOf(session).keyList().forEach(this::delete);
        edit.dropSession(session);
        return TxnResult.done(closeSession.type());
    }
}
