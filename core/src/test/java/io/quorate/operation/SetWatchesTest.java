package io.quorate.operation;

import static io.quorate.operation.Service.ALICE;
import static io.quorate.operation.Service.HOME;
import static io.quorate.operation.Service.creation;
import static io.quorate.operation.Service.delete;
import static io.quorate.operation.Service.grant;
import static io.quorate.operation.Service.setData;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage.Notification;
import io.quorate.tree.RecentChanges;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A client comes back after it has lost its connection, and asks for its watches again.
class SetWatchesTest {
    private static final int CHILDREN = 1;
    private static final int DATA = 2;
    private static final Acl FOR_ALICE = grant(Acl.ALL, ALICE);

    private final Service service = new Service();

    private boolean isWatching(String path, int selector) {
        return service.watches.has(service.watcher(), path, selector);
    }

    // ---- one-shot watches

    private Answer setWatches(long seen, List<String> data, List<String> exist, List<String> child) {
        return service.read(new Request.SetWatches(OpCode.SET_WATCHES, seen, data, exist, child, List.of(), List.of()));
    }

    private static Notification missed(EventType type, String path) {
        return new Notification(type, path, new Zxid(-1));
    }

    @Test
    void whatHasNotChangedIsWatchedAgain() {
        service.has("/a");
        Answer answer = setWatches(service.zxid().value(), List.of("/a"), List.of("/b"), List.of("/a"));

        assertThat(answer).isEqualTo(Answer.empty());
        assertThat(isWatching("/a", DATA)).isTrue();
        assertThat(isWatching("/b", DATA)).isTrue();
        assertThat(isWatching("/a", CHILDREN)).isTrue();
    }

    @Test
    void whatHasChangedIsToldInsteadInTheOrderOfTheLists() {
        service.has("/gone").has("/set").has("/parent").has("/parentGone");
        long seen = service.zxid().value();
        service.done(delete("/gone"))
                .done(setData("/set", -1))
                .done(creation("/parent/c", 0))
                .done(delete("/parentGone"));
        service.has("/new");
        Answer answer = setWatches(seen, List.of("/set", "/gone"), List.of("/new"), List.of("/parent", "/parentGone"));

        assertThat(answer.error()).isEqualTo(ErrorCode.OK);
        assertThat(answer.catchUp())
                .containsExactly(
                        missed(EventType.DATA_CHANGED, "/set"),
                        missed(EventType.DELETED, "/gone"),
                        missed(EventType.CREATED, "/new"),
                        missed(EventType.CHILDREN_CHANGED, "/parent"),
                        missed(EventType.DELETED, "/parentGone"));
        assertThat(service.watches.count()).isZero();
    }

    @Test
    void aZnodeDeletedAndCreatedAgainLooksChangedToItsWatcher() {
        service.has("/a");
        long seen = service.zxid().value();
        service.done(delete("/a")).has("/a");

        assertThat(setWatches(seen, List.of("/a"), List.of(), List.of()).catchUp())
                .containsExactly(missed(EventType.DATA_CHANGED, "/a"));
    }

    @Test
    void missedEventsAreToldToThoseOnlyWhoMayReadTheZnode() {
        service.has("/a", FOR_ALICE);

        assertThat(setWatches(0, List.of("/a"), List.of("/a"), List.of("/a"))).isEqualTo(Answer.empty());
        assertThat(service.as(HOME, ALICE)
                        .read(new Request.SetWatches(
                                OpCode.SET_WATCHES,
                                0,
                                List.of("/a"),
                                List.of("/a"),
                                List.of("/a"),
                                List.of(),
                                List.of()))
                        .catchUp())
                .hasSize(3);
        assertThat(service.watches.count()).isZero();
    }

    @Test
    void anEmptyPathAmongThemSetsNone() {
        assertThat(setWatches(0, List.of("/zookeeper", ""), List.of(), List.of())
                        .error())
                .isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(service.watches.count()).isZero();
    }

    // ---- persistent watches

    private List<Notification> comeBack(long seen, List<String> persistent, List<String> recursive) {
        Answer answer = service.read(new Request.SetWatches(
                OpCode.SET_WATCHES2, seen, List.of(), List.of(), List.of(), persistent, recursive));
        assertThat(answer.error()).isEqualTo(ErrorCode.OK);
        persistent.forEach(path -> assertThat(isWatching(path, 4)).isTrue());
        recursive.forEach(path -> assertThat(isWatching(path, 5)).isTrue());
        return answer.catchUp();
    }

    @Test
    void whoHasMissedNothingIsToldNothing() {
        service.has("/a");
        assertThat(comeBack(service.zxid().value(), List.of("/a", "/m"), List.of("/a")))
                .isEmpty();
    }

    @Test
    void eachEventThatAPersistentWatchHasMissedIsToldInItsOrder() {
        service.has("/a");
        long seen = service.zxid().value();
        service.done(setData("/a", -1))
                .has("/a/c")
                .done(setData("/a/c", -1))
                .done(delete("/a/c"))
                .done(delete("/a"))
                .has("/a");

        assertThat(comeBack(seen, List.of("/a"), List.of()))
                .containsExactly(
                        missed(EventType.DATA_CHANGED, "/a"),
                        missed(EventType.CHILDREN_CHANGED, "/a"),
                        missed(EventType.CHILDREN_CHANGED, "/a"),
                        missed(EventType.DELETED, "/a"),
                        missed(EventType.CREATED, "/a"));
    }

    @Test
    void aRecursiveWatchHearsOfAllBelowItAndOfNoLists() {
        service.has("/a").has("/other");
        long seen = service.zxid().value();
        service.has("/a/c").done(setData("/other", -1)).has("/a/c/d").done(delete("/a/c/d"));

        assertThat(comeBack(seen, List.of(), List.of("/a")))
                .containsExactly(
                        missed(EventType.CREATED, "/a/c"),
                        missed(EventType.CREATED, "/a/c/d"),
                        missed(EventType.DELETED, "/a/c/d"));
    }

    @Test
    void whatIsMissedIsToldToThoseOnlyWhoMightReadIt() {
        long seen = service.zxid().value();
        service.has("/secret", FOR_ALICE).has("/open");
        service.as(HOME, ALICE).done(setData("/secret", -1)).done(delete("/secret"));

        assertThat(service.as(HOME)
                        .read(new Request.SetWatches(
                                OpCode.SET_WATCHES2, seen, List.of(), List.of(), List.of(), List.of(), List.of("/")))
                        .catchUp())
                .containsExactly(missed(EventType.CREATED, "/open"));
        assertThat(comeBackAs(seen, HOME, ALICE)).hasSize(4);
    }

    private List<Notification> comeBackAs(long seen, Identity... who) {
        service.as(who);
        return comeBack(seen, List.of(), List.of("/"));
    }

    @Test
    void whoWasAwayForTooLongIsToldWhatTheWatchedZnodeItselfShows() {
        service.recent = new RecentChanges(1, service.zxid());
        service.has("/set").has("/parent").has("/gone").has("/same");
        long seen = service.zxid().value();
        service.done(setData("/set", -1))
                .has("/parent/c")
                .done(delete("/gone"))
                .has("/new")
                .has("/new/c");

        assertThat(comeBack(seen, List.of("/set", "/parent", "/gone", "/new", "/same"), List.of("/parent", "/set")))
                .containsExactly(
                        missed(EventType.DATA_CHANGED, "/set"),
                        missed(EventType.CHILDREN_CHANGED, "/parent"),
                        missed(EventType.DELETED, "/gone"),
                        missed(EventType.CREATED, "/new"),
                        missed(EventType.CHILDREN_CHANGED, "/new"),
                        missed(EventType.DATA_CHANGED, "/set"));
    }

    @Test
    void nothingIsToldWhereNoHistoryIsKept() {
        service.recent = new RecentChanges(0, service.zxid());
        service.has("/a");
        assertThat(comeBack(0, List.of("/a", "/m"), List.of("/a"))).isEmpty();
    }
}
