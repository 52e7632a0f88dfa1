package io.quorate.client;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several writes that happen together or not at all.
record MultiCall(Chroot chroot, List<Request> operations) {
    MultiCall {
        operations = List.copyOf(operations);
    }

    Request request() {
        return new Request.Multi(
                OpCode.MULTI, operations.stream().map(this::outward).toList());
    }

    /// @throws RequestException of the operation that failed, and with it all
    List<Response.Result> results(Response.Multi response) {
        List<Response.Result> results = new ArrayList<>();
        for (int i = 0; i < response.results().size(); i++) {
            Response.Result result = response.results().get(i);
            // Those before the cause have no error, those after it this one.
            if (result.error() != ErrorCode.OK && result.error() != ErrorCode.RUNTIME_INCONSISTENCY) {
                throw new RequestException(result.error().code(), path(i), null);
            }
            results.add(inward(result));
        }
        return List.copyOf(results);
    }

    private @Nullable String path(int index) {
        return index >= operations.size()
                ? null
                : switch (operations.get(index)) {
                    case Request.Create create -> create.path();
                    case Request.Delete delete -> delete.path();
                    case Request.SetData set -> set.path();
                    case Request.Check check -> check.path();
                    default -> null;
                };
    }

    private Request outward(Request operation) {
        return switch (operation) {
            case Request.Create c ->
                new Request.Create(c.op(), outward(c.path()), c.data(), c.acl(), c.flags(), c.ttlMillis());
            case Request.Delete d -> new Request.Delete(outward(d.path()), d.version());
            case Request.SetData s -> new Request.SetData(outward(s.path()), s.data(), s.version());
            case Request.Check c -> new Request.Check(outward(c.path()), c.version());
            default -> throw new IllegalArgumentException(operation.op() + " cannot be part of a multi");
        };
    }

    private @Nullable String outward(@Nullable String path) {
        return path == null ? null : chroot.outward(path);
    }

    private Response.Result inward(Response.Result result) {
        return switch (result.body()) {
            case Response.Path(String path)
            when path != null ->
                new Response.Result(result.op(), result.error(), new Response.Path(chroot.inward(path)));
            case Response.Created made ->
                new Response.Result(
                        result.op(), result.error(), new Response.Created(chroot.inward(made.path()), made.stat()));
            default -> result;
        };
    }
}
