package io.quorate.simulation.reference;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What writes become, where extension operations are enabled.
final class Writes {
    private static final int ANY_VERSION = -1;

    private final Draft draft;
    private final Asker asker;
    private final long timeMillis;
    private final boolean localSessions;

    /// @param timeMillis the clock of whoever decides; only the age of a znode with a time to live depends
    ///     on it
    /// @param localSessions whether a session that no txn has begun may ask all the same
    Writes(State before, Asker asker, long timeMillis, boolean localSessions) {
        this.draft = new Draft(before);
        this.asker = asker;
        this.timeMillis = timeMillis;
        this.localSessions = localSessions;
    }

    Txn decide(Request request) {
        SessionId session = asker.session();
        boolean asksForSession = request instanceof Request.CreateSession;
        boolean byServer = request instanceof Request.DeleteContainer && session.equals(SessionId.NONE);
        if (!asksForSession && !byServer && !mayAsk(request)) {
            return new Txn.Failed(ErrorCode.SESSION_EXPIRED);
        }
        Txn txn = switch (request) {
            case Request.Multi multi -> multi(multi);
            case Request.Check _, Request.CheckNotExists _, Request.CheckStat _ ->
                new Txn.Failed(ErrorCode.UNIMPLEMENTED);
            default -> alone(parts(request));
        };
        return TxnBytes.areTooMany(txn) ? new Txn.Failed(ErrorCode.MARSHALLING_ERROR) : txn;
    }

    /// A session that only its server knows ends without a txn.
    private boolean mayAsk(Request request) {
        SessionId session = asker.session();
        boolean mayBeLocal = localSessions
                && request.op() != OpCode.CLOSE_SESSION
                && !draft.state().hasEnded(session);
        return draft.hasSession(session) || mayBeLocal;
    }

    /// A check does not stand alone.
    private static Txn alone(List<Txn> parts) {
        boolean bare = parts.size() == 1 && !(parts.getFirst() instanceof Txn.Check);
        return bare ? parts.getFirst() : new Txn.Multi(parts);
    }

    /// The txns of one operation.
    private List<Txn> parts(Request request) {
        if (Extensions.isAboutFeatures(request)) {
            return List.of(new Txn.Failed(ErrorCode.BAD_ARGUMENTS));
        }
        return request.op().isExtension() ? new Extensions(draft, asker).decide(request) : List.of(single(request));
    }

    private Txn single(Request request) {
        return switch (request) {
            case Request.Create create -> Creation.of(create, asker, draft);
            case Request.Delete(String path, int version) -> delete(path, version);
            case Request.SetData setData -> setData(setData);
            case Request.SetAcl setAcl -> setAcl(setAcl);
            // Only in a multi; alone it is no request that a client may make.
            case Request.Check(String path, int version) -> check(path, version);
            case Request.CreateSession(int timeoutMillis) -> new Txn.CreateSession(timeoutMillis);
            case Request.DeleteContainer(String path) -> deleteContainer(path);
            case Request.Bare(OpCode op)
            when op == OpCode.CLOSE_SESSION -> TxnBytes.closing(draft.ephemeralsOf(asker.session()));
            case Request.Malformed _ -> new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
            default -> new Txn.Failed(ErrorCode.UNIMPLEMENTED);
        };
    }

    private Txn multi(Request.Multi multi) {
        if (multi.op() != OpCode.MULTI) {
            return new Txn.Failed(ErrorCode.UNIMPLEMENTED);
        }
        if (!multi.operations().stream().allMatch(Writes::mayBeMember)) {
            return new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
        }
        List<List<Txn>> members = new ArrayList<>();
        boolean failed = false;
        // Nobody can ask for what it will be.
        Application application = new Application(
                draft, new TxnHeader(asker.session(), 0, draft.state().zxid().next(), timeMillis));
        for (Request operation : multi.operations()) {
            if (failed) {
                members.add(List.of(new Txn.Failed(ErrorCode.RUNTIME_INCONSISTENCY)));
                continue;
            }
            List<Txn> parts = parts(operation);
            failed = parts.getFirst() instanceof Txn.Failed;
            parts.forEach(application::apply);
            members.add(parts);
        }
        List<Txn> txns = new ArrayList<>();
        for (List<Txn> parts : members) {
            txns.addAll(failed ? List.of(parts.getLast()) : parts);
        }
        return new Txn.Multi(txns);
    }

    private static boolean mayBeMember(Request operation) {
        return switch (operation) {
            case Request.Create create -> create.path() != null;
            case Request.Delete delete -> delete.path() != null;
            case Request.SetData setData -> setData.path() != null;
            case Request.Check check -> check.path() != null;
            case Request.CheckNotExists check -> check.path() != null;
            case Request.CheckStat check -> check.path() != null;
            case Request.TryRemove remove -> remove.path() != null;
            case Request.RemoveRecursive remove -> remove.path() != null;
            default -> false;
        };
    }

    private Txn delete(@Nullable String path, int version) {
        if (path == null) {
            return new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
        }
        if (!path.contains("/") || path.indexOf('\0') >= 0 || ZnodePath.isReserved(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Entry parent = draft.find(ZnodePath.parent(path));
        if (parent == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        if (!Permissions.allow(parent.acl(), Acl.DELETE, asker.identities())) {
            return new Txn.Failed(ErrorCode.NO_AUTH);
        }
        Entry znode = draft.find(path);
        if (znode == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        if (version != ANY_VERSION && version != znode.stat().version()) {
            return new Txn.Failed(ErrorCode.BAD_VERSION);
        }
        if (!znode.children().isEmpty()) {
            return new Txn.Failed(ErrorCode.NOT_EMPTY);
        }
        return new Txn.Delete(OpCode.DELETE, path);
    }

    private Txn setData(Request.SetData setData) {
        Entry znode = found(setData.path());
        ErrorCode error = objection(setData.path(), znode, Acl.WRITE);
        if (error != ErrorCode.OK || znode == null) {
            return new Txn.Failed(error);
        }
        ErrorCode quota = Quotas.objection(znode.path(), 0, znode.data(), setData.data(), draft);
        if (quota != ErrorCode.OK) {
            return new Txn.Failed(quota);
        }
        int version = znode.stat().version();
        return isNot(setData.version(), version)
                ? new Txn.Failed(ErrorCode.BAD_VERSION)
                : new Txn.SetData(OpCode.SET_DATA, znode.path(), setData.data(), after(version));
    }

    private Txn check(@Nullable String path, int version) {
        Entry znode = found(path);
        ErrorCode error = objection(path, znode, Acl.READ);
        if (error != ErrorCode.OK || znode == null) {
            return new Txn.Failed(error);
        }
        return isNot(version, znode.stat().version())
                ? new Txn.Failed(ErrorCode.BAD_VERSION)
                : new Txn.Check(znode.path(), after(znode.stat().version()));
    }

    private Txn setAcl(Request.SetAcl setAcl) {
        if (!ZnodePath.isValid(setAcl.path())) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        List<Acl> acl = Permissions.toStore(setAcl.acl(), asker.identities());
        if (acl == null) {
            return new Txn.Failed(ErrorCode.INVALID_ACL);
        }
        Entry znode = found(setAcl.path());
        ErrorCode error = objection(setAcl.path(), znode, Acl.ADMIN);
        if (error != ErrorCode.OK || znode == null) {
            return new Txn.Failed(error);
        }
        int aversion = znode.stat().aversion();
        return isNot(setAcl.version(), aversion)
                ? new Txn.Failed(ErrorCode.BAD_VERSION)
                : new Txn.SetAcl(znode.path(), acl, after(aversion));
    }

    /// Whoever asks for it has seen the znode some time ago, so everything is looked at again.
    private Txn deleteContainer(String path) {
        if (ZnodePath.isReserved(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        Entry znode = draft.find(path);
        if (znode == null) {
            return new Txn.Failed(ErrorCode.NO_NODE);
        }
        if (!znode.children().isEmpty()) {
            return new Txn.Failed(ErrorCode.NOT_EMPTY);
        }
        boolean mayGo = znode.isContainer()
                || (znode.hasTtl()
                        && timeMillis - znode.stat().mtime() > (znode.stat().ephemeralOwner() & 0xFF_FFFF_FFFFL));
        return mayGo ? new Txn.Delete(OpCode.DELETE_CONTAINER, path) : new Txn.Failed(ErrorCode.BAD_VERSION);
    }

    private @Nullable Entry found(@Nullable String path) {
        return path == null ? null : draft.find(path);
    }

    private ErrorCode objection(@Nullable String path, @Nullable Entry znode, int permission) {
        if (!ZnodePath.isValid(path)) {
            return ErrorCode.BAD_ARGUMENTS;
        }
        if (znode == null) {
            return ErrorCode.NO_NODE;
        }
        return Permissions.allow(znode.acl(), permission, asker.identities()) ? ErrorCode.OK : ErrorCode.NO_AUTH;
    }

    private static boolean isNot(int asked, int version) {
        return asked != ANY_VERSION && asked != version;
    }

    /// A version that wraps around never becomes the one that means "any".
    private static int after(int version) {
        return version + 1 == ANY_VERSION ? 0 : version + 1;
    }
}
