package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.TxnResult;
import java.util.ArrayList;
import java.util.List;

/// multi: all or nothing. Each operation is checked against the state that the ones before it leave.
final class Multi {
    private Multi() {}

    static Txn prepare(Request.Multi request, Caller caller, Preparation preparation) {
        if (request.op() != OpCode.MULTI || !request.operations().stream().allMatch(Multi::mayBeMember)) {
            return new Txn.Failed(ErrorCode.MARSHALLING_ERROR);
        }
        List<Txn> txns = new ArrayList<>(request.operations().size());
        Preparation current = preparation;
        boolean failed = false;
        for (Request operation : request.operations()) {
            Txn txn = failed
                    ? new Txn.Failed(ErrorCode.RUNTIME_INCONSISTENCY)
                    : prepareMember(operation, caller, current);
            failed = txn instanceof Txn.Failed;
            txns.add(txn);
            if (!failed && txns.size() < request.operations().size()) {
                current = current.after(txn, caller);
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
            case Request _ -> false;
        };
    }

    private static Txn prepareMember(Request operation, Caller caller, Preparation preparation) {
        return operation instanceof Request.Check check
                ? Check.prepare(check, caller, preparation)
                : Operations.prepareOne(operation, caller, preparation);
    }

    static Response answer(TxnResult result) {
        List<Response.Result> results = new ArrayList<>(result.parts().size());
        for (TxnResult part : result.parts()) {
            results.add(answerMember(part));
        }
        return new Response.Multi(List.copyOf(results));
    }

    /// In a multi that failed, the operations before the one that did it are errors, too, with the code of
    /// success.
    private static Response.Result answerMember(TxnResult part) {
        if (part.type() == OpCode.ERROR || part.error() != ErrorCode.OK) {
            return Response.Result.failed(part.error());
        }
        OpCode word = switch (part.type()) {
            case CREATE_CONTAINER, CREATE_TTL -> OpCode.CREATE2;
            default -> part.type();
        };
        return new Response.Result(word, ErrorCode.OK, Operations.body(part));
    }
}
