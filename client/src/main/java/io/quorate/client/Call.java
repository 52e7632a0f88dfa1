package io.quorate.client;

import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A request on its way.
///
/// @param request with the server's paths
/// @param path as the caller gave it, for messages
record Call(Request request, @Nullable String path, CompletableFuture<Response> answer) {
    static Call of(Request request, @Nullable String path) {
        return new Call(request, path, new CompletableFuture<>());
    }

    void fail(Failure failure, @Nullable String detail) {
        answer.completeExceptionally(RequestException.of(failure, path, detail));
    }
}
