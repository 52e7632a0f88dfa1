package io.quorate.simulation.history;

import static io.quorate.simulation.history.Story.S1;
import static io.quorate.simulation.history.Story.S2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.txn.Txn;
import io.quorate.simulation.Violation;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Small histories, each true but for one lie, which must be found. Client 1 has session S1 on connection 1, and so on.
final class HistoriesTest {
    private final Story story = new Story(true);

    private static void finds(String invariant, ThrowingCallable lie) {
        assertThatExceptionOfType(Violation.class)
                .isThrownBy(lie)
                .satisfies(violation -> assertThat(violation.invariant()).isEqualTo(invariant));
    }

    @Test
    void findsNothingInATrueStory() {
        story.begin(1, S1);
        story.begin(2, S2);
        Zxid created = story.created(1, S1, 1, "/a");
        story.reads(2, 1, created, "/a", false);
        Zxid changed = story.changed(2, S2, 2, "/a", 1);
        story.reads(1, 2, created, "/a", false);
        story.reads(1, 3, changed, "/a", false);
        story.histories().ended();
    }

    // ---- acknowledged and committed

    @Test
    void findsAWriteThatWasAcknowledgedAndNeverCommitted() {
        story.begin(1, S1);
        story.begin(2, S2);
        story.askCreate(1, 1, "/a");
        finds("I-ACKED", () -> story.told(1, 1, Story.zxid(2), new Response.Path("/a")));
    }

    @Test
    void findsAWriteThatWasAcknowledgedBeforeItWasCommitted() {
        story.begin(1, S1);
        story.askCreate(1, 1, "/a");
        finds("I-ACKED", () -> story.told(1, 1, Story.zxid(2), new Response.Path("/a")));
    }

    @Test
    void findsAReadOfWhatIsNotCommitted() {
        story.begin(1, S1);
        story.askData(1, 1, "/", false);
        finds("I-ACKED", () -> story.told(1, 1, Story.zxid(2), ErrorCode.NO_NODE, new Response.Empty()));
    }

    @Test
    void findsASessionThatWasGivenBeforeItWasCommitted() {
        story.connecting(1, SessionId.NONE, Zxid.ZERO);
        finds("I-ACKED", () -> story.welcomed(1, S1));
    }

    @Test
    void findsASessionThatWasGivenTwice() {
        story.begin(1, S1);
        story.connecting(2, SessionId.NONE, Zxid.ZERO);
        finds("I-SESSION-ID", () -> story.welcomed(2, S1));
    }

    @Test
    void findsASessionThatSomebodyElseWasGiven() {
        story.begin(1, S1);
        story.connecting(2, S1, new byte[16], Zxid.ZERO);
        finds("I-SESSION-ID", () -> story.welcomed(2, S1));
    }

    // ---- writes

    @Test
    void findsAWriteThatWasDoneTwice() {
        story.begin(1, S1);
        story.created(1, S1, 1, "/a");
        story.askSetData(1, 2, "/a", 1);
        story.setData(S1, 2, "/a", 1);
        story.lose(1);
        finds("I-AMBIGUOUS", () -> story.setData(S1, 2, "/a", 2));
    }

    @Test
    void findsAWriteThatNobodyAskedFor() {
        story.begin(1, S1);
        finds("I-AMBIGUOUS", () -> story.create(S1, 1, "/a"));
    }

    @Test
    void findsWritesThatWereDoneInAnotherOrder() {
        story.begin(1, S1);
        story.askCreate(1, 1, "/a");
        story.askCreate(1, 2, "/b");
        finds("I-FIFO", () -> story.create(S1, 2, "/b"));
    }

    @Test
    void findsAWriteThatWasPutBeforeOneThatWasCompleteWhenItWasAsked() {
        Story afterwards = new Story(false);
        afterwards.begin(1, S1);
        afterwards.begin(2, S2);
        afterwards.askCreate(1, 1, "/a");
        afterwards.told(1, 1, Story.zxid(4), new Response.Path("/a"));
        afterwards.askCreate(2, 1, "/b");
        finds("I-WRITES-LIN", () -> afterwards.create(S2, 1, "/b"));
    }

    @Test
    void findsAWriteWhoseTxnIsNotWhatWasAsked() {
        story.begin(1, S1);
        story.askCreate(1, 1, "/a");
        finds("I-WRITES-LIN", () -> story.create(S1, 1, "/b"));
    }

    @Test
    void findsAConditionalWriteThatShouldHaveFailed() {
        story.begin(1, S1);
        story.created(1, S1, 1, "/a");
        story.ask(1, 2, new Request.SetData("/a", Story.data(1), 7));
        finds("I-WRITES-LIN", () -> story.setData(S1, 2, "/a", 1));
    }

    @Test
    void findsAWriteThatWasToldToHaveFailed() {
        story.begin(1, S1);
        story.askCreate(1, 1, "/a");
        Zxid created = story.create(S1, 1, "/a");
        finds("I-WRITES-LIN", () -> story.told(1, 1, created, ErrorCode.NODE_EXISTS, new Response.Empty()));
    }

    @Test
    void findsAWriteThatTookEffectThroughTheServerItsSessionHasLeft() {
        story.begin(1, S1);
        story.askCreate(1, 1, "/late");
        story.resume(2, S1, Story.zxid(1));
        story.created(2, S1, 2, "/a");
        finds("I-MOVED", () -> story.create(S1, 1, "/late"));
    }

    @Test
    void acceptsAWriteThatIsRefusedBecauseItsSessionHasMoved() {
        story.begin(1, S1);
        story.askCreate(1, 1, "/late");
        story.resume(2, S1, Story.zxid(1));
        story.created(2, S1, 2, "/a");
        assertThatNoException().isThrownBy(() -> story.commit(S1, 1, new Txn.Failed(ErrorCode.SESSION_MOVED)));
    }

    // ---- answers

    @Test
    void findsAnswersInAnotherOrder() {
        story.begin(1, S1);
        story.askData(1, 1, "/", false);
        story.askData(1, 2, "/", false);
        finds("I-FIFO", () -> story.toldData(1, 2, Story.zxid(1), "/"));
    }

    @Test
    void findsAnAnswerThatCameTwice() {
        story.begin(1, S1);
        story.reads(1, 1, Story.zxid(1), "/", false);
        finds("I-REPLY-ONCE", () -> story.toldData(1, 1, Story.zxid(1), "/"));
    }

    @Test
    void findsAStaleRead() {
        story.begin(1, S1);
        story.created(1, S1, 1, "/a");
        story.changed(1, S1, 2, "/a", 1);
        Zxid newest = story.changed(1, S1, 3, "/a", 2);
        story.askData(1, 4, "/a", false);
        var old = Objects.requireNonNull(story.reference.at(Story.zxid(3)).find("/a"));
        finds("I-READ-VALID", () -> story.told(1, 4, newest, new Response.Data(old.data(), old.shown())));
    }

    @Test
    void findsAStateOlderThanOneSeenBefore() {
        story.begin(1, S1);
        Zxid first = story.created(1, S1, 1, "/a");
        story.created(1, S1, 2, "/b");
        story.askData(1, 3, "/a", false);
        finds("I-MONOTONIC", () -> story.toldData(1, 3, first, "/a"));
    }

    @Test
    void findsAStateOlderThanOneSeenOnAnotherConnection() {
        story.begin(1, S1);
        Zxid first = story.created(1, S1, 1, "/a");
        Zxid second = story.created(1, S1, 2, "/b");
        story.lose(1);
        story.resume(2, S1, second);
        story.askData(2, 3, "/a", false);
        finds("I-MONOTONIC", () -> story.toldData(2, 3, first, "/a"));
    }

    @Test
    void findsASyncThatMissesAWriteOfSomebodyElse() {
        story.begin(1, S1);
        story.begin(2, S2);
        story.created(1, S1, 1, "/a");
        story.ask(2, 1, new Request.PathOnly(OpCode.SYNC, "/a"));
        finds("I-SYNC", () -> story.told(2, 1, Story.zxid(2), new Response.Path("/a")));
    }

    @Test
    void findsAnAnswerInASessionThatIsOver() {
        story.begin(1, S1);
        story.askData(1, 1, "/", false);
        Zxid closed = story.commit(S1, 0, new Txn.CloseSession(List.of()));
        finds("I-SESSION-LIFE", () -> story.toldData(1, 1, closed, "/"));
    }

    // ---- afterwards

    @Test
    void judgesAfterwardsAsWell() {
        Story afterwards = new Story(false);
        afterwards.connecting(1, SessionId.NONE, Zxid.ZERO);
        afterwards.welcomed(1, S1);
        afterwards.askCreate(1, 1, "/a");
        afterwards.told(1, 1, Story.zxid(2), new Response.Path("/a"));
        afterwards.commit(S1, 0, new Txn.CreateSession(4000));
        afterwards.create(S1, 1, "/a");
        afterwards.histories().ended();
    }

    @Test
    void findsAfterwardsWhatWasAcknowledgedAndIsNotInTheLog() {
        Story afterwards = new Story(false);
        afterwards.connecting(1, SessionId.NONE, Zxid.ZERO);
        afterwards.welcomed(1, S1);
        afterwards.askCreate(1, 1, "/a");
        afterwards.told(1, 1, Story.zxid(2), new Response.Path("/a"));
        afterwards.commit(S1, 0, new Txn.CreateSession(4000));
        finds("I-ACKED", () -> afterwards.histories().ended());
    }
}
