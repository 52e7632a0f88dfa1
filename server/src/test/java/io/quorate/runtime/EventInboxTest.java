package io.quorate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EventInboxTest {
    private static final ConnectionId LOUD = new ConnectionId(1);
    private static final ConnectionId QUIET = new ConnectionId(2);
    private static final long AT_ONCE = Long.MIN_VALUE / 2;

    private final EventInbox inbox = new EventInbox();

    @Test
    void whoAsksLittleWaitsForAsManyEventsAsThereAreConnections() {
        for (int xid = 1; xid <= 1000; xid++) {
            inbox.post(request(LOUD, xid));
        }
        inbox.post(request(QUIET, 1));

        assertThat(inbox.take(Long.MAX_VALUE, 2)).containsExactly(request(LOUD, 1), request(QUIET, 1));
        assertThat(inbox.take(Long.MAX_VALUE, 2)).containsExactly(request(LOUD, 2), request(LOUD, 3));
    }

    @Test
    void whoComesWhileManyWaitHasHisTurnInTheNextRound() {
        for (int xid = 1; xid <= 100; xid++) {
            inbox.post(request(LOUD, xid));
        }
        assertThat(inbox.take(Long.MAX_VALUE, 10)).hasSize(10);
        inbox.post(request(QUIET, 1));

        assertThat(inbox.take(Long.MAX_VALUE, 10)).hasSize(10).startsWith(request(LOUD, 11), request(QUIET, 1));
    }

    @Test
    void whatOneConnectionSaysKeepsItsOrder() {
        List<Event> said = new ArrayList<>();
        for (int xid = 1; xid <= 20; xid++) {
            said.add(request(LOUD, xid));
            inbox.post(request(LOUD, xid));
            inbox.post(request(QUIET, xid));
        }
        said.add(new Event.ClientGone(LOUD));
        inbox.post(new Event.ClientGone(LOUD));

        List<Event> heard = new ArrayList<>();
        for (List<Event> some = inbox.take(AT_ONCE, 7); !some.isEmpty(); some = inbox.take(AT_ONCE, 7)) {
            heard.addAll(some);
        }
        assertThat(heard).hasSize(41).containsSubsequence(said);
    }

    @Test
    void peersAndTheStorageNeedNotWaitForTheirTurn() {
        for (int xid = 1; xid <= 100; xid++) {
            inbox.post(request(LOUD, xid));
        }
        Event lost = new Event.LinkLost(new LinkId(1));
        Event flushed = new Event.LogFlushed(new Zxid(1));
        inbox.post(lost);
        inbox.postAtOnce(flushed);

        assertThat(inbox.take(Long.MAX_VALUE, 1)).containsExactly(lost, flushed, request(LOUD, 1));
    }

    @Test
    void whatWasInsideWhenItClosedCanStillBeTaken() {
        inbox.post(request(LOUD, 1));
        inbox.close();
        inbox.post(request(LOUD, 2));

        assertThat(inbox.take(Long.MAX_VALUE, 10)).containsExactly(request(LOUD, 1));
        assertThat(inbox.take(Long.MAX_VALUE, 10)).isEmpty();
        assertThat(inbox.isClosed()).isTrue();
    }

    @Test
    void whoBringsTooMuchIsSlowedDownAndNeverStuck() {
        for (int xid = 1; xid <= 16 * 1024 + 1; xid++) {
            inbox.post(request(LOUD, xid));
        }
        assertThat(inbox.take(Long.MAX_VALUE, Integer.MAX_VALUE)).hasSize(16 * 1024 + 1);
    }

    @Test
    void batchesAreAsLongAsTheirEventsAreCheap() {
        BatchPace pace = new BatchPace();
        assertThat(pace.events()).isEqualTo(BatchPace.MOST);
        for (int i = 0; i < 50; i++) {
            pace.took(10, 10 * 1_000_000);
        }
        assertThat(pace.events()).isOne();
        for (int i = 0; i < 50; i++) {
            pace.took(1000, 1000 * 500);
        }
        assertThat(pace.events()).isEqualTo(BatchPace.MOST);
    }

    private static Event request(ConnectionId connection, int xid) {
        return new Event.ClientRequest(connection, xid, new Request.Bare(OpCode.PING));
    }
}
