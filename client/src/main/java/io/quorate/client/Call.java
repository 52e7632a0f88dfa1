package io.quorate.client;

import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A request on its way.
///
/// @param request with the server's paths
/// @param path as the caller gave it, for messages
/// @param sizeBytes of its frame, once it was sent
record Call(Request request, @Nullable String path, CompletableFuture<Response> answer, AtomicInteger sizeBytes) {
    /// What servers take unless they are told otherwise.
    private static final int USUAL_LIMIT_BYTES = 0xfffff;

    static Call of(Request request, @Nullable String path) {
        return new Call(request, path, new CompletableFuture<>(), new AtomicInteger());
    }

    /// The connection went after this was sent, perhaps because of it: a server says nothing about a frame
    /// that is too long for it.
    void lost(String why) {
        int bytes = sizeBytes.get();
        fail(
                Failure.CONNECTION_LOSS,
                bytes <= USUAL_LIMIT_BYTES
                        ? why
                        : why + "; the request has " + bytes + " bytes, and servers take " + USUAL_LIMIT_BYTES
                                + " unless jute.maxbuffer says more");
    }

    void fail(Failure failure, @Nullable String detail) {
        answer.completeExceptionally(RequestException.of(failure, path, detail));
    }
}
