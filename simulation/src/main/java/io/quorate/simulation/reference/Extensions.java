package io.quorate.simulation.reference;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.Txn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the operations of ClickHouse Keeper become: checks, which change nothing, creations and deletions.
final class Extensions {
    private static final int ANY = -1;
    private static final Txn NOT_EMPTY = new Txn.Failed(ErrorCode.NOT_EMPTY);
    private static final Txn NO_AUTH = new Txn.Failed(ErrorCode.NO_AUTH);

    private final Draft draft;
    private final Asker asker;

    Extensions(Draft draft, Asker asker) {
        this.draft = draft;
        this.asker = asker;
    }

    /// Whether a write is about the znodes that servers make up.
    static boolean isAboutFeatures(Request request) {
        String path = pathOf(request);
        return path != null && (path.equals("/keeper") || path.startsWith("/keeper/"));
    }

    private static @Nullable String pathOf(Request request) {
        return switch (request) {
            // What is to get a number has another name in the end.
            case Request.Create create
            when create.path() != null && isNumbered(create.flags()) -> ZnodePath.parent(create.path());
            case Request.Create create -> create.path();
            case Request.Delete delete -> delete.path();
            case Request.SetData setData -> setData.path();
            case Request.SetAcl setAcl -> setAcl.path();
            case Request.Check check -> check.path();
            case Request.CheckNotExists check -> check.path();
            case Request.CheckStat check -> check.path();
            case Request.TryRemove remove -> remove.path();
            case Request.RemoveRecursive remove -> remove.path();
            default -> null;
        };
    }

    private static boolean isNumbered(int flags) {
        return flags == 2 || flags == 3 || flags == 6;
    }

    /// The txns of an operation; a single failure if it fails.
    List<Txn> decide(Request request) {
        return switch (request) {
            case Request.CheckNotExists(String path, int version) -> List.of(checkNotExists(path, version));
            case Request.CheckStat(String path, int version, Stat stat) -> List.of(checkStat(path, version, stat));
            case Request.Create create -> List.of(createIfNotExists(create));
            case Request.TryRemove(String path, int version) -> List.of(tryRemove(path, version));
            case Request.RemoveRecursive(String path, int limit) -> removeRecursive(path, limit);
            default -> List.of(new Txn.Failed(ErrorCode.UNIMPLEMENTED));
        };
    }

    private static Txn nothing(String path) {
        return new Txn.Check(path, 0);
    }

    private Txn checkNotExists(@Nullable String path, int version) {
        if (path == null || !ZnodePath.isValid(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        ErrorCode error = objectionToExistence(draft.find(path), version, asker);
        return error == ErrorCode.OK ? nothing(path) : new Txn.Failed(error);
    }

    static ErrorCode objectionToExistence(@Nullable Entry entry, int version, Asker asker) {
        if (entry == null) {
            return ErrorCode.OK;
        }
        if (!Permissions.allow(entry.acl(), Acl.READ, asker.identities())) {
            return ErrorCode.NO_AUTH;
        }
        return version == ANY || version == entry.stat().version() ? ErrorCode.NODE_EXISTS : ErrorCode.OK;
    }

    private Txn checkStat(@Nullable String path, int version, Stat wanted) {
        if (path == null || !ZnodePath.isValid(path)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        ErrorCode error = objectionToStat(draft.find(path), version, wanted, asker);
        return error == ErrorCode.OK ? nothing(path) : new Txn.Failed(error);
    }

    static ErrorCode objectionToStat(@Nullable Entry entry, int version, Stat wanted, Asker asker) {
        if (entry == null) {
            return ErrorCode.NO_NODE;
        }
        if (!Permissions.allow(entry.acl(), Acl.READ, asker.identities())) {
            return ErrorCode.NO_AUTH;
        }
        List<Long> asked = numbers(wanted);
        List<Long> shown = numbers(entry.shown());
        boolean fits = version == ANY || version == entry.stat().version();
        for (int i = 0; i < asked.size(); i++) {
            fits &= asked.get(i) == ANY || asked.get(i).equals(shown.get(i));
        }
        return fits ? ErrorCode.OK : ErrorCode.BAD_VERSION;
    }

    private static List<Long> numbers(Stat stat) {
        return List.of(
                stat.czxid(),
                stat.mzxid(),
                stat.ctime(),
                stat.mtime(),
                (long) stat.version(),
                (long) stat.cversion(),
                (long) stat.aversion(),
                stat.ephemeralOwner(),
                (long) stat.dataLength(),
                (long) stat.numChildren(),
                stat.pzxid());
    }

    private Txn createIfNotExists(Request.Create asked) {
        Request.Create create =
                new Request.Create(OpCode.CREATE, asked.path(), asked.data(), asked.acl(), asked.flags(), 0);
        Txn txn = Creation.of(create, asker, draft);
        return asked.path() != null && txn instanceof Txn.Failed(ErrorCode error) && error == ErrorCode.NODE_EXISTS
                ? nothing(asked.path())
                : txn;
    }

    private Txn tryRemove(@Nullable String path, int version) {
        ErrorCode error = objectionToRemoval(path);
        if (error != ErrorCode.OK || path == null) {
            return new Txn.Failed(error);
        }
        Entry entry = draft.find(path);
        boolean goes = entry != null
                && (version == ANY || version == entry.stat().version())
                && entry.children().isEmpty();
        return goes ? new Txn.Delete(OpCode.DELETE, path) : nothing(path);
    }

    private ErrorCode objectionToRemoval(@Nullable String path) {
        if (path == null) {
            return ErrorCode.MARSHALLING_ERROR;
        }
        if (!ZnodePath.isValid(path) || ZnodePath.isReserved(path)) {
            return ErrorCode.BAD_ARGUMENTS;
        }
        Entry parent = draft.find(ZnodePath.parent(path));
        return parent == null || Permissions.allow(parent.acl(), Acl.DELETE, asker.identities())
                ? ErrorCode.OK
                : ErrorCode.NO_AUTH;
    }

    private List<Txn> removeRecursive(@Nullable String path, int limit) {
        ErrorCode error = objectionToRemoval(path);
        if (error != ErrorCode.OK || path == null) {
            return List.of(new Txn.Failed(error));
        }
        List<Txn> txns = new ArrayList<>();
        boolean granted = removal(path, txns);
        if (Integer.compareUnsigned(txns.size(), limit) > 0) {
            return List.of(NOT_EMPTY);
        }
        if (!granted) {
            return List.of(NO_AUTH);
        }
        txns.add(nothing(path));
        return TxnBytes.areTooMany(new Txn.Multi(txns)) ? List.of(NOT_EMPTY) : txns;
    }

    /// Whether everybody on the way grants it.
    private boolean removal(String path, List<Txn> txns) {
        Entry entry = draft.find(path);
        if (entry == null) {
            return true;
        }
        boolean granted = entry.children().isEmpty() || Permissions.allow(entry.acl(), Acl.DELETE, asker.identities());
        for (String name : entry.children()) {
            granted &= removal(ZnodePath.child(path, name), txns);
        }
        txns.add(new Txn.Delete(OpCode.DELETE, path));
        return granted;
    }
}
