package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a start makes of the end of the log. Each case takes the bytes of a good log, does
/// something to them and loads them from a disk in memory.
class TornLogTest {
    private static final Path DIRECTORY = Path.of("/data");
    private static final Path LOG = Path.of("/data/version-2/log.100000001");
    private static final StorageSettings UNPADDED = new StorageSettings(0, 0, true, 500, 1 << 20, true, true, false);

    private final List<LoggedTxn> history = LongStream.rangeClosed(1, 5)
            .mapToObj(counter -> Txns.at(1, counter))
            .toList();
    private final byte[] good = logOf(history);
    private final int lastRecord = logOf(history.subList(0, 4)).length;

    @Test
    void aRecordCutAtAnyByteIsDropped() {
        for (int cut = lastRecord; cut < good.length; cut++) {
            assertThat(load(Arrays.copyOf(good, cut))).as("cut at %d", cut).isEqualTo(Zxid.of(1, 4));
        }
    }

    @Test
    void soIsOneThatZerosFollow() {
        for (int cut = lastRecord; cut < good.length; cut++) {
            byte[] padded = Arrays.copyOf(Arrays.copyOf(good, cut), 100_000);
            assertThat(load(padded)).as("cut at %d", cut).isEqualTo(Zxid.of(1, 4));
        }
    }

    @Test
    void whatIsDroppedIsGoneForGood() {
        FaultyDisk disk = diskWith(Arrays.copyOf(good, good.length - 1));
        try (DataDirectory data = open(disk)) {
            data.load(new TreeState());
            LoggedTxn other = Txns.create(Zxid.of(1, 5), "/another", "one");
            data.log().append(other);
            data.log().flush();
        }
        try (DataDirectory data = open(disk)) {
            Loaded<Tree> loaded = data.load(new TreeState());
            assertThat(loaded.lastLogged()).isEqualTo(Zxid.of(1, 5));
            assertThat(loaded.state().find("/another")).isNotNull();
            assertThat(loaded.state().find("/t0x100000005")).isNull();
        }
    }

    @Test
    void aFileWithAnIncompleteHeaderIsRemoved() {
        for (int cut = 0; cut <= LogFile.HEADER_BYTES; cut++) {
            for (int size : new int[] {cut, 5000}) {
                FaultyDisk disk = diskWith(good);
                Path next = LOG.resolveSibling("log.100000006");
                disk.put(next, Arrays.copyOf(Arrays.copyOf(good, cut), size));
                try (DataDirectory data = open(disk)) {
                    assertThat(data.load(new TreeState()).lastLogged()).isEqualTo(Zxid.of(1, 5));
                }
                assertThat(disk.exists(next)).isFalse();
            }
        }
    }

    @Test
    void aHeaderOfSomethingElseRefusesTheStart() {
        byte[] foreign = good.clone();
        foreign[0] = 'X';
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> load(foreign))
                .withMessageContaining(LOG.toString())
                .withMessageContaining("0x584b4c47, expected 0x5a4b4c47")
                .withMessageContaining("at byte 0");
    }

    @Test
    void aChangedByteRefusesTheStartWithFileAndOffset() {
        byte[] changed = good.clone();
        int second = logOf(history.subList(0, 1)).length;
        changed[second + 40] ^= 1;
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> load(changed))
                .withMessageContaining(LOG.toString())
                .withMessageContaining("checksum")
                .withMessageContaining("at byte " + second);
    }

    @Test
    void noChangedBitMakesATxnDisappear() {
        for (int bit = LogFile.HEADER_BYTES * 8; bit < good.length * 8; bit++) {
            byte[] changed = Arrays.copyOf(good, bit % 3 == 0 ? 50_000 : good.length);
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(StorageFailure.class)
                    .as("bit %d of byte %d", bit % 8, bit / 8)
                    .isThrownBy(() -> load(changed));
        }
    }

    /// A record begins with four zeros; where a sector ends behind them it must not be taken for a missing one.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 12})
    void norDoesOneAtTheEdgeOfASector(int bytesBefore) {
        int head = logOf(List.of(Txns.create(Zxid.of(1, 1), "/first", ""))).length;
        LoggedTxn first = Txns.create(Zxid.of(1, 1), "/first", "x".repeat(1024 - bytesBefore - head));
        byte[] log = logOf(List.of(first, Txns.at(1, 2), Txns.at(1, 3)));
        for (int bit = (1024 - bytesBefore) * 8; bit < log.length * 8; bit++) {
            assertRefused(log, bit);
        }
    }

    /// What clients write may well be zeros, and look as if sectors were missing.
    @Test
    void norDoesOneInATxnFullOfZeros() {
        LoggedTxn zeros = Txns.create(Zxid.of(1, 2), "/zeros", "\0".repeat(2000));
        byte[] log = logOf(List.of(Txns.at(1, 1), zeros, Txns.at(1, 3), Txns.at(1, 4)));
        int begin = logOf(List.of(Txns.at(1, 1))).length;
        for (int bit = begin * 8; bit < (begin + 2200) * 8; bit += 3) {
            assertRefused(log, bit);
        }
    }

    private static void assertRefused(byte[] log, int changedBit) {
        byte[] changed = Arrays.copyOf(log, 20_000);
        changed[changedBit / 8] ^= (byte) (1 << changedBit % 8);
        assertThatExceptionOfType(StorageFailure.class)
                .as("bit %d of byte %d", changedBit % 8, changedBit / 8)
                .isThrownBy(() -> load(changed));
    }

    @Test
    void missingSectorsOfTheLastBatchAreTheTraceOfACrash() {
        List<LoggedTxn> many = LongStream.rangeClosed(1, 60)
                .mapToObj(counter -> Txns.at(1, counter))
                .toList();
        byte[] log = logOf(many);
        for (int sector = 0; sector * 512 < log.length; sector++) {
            byte[] missing = Arrays.copyOf(log, 20_000);
            Arrays.fill(missing, sector * 512, sector * 512 + 512, (byte) 0);
            Zxid last = load(missing);
            long whole = many.stream()
                    .filter(txn ->
                            logOf(many.subList(0, (int) txn.zxid().counter())).length <= missingFrom(missing, log))
                    .count();
            assertThat(last).as("sector %d", sector).isEqualTo(whole == 0 ? Zxid.ZERO : Zxid.of(1, whole));
        }
    }

    @Test
    void aMissingSectorFarFromTheEndIsDamage() {
        LoggedTxn big = Txns.create(Zxid.of(1, 2), "/big", "x".repeat(1_000_000));
        LoggedTxn bigger = Txns.create(Zxid.of(1, 3), "/bigger", "y".repeat(1_000_000));
        LoggedTxn biggest = Txns.create(Zxid.of(1, 4), "/biggest", "z".repeat(1_000_000));
        byte[] log = logOf(List.of(Txns.at(1, 1), big, bigger, biggest));
        Arrays.fill(log, 1024, 1536, (byte) 0);
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> load(log))
                .withMessageContaining("at byte ");
    }

    @Test
    void apachesTornFileIsFollowedByOneThatRepeatsTheTxn() {
        FaultyDisk disk = diskWith(Arrays.copyOf(Arrays.copyOf(good, good.length - 3), 9000));
        disk.put(LOG.resolveSibling("log.100000005"), logOf(List.of(history.get(4), Txns.at(1, 6))));
        try (DataDirectory data = open(disk)) {
            assertThat(data.load(new TreeState()).lastLogged()).isEqualTo(Zxid.of(1, 6));
        }
    }

    @Test
    void aTornFileInTheMiddleRefusesTheStartIfATxnMayBeMissing() {
        FaultyDisk disk = diskWith(Arrays.copyOf(Arrays.copyOf(good, good.length - 3), 9000));
        disk.put(LOG.resolveSibling("log.200000001"), logOf(List.of(Txns.at(2, 1))));
        try (DataDirectory data = open(disk)) {
            assertThatExceptionOfType(StorageFailure.class)
                    .isThrownBy(() -> data.load(new TreeState()))
                    .withMessageContaining(LOG + " has a record that was cut off at byte " + lastRecord)
                    .withMessageContaining("a txn may be missing");
        }
    }

    private static int missingFrom(byte[] a, byte[] b) {
        return Arrays.mismatch(a, 0, b.length, b, 0, b.length);
    }

    private static Zxid load(byte[] log) {
        try (DataDirectory data = open(diskWith(log))) {
            Loaded<Tree> loaded = data.load(new TreeState());
            assertThat(loaded.state().zxid()).isEqualTo(loaded.lastLogged());
            return loaded.lastLogged();
        }
    }

    private static DataDirectory open(FaultyDisk disk) {
        return DataDirectory.open(disk, DIRECTORY, DIRECTORY, UNPADDED);
    }

    /// A disk with a fresh snapshot and this log.
    private static FaultyDisk diskWith(byte[] log) {
        FaultyDisk disk = new FaultyDisk();
        try (DataDirectory data = open(disk)) {
            data.load(new TreeState());
        }
        disk.put(LOG.resolveSibling("acceptedEpoch"), new byte[] {'9'});
        disk.put(LOG, log);
        return disk;
    }

    /// The bytes of a log file with these txns.
    static byte[] logOf(List<LoggedTxn> txns) {
        FaultyDisk disk = new FaultyDisk();
        Path directory = Path.of("/log");
        try {
            disk.createDirectories(directory);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        TxnLog log = new TxnLog(disk, directory, UNPADDED);
        Zxid first = txns.getFirst().zxid();
        log.continueAfter(first.counter() == 1 ? Zxid.ZERO : new Zxid(first.value() - 1));
        txns.forEach(log::append);
        log.roll();
        return disk.contentOf(LogFile.named(directory, first).path());
    }
}
