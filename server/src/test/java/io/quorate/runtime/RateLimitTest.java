package io.quorate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RateLimit limit = new RateLimit(2);
    private final List<Long> told = new ArrayList<>();

    @Test
    void allowsSoManyASecondAndThenTellsHowManyWereLeftOut() {
        assertThat(allows(5)).isTrue();
        assertThat(allows(6)).isTrue();
        assertThat(allows(7)).isFalse();
        assertThat(allows(8)).isFalse();
        assertThat(told).isEmpty();

        assertThat(allows(5 + SECOND)).isTrue();
        assertThat(told).containsExactly(2L);
    }

    @Test
    void saysNothingOfASecondInWhichNothingWasLeftOut() {
        assertThat(allows(0)).isTrue();
        assertThat(allows(3 * SECOND)).isTrue();
        assertThat(told).isEmpty();
    }

    private boolean allows(long nanos) {
        return limit.allows(nanos, told::add);
    }
}
