package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.simulation.world.Chance;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.zip.Adler32;
import org.junit.jupiter.api.Test;

class AdlerOfPartsTest {
    @Test
    void everyPartHasTheChecksumThatTheLibraryGivesIt() {
        RandomGenerator random = new Chance(1).stream("parts");
        byte[] bytes = new byte[500];
        random.nextBytes(bytes);
        AdlerOfParts checksums = new AdlerOfParts(bytes, bytes.length);
        for (int begin = 0; begin < bytes.length; begin++) {
            for (int end = begin; end <= bytes.length; end++) {
                assertThat(checksums.of(begin, end)).isEqualTo(adler(bytes, begin, end));
            }
        }
    }

    @Test
    void soHaveLongPartsOfHighBytes() {
        RandomGenerator random = new Chance(2).stream("parts");
        byte[] bytes = new byte[3_000_001];
        Arrays.fill(bytes, (byte) -1);
        AdlerOfParts checksums = new AdlerOfParts(bytes, bytes.length);
        for (int i = 0; i < 200; i++) {
            int begin = random.nextInt(bytes.length);
            int end = random.nextInt(begin, bytes.length + 1);
            assertThat(checksums.of(begin, end)).isEqualTo(adler(bytes, begin, end));
        }
        assertThat(checksums.of(0, bytes.length)).isEqualTo(adler(bytes, 0, bytes.length));
    }

    private static long adler(byte[] bytes, int begin, int end) {
        Adler32 adler = new Adler32();
        adler.update(bytes, begin, end - begin);
        return adler.getValue();
    }
}
