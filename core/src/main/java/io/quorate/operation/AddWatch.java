package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.model.ZnodePath;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.watch.Watches;
import org.jspecify.annotations.Nullable;

/// addWatch. Neither a right nor a znode is needed; what the watcher may see is decided at each event.
final class AddWatch {
    private AddWatch() {}

    static Answer read(Request.WatchSelection request, Caller caller, Reading reading) {
        Watches.Kind kind = kind(request.selector());
        if (kind == null) {
            return Answer.failed(ErrorCode.MARSHALLING_ERROR);
        }
        String path = request.path();
        if (path == null || !ZnodePath.isValid(path)) {
            return Answer.failed(ErrorCode.BAD_ARGUMENTS);
        }
        reading.watches().add(caller.watcher(), path, kind);
        return Answer.of(new Response.WatchAdded());
    }

    private static Watches.@Nullable Kind kind(int mode) {
        return switch (mode) {
            case 0 -> Watches.Kind.PERSISTENT;
            case 1 -> Watches.Kind.PERSISTENT_RECURSIVE;
            default -> null;
        };
    }
}
