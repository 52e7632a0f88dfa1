package io.quorate.simulation.reference;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.ArrayList;
import java.util.List;

/// What the client of a write hears when its txn has been applied. Each operation of a multi shows the
/// znode as that operation left it, whatever the later ones did to it.
final class Answers {
    private final Draft draft;
    private final Application application;

    Answers(State before, TxnHeader header) {
        this.draft = new Draft(before);
        this.application = new Application(draft, header);
    }

    /// @param request what the txn was made of
    Answer to(Request request, Txn txn) {
        if (request.op().isExtension() && !(txn instanceof Txn.Failed)) {
            return Answer.of(extension(request, txn instanceof Txn.Multi(List<Txn> parts) ? parts : List.of(txn)));
        }
        boolean extended = request instanceof Request.Multi(OpCode _, List<Request> operations)
                && operations.stream().anyMatch(operation -> operation.op().isExtension());
        if (extended && txn instanceof Txn.Multi(List<Txn> txns)) {
            return Answer.of(new Response.Multi(results(((Request.Multi) request).operations(), txns)));
        }
        return switch (txn) {
            case Txn.Failed(ErrorCode error) -> Answer.failed(error);
            case Txn.Multi(List<Txn> txns) -> Answer.of(new Response.Multi(results(txns)));
            case Txn.Create _, Txn.Delete _, Txn.SetData _, Txn.SetAcl _, Txn.Check _ -> Answer.of(applied(txn));
            case Txn.CreateSession _, Txn.CloseSession _ -> Answer.of(new Response.Empty());
        };
    }

    /// What became of an operation that ZooKeeper does not have.
    private Response extension(Request request, List<Txn> parts) {
        parts.forEach(application::apply);
        if (!(request instanceof Request.Create create)) {
            return new Response.Empty();
        }
        return new Response.Path(parts.getFirst() instanceof Txn.Create made ? made.path() : create.path());
    }

    /// The removal of a subtree is a txn for each of its znodes and one more.
    private List<Response.Result> results(List<Request> operations, List<Txn> txns) {
        if (txns.stream().anyMatch(Txn.Failed.class::isInstance)) {
            return results(txns);
        }
        List<Response.Result> results = new ArrayList<>();
        int at = 0;
        for (Request operation : operations) {
            int count = operation instanceof Request.RemoveRecursive(String path, int _) && path != null
                    ? 1 + sizeOf(path)
                    : 1;
            List<Txn> parts = txns.subList(at, at + count);
            at += count;
            if (operation.op().isExtension()) {
                results.add(new Response.Result(operation.op(), ErrorCode.OK, extension(operation, parts)));
            } else {
                results.addAll(results(parts));
            }
        }
        return results;
    }

    private int sizeOf(String path) {
        Entry entry = draft.find(path);
        if (entry == null) {
            return 0;
        }
        int size = 1;
        for (String name : entry.children()) {
            size += sizeOf(ZnodePath.child(path, name));
        }
        return size;
    }

    private List<Response.Result> results(List<Txn> txns) {
        boolean failed = txns.stream().anyMatch(Txn.Failed.class::isInstance);
        List<Response.Result> results = new ArrayList<>();
        for (Txn txn : txns) {
            if (failed) {
                results.add(Response.Result.failed(txn instanceof Txn.Failed(ErrorCode error) ? error : ErrorCode.OK));
            } else {
                Response body = applied(txn);
                OpCode op = body instanceof Response.Created ? OpCode.CREATE2 : txn.type();
                results.add(new Response.Result(op, ErrorCode.OK, body));
            }
        }
        return results;
    }

    private Response applied(Txn txn) {
        application.apply(txn);
        return switch (txn) {
            case Txn.Create create ->
                create.type() == OpCode.CREATE
                        ? new Response.Path(create.path())
                        : new Response.Created(create.path(), statOf(create));
            case Txn.SetData setData -> new Response.StatOnly(stat(setData.path()));
            case Txn.SetAcl setAcl -> new Response.StatOnly(stat(setAcl.path()));
            case Txn.Delete _, Txn.Check _, Txn.Multi _, Txn.CreateSession _, Txn.CloseSession _, Txn.Failed _ ->
                new Response.Empty();
        };
    }

    /// Also the usage of a quota is shown as it was sent, not as it was counted then.
    private Stat statOf(Txn.Create create) {
        return entry(create.path()).withBareData(create.data()).shown();
    }

    private Stat stat(String path) {
        return entry(path).shown();
    }

    private Entry entry(String path) {
        Entry entry = draft.find(path);
        if (entry == null) {
            throw new IllegalStateException(path + " is gone right after it was written");
        }
        return entry;
    }
}
