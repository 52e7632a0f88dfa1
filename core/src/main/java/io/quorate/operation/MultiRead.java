package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.ArrayList;
import java.util.List;

/// multiRead: several reads of one state. Each succeeds or fails for itself, and none leaves a watch:
/// ZooKeeper does not look at the flags, and no client sets them.
///
/// Clients of ClickHouse Keeper may ask for more kinds of reads in it, with watches, and take what has
/// failed in another form, which those of ZooKeeper could not read. They are known by having read which
/// operations there are.
final class MultiRead {
    private MultiRead() {}

    static Answer read(Request.Multi request, Caller caller, Reading reading) {
        List<Response.Result> results = new ArrayList<>(request.operations().size());
        if (!request.operations().stream().allMatch(operation -> mayBeMember(operation, caller))) {
            return Answer.failed(ErrorCode.MARSHALLING_ERROR);
        }
        for (Request operation : request.operations()) {
            Answer answer = Operations.read(member(operation, caller), caller, reading);
            results.add(
                    answer.error() == ErrorCode.OK || caller.knowsFeatures()
                            ? new Response.Result(operation.op(), answer.error(), answer.response())
                            : Response.Result.failed(answer.error()));
        }
        List<Response.Result> all = List.copyOf(results);
        return Answer.of(caller.knowsFeatures() ? new Response.MultiRead(all) : new Response.Multi(all));
    }

    private static boolean mayBeMember(Request operation, Caller caller) {
        return switch (operation) {
            case Request.Watchable(OpCode op, String path, boolean _) ->
                path != null && (caller.knowsFeatures() || op == OpCode.GET_DATA || op == OpCode.GET_CHILDREN);
            case Request.FilteredList list -> list.path() != null && caller.knowsFeatures();
            case Request _ -> false;
        };
    }

    private static Request member(Request operation, Caller caller) {
        return operation instanceof Request.Watchable(OpCode op, String path, boolean _) && !caller.knowsFeatures()
                ? new Request.Watchable(op, path, false)
                : operation;
    }
}
