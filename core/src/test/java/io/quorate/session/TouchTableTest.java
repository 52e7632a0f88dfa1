package io.quorate.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.quorate.model.SessionId;
import org.junit.jupiter.api.Test;

class TouchTableTest {
    private static final SessionId A = new SessionId(0xA);
    private static final SessionId B = new SessionId(0xB);

    private final TouchTable touches = new TouchTable();

    @Test
    void eachTouchIsReportedOnceWithItsLastTimeout() {
        touches.touch(B, 4000);
        touches.touch(A, 4000);
        touches.touch(B, 6000);

        assertThat(touches.drain()).containsExactly(entry(B, 6000), entry(A, 4000));
        assertThat(touches.drain()).isEmpty();
    }

    @Test
    void aSessionThatIsOverIsNotReported() {
        touches.touch(A, 4000);
        touches.remove(A);

        assertThat(touches.drain()).isEmpty();
    }
}
