package io.quorate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.transport.ConnectionThrottle.Blue;
import io.quorate.transport.ConnectionThrottle.Settings;
import io.quorate.transport.ConnectionThrottle.Weights;
import org.junit.jupiter.api.Test;

/// Time stands still unless a test moves it, and chance is what a test says.
final class ConnectionThrottleTest {
    private long nowNanos;
    private double chance;

    @Test
    void withoutABucketEverybodyIsLetIn() {
        ConnectionThrottle throttle = throttle(Settings.OFF);
        for (int i = 0; i < 1000; i++) {
            assertThat(throttle.admits(false)).isTrue();
        }
        assertThat(throttle.deficit()).isZero();
    }

    @Test
    void anEmptyBucketFillsAgainAtItsPaceAndNoMoreThanItHolds() {
        ConnectionThrottle throttle = throttle(new Settings(3, 100, 2, Blue.OFF, Weights.EQUAL));
        assertThat(admitted(throttle)).isEqualTo(3);
        pass(100);
        assertThat(admitted(throttle)).isEqualTo(2);
        pass(99);
        assertThat(admitted(throttle)).isEqualTo(1);
        pass(10_000);
        assertThat(admitted(throttle)).isEqualTo(3);
    }

    @Test
    void sessionsThatGoOnMayTakeLess() {
        ConnectionThrottle throttle = throttle(new Settings(5, 100, 1, Blue.OFF, new Weights(3, 2)));
        assertThat(throttle.admits(false)).isTrue();
        assertThat(throttle.admits(false)).isFalse();
        assertThat(throttle.admits(true)).isTrue();
        assertThat(throttle.deficit()).isEqualTo(5);
    }

    @Test
    void theChanceToBeTurnedAwayGrowsWhileTheBucketIsEmptyAndShrinksWhenItIsFull() {
        Blue blue = new Blue(10, 0.5, 0.25, 0.5);
        ConnectionThrottle throttle = throttle(new Settings(1, 1000, 1, blue, Weights.EQUAL));
        chance = 0.4;
        assertThat(throttle.admits(false)).isTrue();
        pass(10);
        assertThat(throttle.admits(false)).isFalse();
        assertThat(throttle.dropProbability()).isEqualTo(0.5);
        pass(2000);
        // The bucket is full again, and the chance is down by one step: not yet below this one's luck.
        chance = 0.2;
        assertThat(throttle.admits(false)).isFalse();
        assertThat(throttle.dropProbability()).isEqualTo(0.25);
        pass(10);
        assertThat(throttle.admits(false)).isTrue();
        assertThat(throttle.dropProbability()).isZero();
    }

    private ConnectionThrottle throttle(Settings settings) {
        return new ConnectionThrottle(settings, () -> nowNanos, () -> chance);
    }

    private void pass(long millis) {
        nowNanos += millis * 1_000_000;
    }

    private static int admitted(ConnectionThrottle throttle) {
        int count = 0;
        while (throttle.admits(false)) {
            count++;
        }
        return count;
    }
}
