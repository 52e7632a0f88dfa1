package io.quorate.operation;

import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;

/// The operations of ClickHouse Keeper, for those who do not have them.
public final class Extensions {
    private Extensions() {}

    /// Whether `request` is or holds one that has to become a txn, which takes a leader that knows it.
    public static boolean needLeader(Request request) {
        return switch (request) {
            case Request.Multi multi when multi.op() == OpCode.MULTI -> isHeldBy(multi);
            case Request _ -> request.op().isExtension() && request.op().kind() == OpCode.Kind.WRITE;
        };
    }

    /// What `request` is to a server that has none of them: an operation that nobody knows, or a multi that cannot be
    /// read.
    public static Request hidden(Request request) {
        return switch (request) {
            // Waited too long, whatever it was.
            case Request.Throttled throttled -> throttled;
            case Request.Multi multi
            when isHeldBy(multi) -> new Request.Malformed(multi.op(), "an operation that is not enabled here");
            case Request _ ->
                request.op().isExtension() ? new Request.Unknown(request.op().code()) : request;
        };
    }

    private static boolean isHeldBy(Request.Multi multi) {
        for (Request operation : multi.operations()) {
            if (operation.op().isExtension()) {
                return true;
            }
        }
        return false;
    }
}
