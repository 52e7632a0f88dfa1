package io.quorate.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.SessionId;
import org.junit.jupiter.api.Test;

/// Ticks last 1000 ms here, and the clock starts at 10 000.
class LocalSessionsTest {
    private static final SessionId A = new SessionId(0xA);
    private static final SessionId B = new SessionId(0xB);

    private final LocalSessions sessions = new LocalSessions(1000);

    @Test
    void aSessionIsLocalUntilItsTimeIsUp() {
        sessions.begin(A, 4000, 10_300);

        assertThat(sessions.contains(A)).isTrue();
        assertThat(sessions.nextExpiryMillis()).isEqualTo(15_000);
        assertThat(sessions.expire(14_999)).isEmpty();
        assertThat(sessions.expire(15_000)).containsExactly(A);
        assertThat(sessions.contains(A)).isFalse();
        assertThat(sessions.nextExpiryMillis()).isEqualTo(SessionTracker.NEVER);
    }

    @Test
    void aSignOfLifeGivesAWholeTimeout() {
        sessions.begin(A, 4000, 10_300);

        assertThat(sessions.touch(A, 8000, 14_900)).isTrue();
        assertThat(sessions.touch(B, 8000, 14_900)).isFalse();
        assertThat(sessions.nextExpiryMillis()).isEqualTo(23_000);
    }

    @Test
    void whatIsUpgradedIsLocalNoMoreAndKeepsTheTimeoutItBeganWith() {
        sessions.begin(A, 4000, 10_000);
        sessions.touch(A, 8000, 11_000);

        assertThat(sessions.upgrade(A)).isEqualTo(4000);
        assertThat(sessions.contains(A)).isFalse();
        assertThat(sessions.expire(100_000)).isEmpty();
        assertThatThrownBy(() -> sessions.upgrade(A)).hasMessageContaining("is not local");
    }

    @Test
    void whoWasAsleepGivesClientsATickToBeHeard() {
        sessions.begin(A, 4000, 10_300);
        sessions.begin(B, 4000, 10_300);

        assertThat(sessions.expire(17_500)).isEmpty();
        assertThat(sessions.touch(B, 4000, 17_600)).isTrue();
        assertThat(sessions.nextExpiryMillis()).isEqualTo(18_500);
        assertThat(sessions.expire(18_500)).containsExactly(A);
    }

    @Test
    void allCanBeGivenTheirWholeTime() {
        sessions.begin(A, 4000, 10_300);
        sessions.begin(B, 8000, 10_300);
        sessions.renewAll(50_300);

        assertThat(sessions.expire(55_000)).containsExactly(A);
        assertThat(sessions.expire(59_000)).containsExactly(B);
    }

    @Test
    void allCanEndAtOnce() {
        sessions.begin(A, 4000, 10_000);
        sessions.begin(B, 4000, 10_000);
        sessions.endAll();

        assertThat(sessions.size()).isZero();
        assertThat(sessions.nextExpiryMillis()).isEqualTo(SessionTracker.NEVER);
    }
}
