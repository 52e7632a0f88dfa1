package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.ArrayList;
import java.util.List;

/// multiRead: several reads of one state. Each succeeds or fails for itself.
final class MultiRead {
    private MultiRead() {}

    static Answer read(Request.Multi request, Caller caller, Reading reading) {
        List<Response.Result> results = new ArrayList<>(request.operations().size());
        for (Request operation : request.operations()) {
            if (!mayBeMember(operation)) {
                return Answer.failed(ErrorCode.MARSHALLING_ERROR);
            }
        }
        for (Request operation : request.operations()) {
            Answer answer = Operations.read(operation, caller, reading);
            results.add(
                    answer.error() == ErrorCode.OK
                            ? new Response.Result(operation.op(), ErrorCode.OK, answer.response())
                            : Response.Result.failed(answer.error()));
        }
        return Answer.of(new Response.Multi(List.copyOf(results)));
    }

    private static boolean mayBeMember(Request operation) {
        return operation.op() == OpCode.GET_DATA || operation.op() == OpCode.GET_CHILDREN;
    }
}
