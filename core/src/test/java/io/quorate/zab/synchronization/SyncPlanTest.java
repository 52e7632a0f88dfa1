package io.quorate.zab.synchronization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Invariant;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The leader holds the txns 1:4 to 1:11 in memory unless a test says otherwise.
class SyncPlanTest {
    private final RecentTxns recent = recent(500, 1 << 20, 1, 4, 11);
    private final Zxid last = Zxid.of(1, 11);

    @Test
    void anEqualHistoryNeedsNothing() {
        assertThat(choose(last, recent, last)).isEqualTo(new SyncPlan.Diff(last, List.of()));
    }

    @Test
    void aPrefixGetsWhatIsMissing() {
        assertThat(zxids(choose(Zxid.of(1, 9), recent, last))).containsExactly(Zxid.of(1, 10), Zxid.of(1, 11));
    }

    @Test
    void aLearnerAheadIsCutBack() {
        assertThat(choose(Zxid.of(1, 255), recent, last)).isEqualTo(new SyncPlan.Trunc(last, List.of()));
        assertThat(choose(Zxid.of(2, 5), recent, last)).isEqualTo(new SyncPlan.Trunc(last, List.of()));
    }

    @Test
    void whatTheLeaderHasLoggedAndNotAppliedIsLeftToTheLearnerThatHoldsIt() {
        List<LoggedTxn> pending = List.of(txn(Zxid.of(2, 1)), txn(Zxid.of(2, 2)));
        assertThat(SyncPlan.choose(Zxid.of(2, 1), recent, last, pending))
                .isEqualTo(new SyncPlan.Diff(Zxid.of(2, 1), List.of()));
        assertThat(SyncPlan.choose(Zxid.of(1, 12), recent, last, pending))
                .as("an orphan between the two")
                .isEqualTo(new SyncPlan.Trunc(last, List.of()));
    }

    @Test
    void whatCannotBePlacedGetsASnapshot() {
        for (Zxid peer :
                List.of(Zxid.ZERO, Zxid.UNKNOWN, new Zxid(0x50), Zxid.of(1, 0), Zxid.of(2, 0), Zxid.of(1, 3))) {
            assertThat(choose(peer, recent, last)).as("peer %s", peer).isEqualTo(new SyncPlan.Snap());
        }
    }

    @Test
    void anOrphanAtTheEndOfTheEpochBeforeGetsASnapshotSinceMoreMayBeMissing() {
        add(recent, 2, 1, 3);
        assertThat(choose(Zxid.of(1, 12), recent, Zxid.of(2, 3))).isEqualTo(new SyncPlan.Snap());
    }

    @Test
    void theStartOfAnEpochIsAPlaceBetweenTwoEpochs() {
        add(recent, 2, 1, 3);
        assertThat(zxids(choose(Zxid.of(2, 0), recent, Zxid.of(2, 3))))
                .containsExactly(Zxid.of(2, 1), Zxid.of(2, 2), Zxid.of(2, 3));
    }

    @Test
    void anEmptyMemoryServesOnlyAnEqualHistory() {
        RecentTxns none = new RecentTxns(500, 1 << 20);
        assertThat(choose(last, none, last)).isEqualTo(new SyncPlan.Diff(last, List.of()));
        assertThat(choose(Zxid.of(1, 10), none, last)).isEqualTo(new SyncPlan.Snap());
    }

    @Test
    void memoryIsBoundedByBytesButKeepsAMinimum() {
        RecentTxns small = recent(3, 1, 1, 1, 20);
        assertThat(small).extracting(LoggedTxn::zxid).containsExactly(Zxid.of(1, 18), Zxid.of(1, 19), Zxid.of(1, 20));
    }

    @Test
    void aHoleIsABrokenInvariant() {
        assertThatThrownBy(() -> recent.add(txn(Zxid.of(1, 13)))).isInstanceOf(Invariant.Broken.class);
        assertThatThrownBy(() -> recent.add(txn(Zxid.of(2, 2)))).isInstanceOf(Invariant.Broken.class);
    }

    /// The leader has applied all that it has logged.
    private static SyncPlan choose(Zxid peer, RecentTxns recent, Zxid last) {
        return SyncPlan.choose(peer, recent, last, List.of());
    }

    private static List<Zxid> zxids(SyncPlan plan) {
        assertThat(plan).isInstanceOf(SyncPlan.Diff.class);
        return ((SyncPlan.Diff) plan).missing().stream().map(LoggedTxn::zxid).toList();
    }

    private static RecentTxns recent(int minCount, long maxBytes, long epoch, long first, long last) {
        RecentTxns recent = new RecentTxns(minCount, maxBytes);
        add(recent, epoch, first, last);
        return recent;
    }

    private static void add(RecentTxns recent, long epoch, long first, long last) {
        for (long counter = first; counter <= last; counter++) {
            recent.add(txn(Zxid.of(epoch, counter)));
        }
    }

    private static LoggedTxn txn(Zxid zxid) {
        return TxnCodec.seal(new TxnHeader(new SessionId(1), 0, zxid, 0), new Txn.CreateSession(4000), null);
    }
}
