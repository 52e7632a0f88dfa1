package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.TxnResult;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// multi: all or nothing. Each operation is checked against the state that the ones before it leave.
///
/// Each becomes one part of the txn, except that a removal of a subtree becomes several, the last of which is a check.
/// In a multi that fails it is one part, too.
final class Multi {
    private Multi() {}

    static Txn prepare(Request.Multi request, Caller caller, Preparation preparation) {
        if (request.op() != OpCode.MULTI || !request.operations().stream().allMatch(Multi::mayBeMember)) {
            return new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
        }
        List<Txn> members = new ArrayList<>(request.operations().size());
        Preparation current = preparation;
        boolean failed = false;
        for (Request operation : request.operations()) {
            Txn txn = failed
                    ? new Txn.Failed(ErrorCode.RUNTIME_INCONSISTENCY)
                    : prepareMember(operation, caller, current);
            failed = txn instanceof Txn.Failed;
            members.add(txn);
            if (!failed && members.size() < request.operations().size()) {
                current = current.after(txn, caller);
            }
        }
        List<Txn> txns = new ArrayList<>(members.size());
        for (Txn member : members) {
            if (member instanceof Txn.Multi(List<Txn> parts)) {
                txns.addAll(failed ? List.of(parts.getLast()) : parts);
            } else {
                txns.add(member);
            }
        }
        return new Txn.Multi(List.copyOf(txns));
    }

    private static boolean mayBeMember(Request operation) {
        // One that is about no path spoils the whole, even behind one that fails.
        return switch (operation) {
            case Request.Create create -> create.path() != null;
            case Request.Delete delete -> delete.path() != null;
            case Request.SetData setData -> setData.path() != null;
            case Request.Check check -> check.path() != null;
            case Request.CheckNotExists check -> check.path() != null;
            case Request.CheckStat check -> check.path() != null;
            case Request.TryRemove remove -> remove.path() != null;
            case Request.RemoveRecursive remove -> remove.path() != null;
            case Request _ -> false;
        };
    }

    private static Txn prepareMember(Request operation, Caller caller, Preparation preparation) {
        if (FeatureNodes.areMeantBy(operation, preparation)) {
            return new Txn.Failed(ErrorCode.BAD_ARGUMENTS);
        }
        return switch (operation) {
            case Request.Check check -> Check.prepare(check, caller, preparation);
            case Request.CheckNotExists check -> CheckNotExists.prepare(check, caller, preparation);
            case Request.CheckStat check -> CheckStat.prepare(check, caller, preparation);
            case Request.TryRemove remove -> TryRemove.prepare(remove, caller, preparation);
            case Request.Create create
            when create.op() == OpCode.CREATE_IF_NOT_EXISTS -> CreateIfNotExists.prepare(create, caller, preparation);
            case Request _ -> Operations.prepareOne(operation, caller, preparation);
        };
    }

    static Response answer(Request request, TxnResult result) {
        List<Request> operations = request instanceof Request.Multi multi ? multi.operations() : List.of();
        List<Response.Result> results = new ArrayList<>(operations.size());
        boolean extended =
                operations.stream().anyMatch(operation -> operation.op().isExtension());
        if (extended && answerExtended(operations, result.parts(), results)) {
            return new Response.Multi(List.copyOf(results));
        }
        results.clear();
        for (TxnResult part : result.parts()) {
            results.add(answerMember(part));
        }
        return new Response.Multi(List.copyOf(results));
    }

    /// Whether the parts are those of the operations. A client that uses a number twice can hear of another multi.
    private static boolean answerExtended(
            List<Request> operations, List<TxnResult> parts, List<Response.Result> results) {
        Iterator<TxnResult> left = parts.iterator();
        for (Request operation : operations) {
            TxnResult part = left.hasNext() ? left.next() : null;
            while (part != null && operation.op() == OpCode.REMOVE_RECURSIVE && part.type() == OpCode.DELETE) {
                part = left.hasNext() ? left.next() : null;
            }
            if (part == null) {
                return false;
            }
            results.add(
                    operation.op().isExtension() && !isFailed(part)
                            ? new Response.Result(
                                    operation.op(), ErrorCode.OK, Operations.extensionBody(operation, part))
                            : answerMember(part));
        }
        return !left.hasNext();
    }

    /// In a multi that failed, the operations before the one that did it are errors, too, with the code of
    /// success.
    private static Response.Result answerMember(TxnResult part) {
        if (isFailed(part)) {
            return Response.Result.failed(part.error());
        }
        OpCode word = switch (part.type()) {
            case CREATE_CONTAINER, CREATE_TTL -> OpCode.CREATE2;
            default -> part.type();
        };
        return new Response.Result(word, ErrorCode.OK, Operations.body(part));
    }

    private static boolean isFailed(TxnResult part) {
        return part.type() == OpCode.ERROR || part.error() != ErrorCode.OK;
    }
}
