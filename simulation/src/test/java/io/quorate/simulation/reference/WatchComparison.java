package io.quorate.simulation.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.auth.AuthSettings;
import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import io.quorate.operation.Answer;
import io.quorate.operation.Caller;
import io.quorate.operation.FeatureNodes;
import io.quorate.operation.Operations;
import io.quorate.operation.Preparation;
import io.quorate.operation.Reading;
import io.quorate.protocol.client.Request;
import io.quorate.tree.RecentChanges;
import io.quorate.tree.Tree;
import io.quorate.watch.Watches;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Connections with some watches each, kept by the product in its tables and by the reference as plain lists.
final class WatchComparison {
    private static final int CONNECTIONS = 6;
    private static final int HISTORY_BYTES = 20_000;
    private static final List<WatchKind> KINDS = List.of(WatchKind.values());

    private final RandomGenerator random;
    private final Askings askings;
    private final Watches watches = new Watches();
    private final List<Set<Watch>> lists = new ArrayList<>();
    private final RecentChanges recent = new RecentChanges(HISTORY_BYTES, Zxid.ZERO);

    /// By zxid, what the reference made of each txn.
    private final NavigableMap<Long, List<Change>> history = new TreeMap<>();

    private int heard;

    WatchComparison(RandomGenerator random, Askings askings) {
        this.random = random;
        this.askings = askings;
        for (int i = 0; i < CONNECTIONS; i++) {
            lists.add(new HashSet<>());
        }
    }

    int heard() {
        return heard;
    }

    void watch() {
        int connection = random.nextInt(CONNECTIONS);
        WatchKind kind = KINDS.get(random.nextInt(KINDS.size()));
        String path = askings.sanePath();
        if (lists.get(connection).size() > 4) {
            lists.get(connection).clear();
            watches.drop(connection);
        }
        lists.get(connection).add(new Watch(kind, path));
        watches.add(
                connection,
                path,
                switch (kind) {
                    case DATA, EXIST -> Watches.Kind.DATA;
                    case CHILD -> Watches.Kind.CHILD;
                    case PERSISTENT -> Watches.Kind.PERSISTENT;
                    case PERSISTENT_RECURSIVE -> Watches.Kind.PERSISTENT_RECURSIVE;
                });
    }

    void fire(List<io.quorate.tree.Change> changes, Reference reference, Zxid zxid) {
        List<List<String>> told = new ArrayList<>();
        lists.forEach(_ -> told.add(new ArrayList<>()));
        Watches.Delivery delivery =
                (watcher, type, path) -> told.get((int) watcher).add(type + " " + path);
        for (io.quorate.tree.Change change : changes) {
            switch (change.type()) {
                case CREATED -> watches.created(change.path(), delivery);
                case DELETED -> watches.deleted(change.path(), delivery);
                default -> watches.dataChanged(change.path(), delivery);
            }
        }
        recent.add(zxid, changes);
        history.put(zxid.value(), reference.changesOf(zxid));
        for (int i = 0; i < CONNECTIONS; i++) {
            Notices due = reference.noticesFor(lists.get(i), zxid);
            assertThat(told.get(i))
                    .isEqualTo(due.events().stream()
                            .map(event -> event.type() + " " + event.path())
                            .toList());
            lists.set(i, new HashSet<>(due.left()));
            heard += due.events().size();
        }
    }

    /// A client comes back and asks for its watches again.
    void comeBack(Reference reference, Tree tree, Asker asker) {
        long seen = tree.zxid().value() - random.nextInt(200);
        Request.SetWatches request =
                new Request.SetWatches(OpCode.SET_WATCHES2, seen, paths(), paths(), paths(), paths(), paths());
        Watches fresh = new Watches();
        Caller caller = new Caller(asker.session(), 1, "", asker.identities());
        Answer answer = Operations.read(
                request,
                caller,
                new Reading(
                        tree, fresh, recent, AuthSettings.DEFAULT, FeatureNodes.NONE, Preparation.USUAL_MAX_TXN_BYTES));
        Notices due = Registration.catchUp(request, reference.at(tree.zxid()));
        assertThat(answer.catchUp())
                .extracting(said -> said.type() + " " + said.path() + " " + said.zxid())
                .isEqualTo(Stream.concat(due.events().stream(), missed(request, reference, tree.zxid()))
                        .filter(event -> event.reaches(asker.identities()))
                        .map(event -> event.type() + " " + event.path() + " " + Zxid.UNKNOWN)
                        .toList());
        for (Watch watch : due.left()) {
            assertThat(fresh.has(1, watch.path(), selector(watch.kind()))).isTrue();
        }
    }

    /// By persistent watches, event for event where the product knows so far back.
    private Stream<WatchEvent> missed(Request.SetWatches request, Reference reference, Zxid now) {
        if (!recent.reachBackTo(request.relativeZxid())) {
            return Registration.lastSeenBy(request, reference.at(now)).stream();
        }
        Set<Watch> asked = new HashSet<>();
        request.persistent().forEach(path -> asked.add(new Watch(WatchKind.PERSISTENT, path)));
        request.persistentRecursive().forEach(path -> asked.add(new Watch(WatchKind.PERSISTENT_RECURSIVE, path)));
        return history.tailMap(request.relativeZxid(), false).values().stream()
                .flatMap(changes -> Watching.of(asked, changes).events().stream());
    }

    static int selector(WatchKind kind) {
        return switch (kind) {
            case CHILD -> 1;
            case DATA, EXIST -> 2;
            case PERSISTENT -> 4;
            case PERSISTENT_RECURSIVE -> 5;
        };
    }

    private List<String> paths() {
        List<String> paths = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            paths.add(askings.sanePath());
        }
        return paths;
    }
}
