package io.quorate.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {
    private static LatencyHistogram of(long... nanos) {
        var histogram = new LatencyHistogram();
        for (long each : nanos) {
            histogram.record(each);
        }
        return histogram;
    }

    @Test
    void smallValuesAreExact() {
        LatencyHistogram histogram = of(1, 2, 3, 4, 127);
        assertThat(histogram.percentileNanos(20)).isEqualTo(1);
        assertThat(histogram.percentileNanos(50)).isEqualTo(3);
        assertThat(histogram.percentileNanos(100)).isEqualTo(127);
    }

    @Test
    void percentilesOfRandomValuesAreAtMostOneSixtyFourthTooLarge() {
        var random = new Random(7);
        long[] values = random.longs(10_000, 0, 1L << 40).toArray();
        LatencyHistogram histogram = of(values);
        Arrays.sort(values);
        for (int percent = 1; percent <= 100; percent++) {
            long exact = values[values.length * percent / 100 - 1];
            assertThat(histogram.percentileNanos(percent)).isBetween(exact, exact + exact / 64 + 1);
        }
    }

    @Test
    void noPercentileIsAboveTheLargestValue() {
        assertThat(of(1_000_001).percentileNanos(99)).isEqualTo(1_000_001);
    }

    @Test
    void theLargestDurationHasABucket() {
        assertThat(of(Long.MAX_VALUE).percentileNanos(50)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aNegativeDurationCountsAsNone() {
        LatencyHistogram histogram = of(-5);
        assertThat(histogram.count()).isEqualTo(1);
        assertThat(histogram.percentileNanos(50)).isZero();
    }

    @Test
    void nothingCountedIsZeroEverywhere() {
        assertThat(of().percentileNanos(99)).isZero();
    }

    @Test
    void aPercentileBeyondAHundredIsRefused() {
        assertThatThrownBy(() -> of(1).percentileNanos(101)).hasMessageContaining("101");
    }
}
