package io.quorate.shell;

import io.quorate.client.Client;
import io.quorate.client.RequestException;
import io.quorate.protocol.client.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/// Deletes many znodes, several requests at a time; the server takes them in their order. Stops at the
/// first failure.
record Deletion(Client client, Shell shell) {
    /// Requests under way at a time.
    private static final int AHEAD = 10;

    /// Of the paths in one request, so that it stays below what a server takes in one frame (1 MiB by
    /// default).
    private static final int BATCH_BYTES = 512 * 1024;

    /// A multi's part beside its path.
    private static final int PART_BYTES = 17;

    /// @param batch znodes a request; below 1: each on its own
    /// @return the requests that are still under way
    /// @throws RequestException of the first request that failed
    Queue<CompletableFuture<?>> delete(List<String> paths, int batch) throws InterruptedException {
        Deque<CompletableFuture<?>> under = new ArrayDeque<>();
        int at = 0;
        while (at < paths.size()) {
            int end = batch < 1 ? at + 1 : end(paths, at, batch);
            if (under.size() == AHEAD) {
                shell.await(under.remove());
            }
            under.add(batch < 1 ? client.delete(paths.get(at), -1) : client.multi(requests(paths.subList(at, end))));
            at = end;
        }
        return under;
    }

    private static int end(List<String> paths, int from, int batch) {
        int bytes = 0;
        int end = from;
        while (end < paths.size() && end - from < batch && bytes < BATCH_BYTES) {
            // A character takes three bytes at most; that is exact enough.
            bytes += paths.get(end).length() * 3 + PART_BYTES;
            end++;
        }
        return end;
    }

    private static List<Request> requests(List<String> paths) {
        List<Request> requests = new ArrayList<>();
        for (String path : paths) {
            requests.add(new Request.Delete(path, -1));
        }
        return requests;
    }
}
