package io.quorate.shell;

import io.quorate.client.Client;
import io.quorate.client.Failure;
import io.quorate.client.RequestException;
import io.quorate.protocol.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Everything below a znode. A tree that others change meanwhile is seen as it was at different moments;
/// znodes that vanish meanwhile are left out.
record Subtree(Client client, Shell shell) {
    /// Lists asked for ahead of the answers: enough to hide the way to the server.
    private static final int AHEAD = 200;

    /// Everything below `path`: for each znode all its children, sorted, before any of theirs.
    ///
    /// @throws RequestException if `path` itself cannot be listed
    void visit(String path, Consumer<String> visitor) throws InterruptedException {
        Deque<String> open = new ArrayDeque<>();
        List<String> first = children(path);
        first.forEach(visitor);
        first.reversed().forEach(open::push);
        while (!open.isEmpty()) {
            String next = open.pop();
            List<String> below = childrenIfThere(next, client.getChildren(next, false));
            below.forEach(visitor);
            below.reversed().forEach(open::push);
        }
    }

    /// `path` and everything below, level by level, so that reversed every znode comes before its parent.
    List<String> levels(String path) throws InterruptedException {
        List<String> all = new ArrayList<>();
        all.add(path);
        List<String> level = children(path);
        while (!level.isEmpty()) {
            all.addAll(level);
            level = nextLevel(level);
        }
        return all;
    }

    /// The paths of the children, sorted.
    ///
    /// @throws RequestException if they cannot be listed
    List<String> children(String path) throws InterruptedException {
        return children(path, shell.await(client.getAllChildren(path)));
    }

    private List<String> nextLevel(List<String> level) throws InterruptedException {
        List<String> next = new ArrayList<>();
        for (int from = 0; from < level.size(); from += AHEAD) {
            List<String> part = level.subList(from, Math.min(level.size(), from + AHEAD));
            List<CompletableFuture<Response.NamesAndStat>> asked =
                    part.stream().map(path -> client.getChildren(path, false)).toList();
            for (int i = 0; i < part.size(); i++) {
                next.addAll(childrenIfThere(part.get(i), asked.get(i)));
            }
        }
        return next;
    }

    private List<String> childrenIfThere(String path, CompletableFuture<Response.NamesAndStat> asked)
            throws InterruptedException {
        try {
            return children(path, shell.await(asked));
        } catch (RequestException e) {
            if (e.is(Failure.NO_NODE)) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<String> children(String path, Response.NamesAndStat found) {
        String prefix = path.equals("/") ? "/" : path + "/";
        return found.names().stream().sorted().map(name -> prefix + name).toList();
    }
}
