package io.quorate.client;

import io.quorate.protocol.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Children that may be too many for one answer. A server of ours lists them in parts, each behind a name; to others
/// there is nothing at such a path, and they are asked for all at once.
final class ChildrenInParts {
    /// Fewer of them are well within any limit, whatever they are called.
    static final int MANY = 2000;

    private static final String PARTS = "zookeeper_children";

    private final Client client;
    private final String path;
    private final String parts;
    private final List<String> names = new ArrayList<>();

    ChildrenInParts(Client client, String path) {
        this.client = client;
        this.path = path;
        parts = path.equals("/") ? "/" + PARTS : path + "/" + PARTS;
    }

    CompletableFuture<Response.NamesAndStat> ask() {
        return client.getChildren(parts, false).thenCompose(this::goOn).exceptionallyCompose(this::instead);
    }

    private CompletableFuture<Response.NamesAndStat> goOn(Response.NamesAndStat part) {
        names.addAll(part.names());
        return part.names().isEmpty()
                ? CompletableFuture.completedFuture(new Response.NamesAndStat(List.copyOf(names), part.stat()))
                : client.getChildren(parts + "/" + part.names().getLast(), false)
                        .thenCompose(this::goOn);
    }

    private CompletableFuture<Response.NamesAndStat> instead(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof RequestException e && e.is(Failure.NO_NODE)
                ? client.getChildren(path, false)
                : CompletableFuture.failedFuture(cause);
    }
}
