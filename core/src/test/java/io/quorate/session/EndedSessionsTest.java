package io.quorate.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.SessionId;
import org.junit.jupiter.api.Test;

class EndedSessionsTest {
    @Test
    void theLastOnesAreRemembered() {
        EndedSessions ended = new EndedSessions();
        for (long id = 0; id <= EndedSessions.MOST; id++) {
            ended.add(new SessionId(id));
        }

        assertThat(ended.contains(new SessionId(0))).isFalse();
        assertThat(ended.contains(new SessionId(1))).isTrue();
        assertThat(ended.contains(new SessionId(EndedSessions.MOST))).isTrue();
    }
}
