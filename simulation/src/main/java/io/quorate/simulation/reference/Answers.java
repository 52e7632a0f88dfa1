package io.quorate.simulation.reference;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
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

    Answer to(Txn txn) {
        return switch (txn) {
            case Txn.Failed(ErrorCode error) -> Answer.failed(error);
            case Txn.Multi(List<Txn> txns) -> Answer.of(new Response.Multi(results(txns)));
            case Txn.Create _, Txn.Delete _, Txn.SetData _, Txn.SetAcl _, Txn.Check _ -> Answer.of(applied(txn));
            case Txn.CreateSession _, Txn.CloseSession _ -> Answer.of(new Response.Empty());
        };
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
