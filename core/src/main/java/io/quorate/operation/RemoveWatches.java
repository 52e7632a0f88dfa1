package io.quorate.operation;

import io.quorate.model.ErrorCode;
import io.quorate.protocol.client.Request;
import io.quorate.watch.Watches;

/// removeWatches.
final class RemoveWatches {
    private RemoveWatches() {}

    static Answer read(Request.WatchSelection request, Caller caller, Reading reading) {
        if (!Watches.isSelector(request.selector())) {
            return Answer.failed(ErrorCode.MARSHALLING_ERROR);
        }
        String path = request.path();
        return path != null && reading.watches().remove(caller.watcher(), path, request.selector())
                ? Answer.empty()
                : Answer.failed(ErrorCode.NO_WATCHER);
    }
}
