package io.quorate.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.quorate.simulation.disk.FaultyDisk.PowerLost;
import io.quorate.simulation.disk.FaultyDisk.ProcessKilled;
import io.quorate.simulation.disk.FaultyDisk.Unsynced;
import io.quorate.storage.Disk.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyDiskTest {
    private static final Path DIRECTORY = Path.of("/d");
    private static final Path FILE = DIRECTORY.resolve("file");
    private static final int SECTOR = 512;

    private final FaultyDisk disk = new FaultyDisk();
    private final RandomGenerator random = new SplittableRandom(1);

    @BeforeEach
    void makeDirectory() throws IOException {
        disk.createDirectories(DIRECTORY);
    }

    // ---- without faults

    @Test
    void whatWasWrittenIsReadFromAnywhere() throws IOException {
        Output output = write(FILE, "abcdef");
        output.write(bytes("xghiy"), 1, 3);
        assertThat(read(FILE, 0)).isEqualTo("abcdefghi");
        assertThat(read(FILE, 7)).isEqualTo("hi");
        assertThat(read(FILE, 70)).isEmpty();
        disk.open(FILE, 2).write(bytes("CD"), 0, 2);
        assertThat(read(FILE, 0)).isEqualTo("abCDefghi");
        assertThat(disk.size(FILE)).isEqualTo(9);
    }

    @Test
    void aFileGrowsWithZerosAndForgetsWhatWasCut() throws IOException {
        Output output = write(FILE, "abcdef");
        output.truncateTo(3);
        output.extendTo(5);
        assertThat(disk.contentOf(FILE)).containsExactly('a', 'b', 'c', 0, 0);
        output.extendTo(2);
        output.truncateTo(9);
        assertThat(disk.size(FILE)).isEqualTo(5);
    }

    @Test
    void creatingAFileAgainEmptiesIt() throws IOException {
        write(FILE, "abcdef");
        write(FILE, "x");
        assertThat(read(FILE, 0)).isEqualTo("x");
        assertThat(disk.list(DIRECTORY)).containsExactly("file");
    }

    @Test
    void whatIsNotThereIsSaidAsByARealDisk() throws IOException {
        Path missing = DIRECTORY.resolve("missing");
        Path lost = Path.of("/lost/file");
        for (Path path : List.of(missing, lost)) {
            assertThat(disk.exists(path)).isFalse();
            notFound(() -> disk.list(path));
            notFound(() -> disk.size(path));
            notFound(() -> disk.read(path, 0));
            notFound(() -> disk.open(path, 0));
            notFound(() -> disk.delete(path));
            notFound(() -> disk.rename(path, path.resolveSibling("other")));
            notFound(() -> disk.syncDirectory(path));
        }
        notFound(() -> disk.create(lost));
        notFound(() -> disk.lock(lost));
        write(FILE, "");
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> disk.list(FILE));
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> disk.createDirectories(FILE.resolve("below")));
    }

    @Test
    void aLockIsTakenOnceUntilTheProcessEnds() throws IOException {
        assertThat(disk.lock(FILE)).isNotNull();
        assertThat(disk.lock(FILE)).isNull();
        disk.restartProcess();
        Objects.requireNonNull(disk.lock(FILE)).close();
        assertThat(disk.lock(FILE)).isNotNull();
    }

    @Test
    void appendingCostsWhatIsAppended() {
        assertTimeout(Duration.ofSeconds(10), () -> {
            byte[] record = new byte[100];
            Output output = disk.create(FILE);
            // 10 MB, synced a hundred thousand times: hours if any of it were copied each time.
            for (int i = 0; i < 100_000; i++) {
                output.write(record, 0, record.length);
                output.sync();
            }
        });
    }

    // ---- power

    @Test
    void whatWasSyncedSurvivesIfItsNameDoes() throws IOException {
        write(FILE, "content").sync();
        FaultyDisk other = disk.copy();
        disk.crash(random, Unsynced.LOST);
        assertThat(disk.list(DIRECTORY)).isEmpty();

        other.syncDirectory(DIRECTORY);
        other.crash(random, Unsynced.LOST);
        assertThat(new String(other.contentOf(FILE), StandardCharsets.UTF_8)).isEqualTo("content");
    }

    @Test
    void aNameWithoutSyncedContentIsAnEmptyFile() throws IOException {
        write(FILE, "content");
        disk.syncDirectory(DIRECTORY);
        disk.crash(random, Unsynced.LOST);
        assertThat(disk.contentOf(FILE)).isEmpty();
    }

    @Test
    void sectorsOfOneWriteAreLostOneByOne() throws IOException {
        Output output = write(FILE, "a".repeat(4 * SECTOR));
        output.sync();
        disk.syncDirectory(DIRECTORY);
        disk.open(FILE, 0).write(bytes("b".repeat(4 * SECTOR)), 0, 4 * SECTOR);
        TreeSet<String> outcomes = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            FaultyDisk copy = disk.copy();
            copy.crash(random, Unsynced.EITHER);
            byte[] content = copy.contentOf(FILE);
            StringBuilder outcome = new StringBuilder();
            for (int sector = 0; sector < 4; sector++) {
                String text = new String(content, sector * SECTOR, SECTOR, StandardCharsets.UTF_8);
                assertThat(text).isIn("a".repeat(SECTOR), "b".repeat(SECTOR));
                outcome.append(text.charAt(0));
            }
            outcomes.add(outcome.toString());
        }
        assertThat(outcomes).hasSize(16);
    }

    @Test
    void soAreTheSizeAndTheNames() throws IOException {
        TreeSet<String> outcomes = new TreeSet<>();
        write(FILE, "old").sync();
        disk.syncDirectory(DIRECTORY);
        write(DIRECTORY.resolve("new"), "new").sync();
        disk.rename(DIRECTORY.resolve("new"), FILE);
        write(DIRECTORY.resolve("third"), "3").extendTo(10);
        for (int i = 0; i < 300; i++) {
            FaultyDisk copy = disk.copy();
            copy.crash(random, Unsynced.EITHER);
            StringBuilder outcome = new StringBuilder();
            for (String name : copy.list(DIRECTORY)) {
                byte[] content = copy.contentOf(DIRECTORY.resolve(name));
                outcome.append(name).append('=').append(new String(content, StandardCharsets.UTF_8).trim());
                outcome.append(name.equals("third") ? content.length : "").append(' ');
            }
            outcomes.add(outcome.toString());
        }
        assertThat(outcomes).contains("file=old ", "file=new ", "file=old new=new ", "file=new third=310 ");
        // A rename is one thing: the name it replaces is never missing.
        assertThat(outcomes).allMatch(outcome -> outcome.startsWith("file="));
        assertThat(outcomes).anyMatch(outcome -> outcome.endsWith("third=0 "));
        assertThat(outcomes).anyMatch(outcome -> outcome.endsWith("third=10 "));
    }

    @Test
    void truncatingIsNotDurableEither() throws IOException {
        write(FILE, "long content").sync();
        disk.syncDirectory(DIRECTORY);
        Output output = disk.open(FILE, 0);
        output.truncateTo(4);
        FaultyDisk copy = disk.copy();
        copy.crash(random, Unsynced.LOST);
        assertThat(copy.contentOf(FILE)).hasSize(12);
        output.sync();
        output.extendTo(12);
        output.sync();
        disk.crash(random, Unsynced.LOST);
        assertThat(disk.contentOf(FILE)).containsExactly('l', 'o', 'n', 'g', 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void insideAnOperationItEndsEverythingUntilItComesBack() throws IOException {
        disk.loseInsideOperation(3);
        Output output = write(FILE, "abc");
        assertThatExceptionOfType(PowerLost.class).isThrownBy(output::sync);
        assertThatExceptionOfType(PowerLost.class).isThrownBy(() -> disk.exists(FILE));
        assertThatExceptionOfType(PowerLost.class).isThrownBy(() -> disk.read(FILE, 0));
        assertThatExceptionOfType(PowerLost.class).isThrownBy(() -> disk.delete(FILE));
        disk.crash(random, Unsynced.KEPT);
        assertThat(read(FILE, 0)).isEqualTo("abc");
    }

    // ---- the process

    @Test
    void aKilledProcessLosesNothingButTheEndOfItsLastWrite() throws IOException {
        TreeSet<Integer> lengths = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            FaultyDisk copy = disk.copy();
            Output output = copy.create(FILE);
            output.write(bytes("abc"), 0, 3);
            copy.killInsideOperation(1, random);
            assertThatExceptionOfType(ProcessKilled.class).isThrownBy(() -> output.write(bytes("defg"), 0, 4));
            assertThatExceptionOfType(ProcessKilled.class).isThrownBy(() -> copy.list(DIRECTORY));
            copy.restartProcess();
            assertThat("abcdefg").startsWith(new String(copy.contentOf(FILE), StandardCharsets.UTF_8));
            lengths.add(copy.contentOf(FILE).length);
        }
        assertThat(lengths).containsExactly(3, 4, 5, 6, 7);
    }

    // ---- errors

    @Test
    void fromAnOperationOnTheChosenKindsFail() throws IOException {
        disk.failFromOperation(4, EnumSet.of(DiskOperation.SYNC, DiskOperation.READ, DiskOperation.RENAME));
        Output output = write(FILE, "abc");
        output.sync();
        output.write(bytes("def"), 0, 3);
        fails(output::sync);
        fails(() -> disk.read(FILE, 0));
        fails(() -> disk.rename(FILE, DIRECTORY.resolve("other")));
        output.write(bytes("ghi"), 0, 3);
        disk.syncDirectory(DIRECTORY);
        assertThat(disk.list(DIRECTORY)).containsExactly("file");
        disk.restartProcess();
        assertThat(read(FILE, 0)).isEqualTo("abcdefghi");
    }

    @Test
    void whatAFailedSyncLeavesInMemoryIsNeverWrittenByALaterOne() throws IOException {
        Output output = write(FILE, "abc");
        output.sync();
        disk.syncDirectory(DIRECTORY);
        disk.open(FILE, 0).write(bytes("xyz"), 0, 3);
        disk.failFromOperation(1);
        fails(output::sync);
        disk.restartProcess();
        assertThat(read(FILE, 0)).isEqualTo("xyz");
        disk.open(FILE, 0).sync();
        disk.crash(random, Unsynced.KEPT);
        assertThat(read(FILE, 0)).isEqualTo("abc");
    }

    @Test
    void aFullDiskTakesWhatFitsUntilThereIsRoomAgain() throws IOException {
        Path other = DIRECTORY.resolve("other");
        write(other, "12345").sync();
        disk.capacity(10);
        Output output = disk.create(FILE);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> output.write(bytes("abcdefg"), 0, 7))
                .withMessageContaining("no space left");
        assertThat(read(FILE, 0)).isEqualTo("abcde");
        assertThat(disk.bytesUsed()).isEqualTo(10);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> output.extendTo(6));
        disk.open(FILE, 0).write(bytes("ABC"), 0, 3);
        disk.delete(other);
        output.write(bytes("fghij"), 0, 5);
        assertThat(read(FILE, 0)).isEqualTo("ABCdefghij");
        disk.capacity(Long.MAX_VALUE);
        output.extendTo(1000);
        assertThat(disk.bytesUsed()).isEqualTo(1000);
        disk.crash(random, Unsynced.LOST);
        assertThat(disk.bytesUsed()).isZero();
    }

    // ---- damage

    @Test
    void aFlippedBitIsSomewhereInADurableFile() throws IOException {
        assertThat(disk.flip(random)).isNull();
        disk.put(FILE, new byte[100]);
        disk.put(DIRECTORY.resolve("other"), new byte[3]);
        write(DIRECTORY.resolve("unsynced"), "abc");
        TreeSet<Path> files = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            FaultyDisk copy = disk.copy();
            BitFlip flip = Objects.requireNonNull(copy.flip(random));
            byte[] expected = disk.contentOf(flip.file());
            expected[flip.offset()] ^= (byte) (1 << flip.bit());
            assertThat(copy.contentOf(flip.file())).isEqualTo(expected);
            copy.crash(random, Unsynced.EITHER);
            assertThat(copy.contentOf(flip.file())).isEqualTo(expected);
            assertThat(flip.toString())
                    .contains("byte " + flip.offset(), flip.file().toString());
            files.add(flip.file());
        }
        assertThat(files).containsExactly(FILE, DIRECTORY.resolve("other"));
    }

    @Test
    void aWipedDiskIsEmpty() throws IOException {
        write(FILE, "abc").sync();
        disk.wipe();
        assertThat(disk.exists(DIRECTORY)).isFalse();
        assertThat(disk.bytesUsed()).isZero();
        notFound(() -> disk.create(FILE));
    }

    // ---- looking on

    @Test
    void othersCanWorkBeforeEachOperationAndAreNotInterruptedThemselves() throws IOException {
        List<String> seen = new ArrayList<>();
        disk.interruptedBy((operation, path) -> {
            seen.add(operation + " " + path.getFileName());
            try {
                write(DIRECTORY.resolve("other"), "x").sync();
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        write(FILE, "abc").sync();
        assertThat(disk.list(DIRECTORY)).containsExactly("file", "other");
        assertThat(seen).containsExactly("CREATE file", "WRITE file", "SYNC file", "LIST d");
        assertThat(disk.operations()).isEqualTo(1 + 1 + 3 + 4 * 3);
    }

    @Test
    void ifTheProcessEndsMeanwhileNothingMoreHappens() throws IOException {
        write(FILE, "abc");
        disk.interruptedBy((operation, path) -> {
            disk.loseInsideOperation(1);
            assertThatExceptionOfType(PowerLost.class).isThrownBy(() -> write(DIRECTORY.resolve("other"), "x"));
        });
        assertThatExceptionOfType(PowerLost.class).isThrownBy(() -> disk.delete(FILE));
        disk.interruptedBy(null);
        disk.crash(random, Unsynced.KEPT);
        assertThat(disk.list(DIRECTORY)).containsExactly("file", "other");
    }

    @Test
    void aCopyGoesItsOwnWay() throws IOException {
        Output output = write(FILE, "abc");
        disk.loseInsideOperation(100);
        FaultyDisk copy = disk.copy();
        output.write(bytes("def"), 0, 3);
        copy.open(FILE, 0).write(bytes("x"), 0, 1);
        copy.delete(FILE);
        assertThat(read(FILE, 0)).isEqualTo("abcdef");
        assertThat(copy.list(DIRECTORY)).isEmpty();
        assertThat(copy.bytesUsed()).isZero();
        assertThat(disk.bytesUsed()).isEqualTo(6);
    }

    @Test
    void theSameOperationsAndTheSameRandomNumbersLeaveTheSame() throws IOException {
        assertThat(life(5)).isEqualTo(life(5));
        assertThat(life(5)).isNotEqualTo(life(6));
    }

    private static String life(long seed) throws IOException {
        RandomGenerator random = new SplittableRandom(seed);
        FaultyDisk disk = new FaultyDisk();
        disk.createDirectories(DIRECTORY);
        StringBuilder trace = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            Path path = DIRECTORY.resolve("f" + random.nextInt(5));
            Output output = disk.exists(path) ? disk.open(path, random.nextInt(100)) : disk.create(path);
            byte[] content = new byte[random.nextInt(3000)];
            random.nextBytes(content);
            output.write(content, 0, content.length);
            switch (random.nextInt(8)) {
                case 0 -> output.sync();
                case 1 -> disk.syncDirectory(DIRECTORY);
                case 2 -> disk.crash(random, Unsynced.EITHER);
                case 3 -> disk.rename(path, DIRECTORY.resolve("g" + random.nextInt(3)));
                case 4 -> trace.append(disk.flip(random));
                default -> output.truncateTo(random.nextInt(3000));
            }
            for (String name : disk.list(DIRECTORY)) {
                trace.append(Arrays.hashCode(disk.contentOf(DIRECTORY.resolve(name))));
            }
        }
        return trace.toString();
    }

    private Output write(Path file, String text) throws IOException {
        Output output = disk.create(file);
        output.write(bytes(text), 0, text.length());
        return output;
    }

    private String read(Path file, long offset) throws IOException {
        return new String(disk.read(file, offset).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void notFound(ThrowingCallable call) {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(call);
    }

    private static void fails(ThrowingCallable call) {
        assertThatExceptionOfType(IOException.class).isThrownBy(call).withMessageContaining("input/output error");
    }
}
