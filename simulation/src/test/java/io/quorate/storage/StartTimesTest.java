package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.simulation.disk.FaultyDisk;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Each start has a time of its own, from which ids of sessions are made.
class StartTimesTest {
    private static final long NOON = 1_767_268_800_000L;
    private static final long MOST_IDS_OF_ONE_MILLISECOND = 65_536;

    private final MemoryDirectory directory = new MemoryDirectory();

    private long begin(long wallMillis) {
        try (DataDirectory data = directory.open()) {
            data.load(new TreeState());
            return data.begin(wallMillis);
        }
    }

    @Test
    void aClockThatGoesOnIsBelieved() {
        assertThat(begin(NOON)).isEqualTo(NOON);
        assertThat(begin(NOON + 60_000)).isEqualTo(NOON + 60_000);
    }

    @Test
    void aClockThatWasSetBackIsNot() {
        begin(NOON);
        long second = begin(NOON - 3_600_000);
        long third = begin(NOON - 7_200_000);
        long mostIdsOfOneProcess = 600_000_000;
        assertThat((second - NOON) * MOST_IDS_OF_ONE_MILLISECOND).isGreaterThan(mostIdsOfOneProcess);
        assertThat((third - second) * MOST_IDS_OF_ONE_MILLISECOND).isGreaterThan(mostIdsOfOneProcess);
    }

    @Test
    void twoStartsInAMomentAreApart() {
        begin(NOON);
        assertThat(begin(NOON + 1)).isGreaterThan(NOON + 5_000);
    }

    @Test
    void theTimeIsThereAfterAPowerFailure() {
        begin(NOON);
        directory.disk.crash(new Random(1), FaultyDisk.Unsynced.LOST);
        assertThat(begin(NOON - 1000)).isGreaterThan(NOON);
    }

    @Test
    void aDamagedTimeDoesNotStopTheServer() {
        begin(NOON);
        directory.write(StartTimes.NAME, "17672688\nno checksum\n");
        assertThat(begin(NOON + 5)).isEqualTo(NOON + 5);
        assertThat(begin(NOON - 5)).isGreaterThan(NOON + 5);
    }

    @Test
    void whatAnInterruptedStartLeftIsNotBelieved() {
        begin(NOON);
        directory.write(StartTimes.NAME + ".tmp", "99");
        assertThat(begin(NOON - 1)).isGreaterThan(NOON);
        assertThat(directory.has(StartTimes.NAME + ".tmp")).isFalse();
    }

    @Test
    void aServerThatCannotWriteItDoesNotBegin() {
        begin(NOON);
        try (DataDirectory data = directory.open()) {
            data.load(new TreeState());
            directory.disk.capacity(0);
            assertThatExceptionOfType(StorageFailure.class)
                    .isThrownBy(() -> data.begin(NOON))
                    .withMessageStartingWith("cannot write the time of this start to /data/version-2/startTime");
        }
    }
}
