package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.model.Invariant;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.TxnResult;
import org.jspecify.annotations.Nullable;

/// The table of contents: which file knows what becomes of a request.
public final class Operations {
    private Operations() {}

    // ---- writes

    /// The txn that a write becomes, or {@link Txn.Failed} with the reason why it cannot be; that has a place
    /// in the order like any other. A request that is no write fails with UNIMPLEMENTED.
    ///
    /// No txn is larger than every server can read from its log and its peers. One that would be, which takes a
    /// multi with long ACLs, fails with MARSHALLING_ERROR.
    public static Txn prepare(Request request, Caller caller, Preparation preparation) {
        Txn txn = prepareOne(request, caller, preparation);
        return preparation.hasRoomFor(txn) ? txn : new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
    }

    static Txn prepareOne(Request request, Caller caller, Preparation preparation) {
        if (FeatureNodes.areMeantBy(request, preparation)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        return switch (request) {
            case Request.Create create
            when create.op() == OpCode.CREATE_IF_NOT_EXISTS ->
                Nothing.alone(CreateIfNotExists.prepare(create, caller, preparation));
            case Request.TryRemove remove -> Nothing.alone(TryRemove.prepare(remove, caller, preparation));
            case Request.RemoveRecursive remove -> RemoveRecursive.prepare(remove, caller, preparation);
            case Request.Create create -> Create.prepare(create, caller, preparation);
            case Request.Delete delete -> Delete.prepare(delete, caller, preparation);
            case Request.SetData setData -> SetData.prepare(setData, caller, preparation);
            case Request.SetAcl setAcl -> SetAcl.prepare(setAcl, caller, preparation);
            case Request.Multi multi -> Multi.prepare(multi, caller, preparation);
            case Request.CreateSession(int timeoutMillis) -> new Txn.CreateSession(timeoutMillis);
            case Request.DeleteContainer(String path) -> DeleteContainer.prepare(path, preparation);
            case Request.Bare(OpCode op)
            when op == OpCode.CLOSE_SESSION -> CloseSession.prepare(caller.session(), preparation);
            case Request.Malformed _ -> new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
            case Request.Throttled _ -> new Txn.Failed(ErrorCode.THROTTLED_OP);
            // As a ZooKeeper answers whose operator has not enabled it; here nobody can, yet.
            case Request.Reconfig _ -> new Txn.Failed(ErrorCode.RECONFIG_DISABLED);
            case Request.Check _,
                    Request.CheckNotExists _,
                    Request.CheckStat _,
                    Request.FilteredList _,
                    Request.ListRecursive _,
                    Request.Bare _,
                    Request.Watchable _,
                    Request.PathOnly _,
                    Request.SetWatches _,
                    Request.WatchSelection _,
                    Request.Auth _,
                    Request.Sasl _,
                    Request.Unknown _ -> new Txn.Failed(ErrorCode.UNIMPLEMENTED);
        };
    }

    /// Whether a session must be known to all servers for this: it is to own a znode.
    public static boolean needsGlobalSession(Request request) {
        return switch (request) {
            case Request.Create create -> Create.isEphemeral(create);
            case Request.Multi multi -> multi.operations().stream().anyMatch(Operations::needsGlobalSession);
            case Request _ -> false;
        };
    }

    // ---- reads

    /// The answer to a read. A watch that it leaves is registered in the same step, so that every later
    /// change is heard. A request that is no read fails with UNIMPLEMENTED.
    public static Answer read(Request request, Caller caller, Reading reading) {
        return switch (request) {
            case Request.Watchable watchable -> readWatchable(watchable, caller, reading);
            case Request.PathOnly pathOnly -> readPathOnly(pathOnly, caller, reading);
            case Request.SetWatches setWatches -> SetWatches.read(setWatches, caller, reading);
            case Request.WatchSelection selection -> readSelection(selection, caller, reading);
            case Request.FilteredList list -> FilteredList.read(list, caller, reading);
            case Request.ListRecursive list -> ListRecursive.read(list, caller, reading);
            case Request.CheckNotExists check -> CheckNotExists.read(check, caller, reading);
            case Request.CheckStat check -> CheckStat.read(check, caller, reading);
            case Request.Multi multi when multi.op() == OpCode.MULTI_READ -> MultiRead.read(multi, caller, reading);
            case Request.Bare(OpCode op) when op == OpCode.WHO_AM_I -> WhoAmI.read(caller, reading);
            case Request.Bare(OpCode op) when op == OpCode.PING -> Answer.empty();
            case Request.Malformed _ -> Answer.failed(ErrorCode.MARSHALLING_ERROR);
            case Request.Throttled _ -> Answer.failed(ErrorCode.THROTTLED_OP);
            case Request.Create _,
                    Request.Delete _,
                    Request.SetData _,
                    Request.SetAcl _,
                    Request.Check _,
                    Request.TryRemove _,
                    Request.RemoveRecursive _,
                    Request.Multi _,
                    Request.Bare _,
                    Request.Auth _,
                    Request.Sasl _,
                    Request.Reconfig _,
                    Request.CreateSession _,
                    Request.DeleteContainer _,
                    Request.Unknown _ -> Answer.failed(ErrorCode.UNIMPLEMENTED);
        };
    }

    private static Answer readWatchable(Request.Watchable request, Caller caller, Reading reading) {
        return switch (request.op()) {
            case EXISTS -> Exists.read(request, caller, reading);
            case GET_DATA -> GetData.read(request, caller, reading);
            case GET_CHILDREN, GET_CHILDREN2 -> GetChildren.read(request, caller, reading);
            default -> Answer.failed(ErrorCode.UNIMPLEMENTED);
        };
    }

    private static Answer readPathOnly(Request.PathOnly request, Caller caller, Reading reading) {
        return switch (request.op()) {
            case GET_ACL -> GetAcl.read(request, caller, reading);
            case GET_EPHEMERALS -> GetEphemerals.read(request, caller, reading);
            case GET_ALL_CHILDREN_NUMBER -> GetAllChildrenNumber.read(request, caller, reading);
            case SYNC -> Answer.of(new Response.Path(request.path()));
            default -> Answer.failed(ErrorCode.UNIMPLEMENTED);
        };
    }

    private static Answer readSelection(Request.WatchSelection request, Caller caller, Reading reading) {
        return switch (request.op()) {
            case ADD_WATCH -> AddWatch.read(request, caller, reading);
            case CHECK_WATCHES -> CheckWatches.read(request, caller, reading);
            case REMOVE_WATCHES -> RemoveWatches.read(request, caller, reading);
            default -> Answer.failed(ErrorCode.UNIMPLEMENTED);
        };
    }

    // ---- answers to writes

    /// What the client hears once the txn of its write has been applied. Depends on the result alone, except
    /// for sync, which is answered with its own path, and for what ZooKeeper has no txn of.
    public static Answer answer(Request request, TxnResult result) {
        if (request.op().isExtension()) {
            return result.error() == ErrorCode.OK
                    ? Answer.of(extensionBody(request, result))
                    : Answer.failed(result.error());
        }
        if (result.type() == OpCode.MULTI) {
            // A failed multi is a successful request, and says in its parts what went wrong.
            return Answer.of(Multi.answer(request, result));
        }
        if (result.error() != ErrorCode.OK) {
            return Answer.failed(result.error());
        }
        if (request instanceof Request.PathOnly(OpCode op, String path) && op == OpCode.SYNC) {
            return Answer.of(new Response.Path(path));
        }
        return Answer.of(body(result));
    }

    /// The body of the answer to one operation that succeeded.
    static Response body(TxnResult result) {
        return switch (result.type()) {
            case CREATE -> new Response.Path(result.path());
            case CREATE2, CREATE_CONTAINER, CREATE_TTL ->
                new Response.Created(known(result.path(), result), known(result.stat(), result));
            case SET_DATA, SET_ACL -> new Response.StatOnly(known(result.stat(), result));
            default -> new Response.Empty();
        };
    }

    /// The same for an extension operation, whose txns are those of other operations.
    static Response extensionBody(Request request, TxnResult result) {
        return switch (request) {
            // Created, or there already.
            case Request.Create create ->
                new Response.Path(result.type() == OpCode.CREATE ? result.path() : create.path());
            case Request _ -> new Response.Empty();
        };
    }

    private static <T> T known(@Nullable T value, TxnResult result) {
        if (value == null) {
            throw Invariant.broken("the result of a txn that succeeded is incomplete: %s", result);
        }
        return value;
    }

    // ---- what several operations say alike

    /// Why a read cannot be about this path. A null is no path at all, as if it could not be decoded; ZooKeeper
    /// has `""` as another name of the root, but here it names nothing.
    static ErrorCode refusalOfMissing(@Nullable String path) {
        return path == null ? ErrorCode.MARSHALLING_ERROR : ErrorCode.BAD_ARGUMENTS;
    }

    /// The version after `current`. It skips -1, which in conditional writes means any version.
    static int nextVersion(int current) {
        return current == -2 ? 0 : current + 1;
    }

    /// Whether a conditional write that expects `expected` may go on.
    static boolean isExpected(int expected, int current) {
        return expected == -1 || expected == current;
    }
}
