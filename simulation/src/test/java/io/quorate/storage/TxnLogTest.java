package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.model.Invariant;
import io.quorate.model.Zxid;
import io.quorate.simulation.disk.FaultyDisk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TxnLogTest {
    private static final Path DIRECTORY = Path.of("/log");

    private final FaultyDisk disk = new FaultyDisk();

    private TxnLog log(long preallocBytes, long sizeLimitBytes) throws IOException {
        disk.createDirectories(DIRECTORY);
        TxnLog log = new TxnLog(
                disk,
                DIRECTORY,
                new StorageSettings(preallocBytes, sizeLimitBytes, true, 500, 1 << 21, true, true, false));
        log.continueAfter(Zxid.ZERO);
        return log;
    }

    @Test
    void oneFlushIsOneWriteAndOneSync() throws IOException {
        TxnLog log = log(0, 0);
        log.append(Txns.at(1, 1));
        log.flush();
        long before = disk.operations();
        for (int i = 2; i <= 100; i++) {
            log.append(Txns.at(1, i));
        }
        assertThat(disk.operations()).isEqualTo(before);
        assertThat(log.flush()).isEqualTo(Zxid.of(1, 100));
        assertThat(disk.operations()).isEqualTo(before + 2);
        log.flush();
        assertThat(disk.operations()).isEqualTo(before + 2);
    }

    @Test
    void aBatchDoesNotGrowWithoutBound() throws IOException {
        TxnLog log = log(0, 0);
        for (int i = 1; i <= 3; i++) {
            log.append(Txns.create(Zxid.of(1, i), "/n" + i, "x".repeat(600_000)));
        }
        assertThat(log.durable()).isEqualTo(Zxid.of(1, 2));
    }

    @Test
    void aRollBeginsAFileNamedAfterItsFirstTxn() throws IOException {
        TxnLog log = log(0, 0);
        log.append(Txns.at(1, 1));
        log.append(Txns.at(1, 2));
        log.roll();
        log.roll();
        log.append(Txns.at(1, 3));
        log.flush();
        assertThat(disk.list(DIRECTORY)).containsExactly("log.100000001", "log.100000003");
    }

    @Test
    void aFileBeyondTheLimitIsTheLastOfItsFlushes() throws IOException {
        TxnLog log = log(0, 500);
        for (int i = 1; i <= 20; i++) {
            log.append(Txns.at(1, i));
            log.flush();
        }
        assertThat(disk.list(DIRECTORY)).hasSizeBetween(3, 6);
    }

    @Test
    void aFileGrowsByWholeSteps() throws IOException {
        TxnLog log = log(10_000, 0);
        log.append(Txns.at(1, 1));
        log.flush();
        assertThat(disk.size(DIRECTORY.resolve("log.100000001"))).isEqualTo(10_016);
        log.append(Txns.create(Zxid.of(1, 2), "/big", "x".repeat(25_000)));
        log.flush();
        assertThat(disk.size(DIRECTORY.resolve("log.100000001"))).isEqualTo(30_016);
        log.roll();
        assertThat(disk.size(DIRECTORY.resolve("log.100000001"))).isLessThan(26_000);
    }

    @Test
    void aTxnThatDoesNotFollowIsABrokenInvariant() throws IOException {
        TxnLog log = log(0, 0);
        log.append(Txns.at(1, 1));
        for (Zxid wrong : new Zxid[] {Zxid.of(1, 1), Zxid.of(0, 9), Zxid.of(1, 3), Zxid.of(2, 2)}) {
            assertThatExceptionOfType(Invariant.Broken.class)
                    .isThrownBy(() -> log.append(Txns.at(wrong)))
                    .withMessage("%s is appended to a log that ends at 0x100000001", wrong);
        }
    }

    @Test
    void afterAFailureNothingIsTriedAgain() throws IOException {
        TxnLog log = log(0, 0);
        log.append(Txns.at(1, 1));
        log.flush();
        log.append(Txns.at(1, 2));
        disk.failFromOperation(2);
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(log::flush)
                .withMessageContaining("/log/log.100000001")
                .withMessageContaining("input/output error");
        long before = disk.operations();
        assertThatExceptionOfType(StorageFailure.class).isThrownBy(log::flush);
        assertThatExceptionOfType(StorageFailure.class).isThrownBy(() -> log.append(Txns.at(1, 3)));
        assertThatExceptionOfType(StorageFailure.class).isThrownBy(log::roll);
        assertThat(disk.operations()).isEqualTo(before);
        assertThat(log.durable()).isEqualTo(Zxid.of(1, 1));
    }
}
