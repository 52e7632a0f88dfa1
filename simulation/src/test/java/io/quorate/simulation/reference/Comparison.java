package io.quorate.simulation.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.auth.AuthSettings;
import io.quorate.model.ErrorCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.operation.Answer;
import io.quorate.operation.Caller;
import io.quorate.operation.FeatureNodes;
import io.quorate.operation.Operations;
import io.quorate.operation.Preparation;
import io.quorate.operation.Reading;
import io.quorate.operation.Remarks;
import io.quorate.operation.WriteSettings;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.tree.Applied;
import io.quorate.tree.RecentChanges;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import io.quorate.watch.Watches;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The product and the reference, side by side: what one is told the other is told, and both must say the
/// same.
final class Comparison {
    private static final AuthSettings SETTINGS = AuthSettings.DEFAULT;
    private static final RecentChanges NO_HISTORY = new RecentChanges(0, Zxid.ZERO);

    private static final WriteSettings WRITES = new WriteSettings(true, true, true);

    private final RandomGenerator random;
    private final Askings askings;
    private final List<Tree> past = new ArrayList<>();
    private Tree tree = Tree.fresh();
    private Reference reference = new Reference();
    private Zxid next = Zxid.of(1, 1);
    private long sessions;
    private long timeMillis = 1_000_000;
    private int succeeded;
    private final WatchComparison watching;
    private final Set<ErrorCode> errors = EnumSet.noneOf(ErrorCode.class);

    Comparison(RandomGenerator random) {
        this.random = random;
        this.askings = new Askings(random);
        this.watching = new WatchComparison(random, askings);
    }

    int succeeded() {
        return succeeded;
    }

    int heard() {
        return watching.heard();
    }

    /// What went wrong, of all that writes and reads can.
    Set<ErrorCode> errors() {
        return errors;
    }

    void write() {
        timeMillis += random.nextInt(1000);
        if (random.nextInt(500) == 0) {
            next = Zxid.of(next.epoch() + 1 + random.nextInt(2), 1);
        }
        boolean begins = tree.sessionCount() == 0 || random.nextInt(60) == 0;
        Request request = begins ? new Request.CreateSession(4000 + random.nextInt(1000)) : askings.write();
        SessionId session = begins
                ? new SessionId(0x1_0000_0000_0000L + ++sessions)
                : request instanceof Request.DeleteContainer ? SessionId.NONE : someSession();
        write(request, askings.asker(session));
    }

    private SessionId someSession() {
        List<SessionId> alive = tree.sessions().keyList();
        return alive.get(random.nextInt(alive.size()));
    }

    private void write(Request request, Asker asker) {
        Caller caller = new Caller(asker.session(), 1, "", asker.identities());
        Txn txn = Operations.prepare(
                request, caller, new Preparation(tree, timeMillis, SETTINGS, WRITES, Remarks.none()));
        TxnHeader header = new TxnHeader(asker.session(), 1, next, timeMillis);

        Verdict verdict = reference.judge(request, asker, reference.last());
        assertThat(Sameness.of(verdict.txn(), txn))
                .as(() -> Wording.of(List.of(request, asker, txn, verdict)))
                .isTrue();

        Applied applied = tree.apply(header, txn);
        Answer answer = Operations.answer(request, applied.result());
        reference.commit(header, txn);
        tree = applied.tree();
        next = next.next();
        succeeded += answer.error() == ErrorCode.OK ? 1 : 0;

        assertThat(verdict.error()).isEqualTo(answer.error());
        assertThat(reference.problemWith(request, asker, header, txn, new Heard(answer.error(), answer.response())))
                .isNull();
        assertThat(reference.changesOf(header.zxid()))
                .extracting(Comparison::words)
                .isEqualTo(applied.changes().stream().map(Comparison::words).toList());
        compareTouched(header.zxid());
        watching.fire(applied.changes(), reference, header.zxid());
        watching.watch();
        note(answer);
        if (random.nextInt(100) == 0) {
            past.add(tree);
        }
    }

    private void note(Answer answer) {
        errors.add(answer.error());
        if (answer.response() instanceof Response.Multi(var results)) {
            results.forEach(result -> errors.add(result.error()));
        }
    }

    private static String words(Change change) {
        return change.type() + " " + change.path() + " " + change.acl()
                + guardOfChildren(change.type().code(), change.parentAcl());
    }

    private static String words(io.quorate.tree.Change change) {
        return change.type() + " " + change.path() + " " + change.acl()
                + guardOfChildren(change.type().code(), change.parentAcl());
    }

    /// Nobody hears of the children of a parent when data changes.
    private static Object guardOfChildren(int type, Object parentAcl) {
        return type == 3 ? "" : parentAcl;
    }

    private void compareTouched(Zxid zxid) {
        State state = reference.at(zxid);
        assertThat(state.digest()).isEqualTo(tree.digest().treeDigest());
        for (String path : reference.touchedBy(zxid)) {
            compare(state.find(path), tree.find(path), path);
        }
        compareSessions(state, tree);
    }

    void read() {
        Request request = askings.read();
        Asker asker = askings.asker(tree.sessionCount() == 0 ? new SessionId(5) : someSession());
        boolean now = past.isEmpty() || random.nextBoolean();
        Tree at = now ? tree : past.get(random.nextInt(past.size()));
        Caller caller = new Caller(asker.session(), 1, "", asker.identities());
        Watches watches = new Watches();
        Answer answer = Operations.read(
                request,
                caller,
                new Reading(at, watches, NO_HISTORY, SETTINGS, FeatureNodes.ALL, Preparation.USUAL_MAX_TXN_BYTES));
        io.quorate.simulation.reference.Answer due = reference.read(request, asker, at.zxid());
        assertThat(due.permits(answer.error(), answer.response()))
                .as(() -> Wording.of(List.of(request, asker, answer.response(), due)))
                .isTrue();
        compareWatches(request, answer, watches);
        watching.comeBack(reference, tree, asker);
        note(answer);
    }

    private static void compareWatches(Request request, Answer answer, Watches watches) {
        List<Watch> left = Registration.leftBy(request, answer.error());
        int tables = left.stream()
                .distinct()
                .mapToInt(watch -> watch.kind() == WatchKind.PERSISTENT ? 2 : 1)
                .sum();
        assertThat(watches.count()).as(() -> Wording.of(request)).isEqualTo(tables);
        for (Watch watch : left) {
            int selector = WatchComparison.selector(watch.kind());
            assertThat(Registration.selects(selector, watch.kind())).isTrue();
            assertThat(watches.has(1, watch.path(), selector))
                    .as(watch::toString)
                    .isTrue();
        }
    }

    /// Everything, now and at some times before.
    void compareAll() {
        past.add(tree);
        for (Tree old : past) {
            State state = reference.at(old.zxid());
            List<String> paths = state.paths();
            // ZooKeeper counts the root twice, and so does the product.
            assertThat(paths).hasSize(old.znodeCount() - 1);
            paths.forEach(path -> compare(state.find(path), old.find(path), path));
            assertThat(state.digest()).isEqualTo(old.digest().treeDigest());
            assertThat(state.containers()).isEqualTo(old.containers().keyList());
            assertThat(state.ttls()).isEqualTo(old.ttls().keyList());
            compareSessions(state, old);
        }
    }

    /// From now on the reference knows no more than what a snapshot of the product tells.
    void startFromSnapshot() {
        reference = new Reference(tree);
        past.clear();
    }

    private static void compareSessions(State state, Tree tree) {
        Map<SessionId, Integer> sessions = new TreeMap<>();
        tree.sessions().entries().forEach(session -> sessions.put(session.getKey(), session.getValue()));
        assertThat(state.sessions()).isEqualTo(sessions);
        for (SessionId session : sessions.keySet()) {
            assertThat(state.ephemeralsOf(session))
                    .isEqualTo(tree.ephemeralsOf(session).keyList());
        }
    }

    private static void compare(@Nullable Entry entry, @Nullable Znode znode, String path) {
        if (entry == null || znode == null) {
            assertThat(entry == null && znode == null).as(path).isTrue();
            return;
        }
        assertThat(entry.stat()).as(path).isEqualTo(znode.storedStat());
        assertThat(entry.shown()).as(path).isEqualTo(znode.stat());
        assertThat(entry.acl()).as(path).isEqualTo(znode.acl());
        assertThat(entry.data()).as(path).isEqualTo(znode.data());
        List<String> children = new ArrayList<>();
        znode.childNames().forEach(children::add);
        assertThat(entry.children()).as(path).containsExactlyInAnyOrderElementsOf(children);
    }
}
