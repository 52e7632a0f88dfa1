package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.ArrayList;
import java.util.List;

/// multiRead: several reads of one state. Each succeeds or fails for itself, and none leaves a watch:
/// ZooKeeper does not look at the flags, and no client sets them.
final class MultiRead {
    private MultiRead() {}

    static Answer read(Request.Multi request, Caller caller, Reading reading) {
        List<Response.Result> results = new ArrayList<>(request.operations().size());
        for (Request operation : request.operations()) {
            if (!(operation instanceof Request.Watchable(OpCode op, String path, boolean _))
                    || path == null
                    || !mayBeMember(op)) {
                return Answer.failed(ErrorCode.MARSHALLING_ERROR);
            }
            Answer answer = Operations.read(new Request.Watchable(op, path, false), caller, reading);
            results.add(
                    answer.error() == ErrorCode.OK
                            ? new Response.Result(op, ErrorCode.OK, answer.response())
                            : Response.Result.failed(answer.error()));
        }
        return Answer.of(new Response.Multi(List.copyOf(results)));
    }

    private static boolean mayBeMember(OpCode op) {
        return op == OpCode.GET_DATA || op == OpCode.GET_CHILDREN;
    }
}
