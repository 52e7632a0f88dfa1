package io.quorate.simulation.history;

import static io.quorate.simulation.history.Story.S1;
import static io.quorate.simulation.history.Story.S2;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import io.quorate.simulation.Violation;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Small histories about watches. Client 2 changes `/a`, client 1 watches it.
final class WatchHistoriesTest {
    private final Story story = new Story(true);
    private Zxid created = Zxid.ZERO;

    @BeforeEach
    void twoClientsAndAZnode() {
        story.begin(1, S1);
        story.begin(2, S2);
        created = story.created(2, S2, 1, "/a");
    }

    private static void finds(String invariant, ThrowingCallable lie) {
        assertThatExceptionOfType(Violation.class)
                .isThrownBy(lie)
                .satisfies(violation ->
                        Assertions.assertThat(violation.invariant()).isEqualTo(invariant));
    }

    private void addWatch(int xid, String path, int mode) {
        story.ask(1, xid, new Request.WatchSelection(OpCode.ADD_WATCH, path, mode));
        story.told(1, xid, story.reference.last(), new Response.WatchAdded());
    }

    @Test
    void findsNothingInATrueStory() {
        story.reads(1, 1, created, "/a", true);
        Zxid changed = story.changed(2, S2, 2, "/a", 1);
        story.event(1, EventType.DATA_CHANGED, "/a", changed);
        story.reads(1, 2, changed, "/a", true);
        addWatch(3, "/", 1);
        Zxid deletion = delete(3);
        story.event(1, EventType.DELETED, "/a", deletion);
        Zxid another = story.created(2, S2, 4, "/b");
        story.event(1, EventType.CREATED, "/b", another);
        story.reads(1, 4, another, "/b", false);
    }

    private Zxid delete(int xid) {
        story.ask(2, xid, new Request.Delete("/a", -1));
        Zxid deletion = story.commit(S2, xid, new Txn.Delete(OpCode.DELETE, "/a"));
        story.told(2, xid, deletion, new Response.Empty());
        return deletion;
    }

    @Test
    void findsAMissedEvent() {
        story.reads(1, 1, created, "/a", true);
        Zxid changed = story.changed(2, S2, 2, "/a", 1);
        story.askData(1, 2, "/a", false);
        finds("I-WATCH", () -> story.toldData(1, 2, changed, "/a"));
    }

    @Test
    void findsAMissedEventBeforeALaterOne() {
        addWatch(1, "/a", 0);
        story.changed(2, S2, 2, "/a", 1);
        Zxid second = story.changed(2, S2, 3, "/a", 2);
        finds("I-WATCH", () -> story.event(1, EventType.DATA_CHANGED, "/a", second));
    }

    @Test
    void findsAOneShotWatchThatFiresTwice() {
        story.reads(1, 1, created, "/a", true);
        Zxid first = story.changed(2, S2, 2, "/a", 1);
        story.event(1, EventType.DATA_CHANGED, "/a", first);
        Zxid second = story.changed(2, S2, 3, "/a", 2);
        finds("I-WATCH", () -> story.event(1, EventType.DATA_CHANGED, "/a", second));
    }

    @Test
    void findsAnEventThatComesTwice() {
        addWatch(1, "/a", 0);
        Zxid first = story.changed(2, S2, 2, "/a", 1);
        story.event(1, EventType.DATA_CHANGED, "/a", first);
        finds("I-WATCH", () -> story.event(1, EventType.DATA_CHANGED, "/a", first));
    }

    @Test
    void findsAnEventAfterAnAnswerThatShowsItsState() {
        Story afterwards = new Story(false);
        afterwards.connecting(1, SessionId.NONE, Zxid.ZERO);
        afterwards.welcomed(1, S1);
        afterwards.ask(1, 1, new Request.Bare(OpCode.PING));
        afterwards.told(1, 1, Story.zxid(7), new Response.Empty());
        finds("I-WATCH-ORDER", () -> afterwards.event(1, EventType.DATA_CHANGED, "/a", Story.zxid(7)));
    }

    @Test
    void findsEventsInAnotherOrder() {
        addWatch(1, "/", 0);
        addWatch(2, "/", 1);
        Zxid both = story.created(2, S2, 2, "/b");
        finds("I-WATCH", () -> story.event(1, EventType.CHILDREN_CHANGED, "/", both));
    }

    @Test
    void findsAnEventThatNobodyWaitsFor() {
        Zxid changed = story.changed(2, S2, 2, "/a", 1);
        finds("I-WATCH", () -> story.event(1, EventType.DATA_CHANGED, "/a", changed));
    }

    @Test
    void findsAWatchThatWasTakenAwayAndStillFires() {
        addWatch(1, "/a", 0);
        story.ask(1, 2, new Request.WatchSelection(OpCode.REMOVE_WATCHES, "/a", 3));
        story.told(1, 2, created, new Response.Empty());
        Zxid changed = story.changed(2, S2, 2, "/a", 1);
        finds("I-WATCH", () -> story.event(1, EventType.DATA_CHANGED, "/a", changed));
    }

    @Test
    void findsAWatchThatIsForgotten() {
        story.reads(1, 1, created, "/a", true);
        story.ask(1, 2, new Request.WatchSelection(OpCode.CHECK_WATCHES, "/a", 2));
        finds("I-READ-VALID", () -> story.told(1, 2, created, ErrorCode.NO_WATCHER, new Response.Empty()));
    }

    @Test
    void findsAnEventForSomebodyWhoMayNotRead() {
        addWatch(1, "/", 1);
        List<Acl> acl = List.of(new Acl(Acl.ALL & ~Acl.READ, Identity.ANYONE));
        story.ask(2, 2, new Request.Create(OpCode.CREATE, "/b", Story.data(0), List.copyOf(acl), 0, 0));
        Zxid secret = story.commit(S2, 2, new Txn.Create(OpCode.CREATE, "/b", Story.data(0), acl, false, 2, 0));
        finds("I-WATCH", () -> story.event(1, EventType.CREATED, "/b", secret));
    }

    // ---- on the next connection

    private void again(long connection, int xid, Zxid seen) {
        story.lose(1);
        story.resume(connection, S1, seen);
        story.ask(
                connection,
                xid,
                new Request.SetWatches(
                        OpCode.SET_WATCHES, seen.value(), List.of("/a"), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void findsAMissedCatchUp() {
        story.reads(1, 1, created, "/a", true);
        Zxid changed = story.changed(2, S2, 2, "/a", 1);
        again(3, 2, created);
        finds("I-WATCH", () -> story.told(3, 2, changed, new Response.Empty()));
    }

    @Test
    void findsACatchUpOnNothing() {
        story.reads(1, 1, created, "/a", true);
        again(3, 2, created);
        story.event(3, EventType.DATA_CHANGED, "/a", Zxid.UNKNOWN);
        finds("I-WATCH", () -> story.told(3, 2, created, new Response.Empty()));
    }

    @Test
    void knowsTheWatchesThatWereTakenUpAgain() {
        story.reads(1, 1, created, "/a", true);
        again(3, 2, created);
        story.told(3, 2, created, new Response.Empty());
        Zxid changed = story.changed(2, S2, 2, "/a", 1);
        story.askData(3, 3, "/a", false);
        finds("I-WATCH", () -> story.toldData(3, 3, changed, "/a"));
    }
}
