package io.quorate.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.SessionId;
import org.junit.jupiter.api.Test;

/// Ticks last 1000 ms here, and the clock starts at 10 000.
class SessionTrackerTest {
    private static final SessionId A = new SessionId(0xA);
    private static final SessionId B = new SessionId(0xB);
    private static final SessionId C = new SessionId(0xC);

    private final SessionTracker tracker = new SessionTracker(1000);

    @Test
    void aSessionEndsAtTheNextTickAfterItsTimeout() {
        tracker.add(A, 4000, 10_300);

        assertThat(tracker.nextExpiryMillis()).isEqualTo(15_000);
        assertThat(tracker.expire(14_999)).isEmpty();
        assertThat(tracker.isAlive(A)).isTrue();
        assertThat(tracker.expire(15_000)).containsExactly(A);
        assertThat(tracker.isAlive(A)).isFalse();
    }

    @Test
    void anInstantOnTheTickIsRoundedUpToTheNext() {
        tracker.add(A, 4000, 10_000);

        assertThat(tracker.nextExpiryMillis()).isEqualTo(15_000);
    }

    @Test
    void aTouchGivesAWholeTimeout() {
        tracker.add(A, 4000, 10_300);

        assertThat(tracker.touch(A, 4000, 14_900)).isTrue();
        assertThat(tracker.expire(18_999)).isEmpty();
        assertThat(tracker.expire(19_000)).containsExactly(A);
    }

    @Test
    void theLastTouchWinsEvenIfItIsTheShorterOne() {
        tracker.add(A, 20_000, 10_300);
        tracker.touch(A, 2000, 10_400);

        assertThat(tracker.nextExpiryMillis()).isEqualTo(13_000);
    }

    @Test
    void missedBucketsExpireOneAfterTheOther() {
        tracker.add(C, 4000, 10_100);
        tracker.add(A, 2000, 10_100);
        tracker.add(B, 2000, 10_900);

        assertThat(tracker.expire(30_000)).containsExactly(A, B, C);
        assertThat(tracker.nextExpiryMillis()).isEqualTo(SessionTracker.NEVER);
    }

    @Test
    void sessionsOfOneBucketExpireInTheOrderTheyCameIntoIt() {
        tracker.add(A, 4000, 10_100);
        tracker.add(B, 4000, 10_200);
        tracker.touch(A, 4000, 11_100);
        tracker.add(C, 4000, 11_200);
        tracker.touch(B, 4000, 11_300);

        assertThat(tracker.expire(16_000)).containsExactly(A, C, B);
    }

    @Test
    void anExpiredSessionIsClosingUntilItIsRemoved() {
        tracker.add(A, 4000, 10_000);
        tracker.expire(15_000);

        assertThat(tracker.isTracked(A)).isTrue();
        assertThat(tracker.touch(A, 4000, 15_001)).isFalse();
        assertThat(tracker.expire(60_000)).isEmpty();

        tracker.remove(A);
        assertThat(tracker.isTracked(A)).isFalse();
        assertThat(tracker.size()).isZero();
    }

    @Test
    void aClosingSessionDoesNotExpireAsWell() {
        tracker.add(A, 4000, 10_000);
        tracker.setClosing(A);

        assertThat(tracker.isAlive(A)).isFalse();
        assertThat(tracker.expire(60_000)).isEmpty();
    }

    @Test
    void addingAClosingSessionDoesNotReviveIt() {
        tracker.add(A, 4000, 10_000);
        tracker.setClosing(A);
        tracker.add(A, 4000, 11_000);

        assertThat(tracker.isAlive(A)).isFalse();
    }

    @Test
    void nobodyCanTouchAnUnknownSession() {
        assertThat(tracker.touch(A, 4000, 10_000)).isFalse();
        assertThat(tracker.nextExpiryMillis()).isEqualTo(SessionTracker.NEVER);
    }

    @Test
    void theOwnerIsTheLastOneSet() {
        tracker.add(A, 4000, 10_000);
        assertThat(tracker.owner(A)).isEqualTo(SessionTracker.NO_OWNER);

        tracker.setOwner(A, 7);
        tracker.setOwner(A, 8);
        tracker.setOwner(B, 9);

        assertThat(tracker.owner(A)).isEqualTo(8);
        assertThat(tracker.owner(B)).isEqualTo(SessionTracker.NO_OWNER);
    }
}
