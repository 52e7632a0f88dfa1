package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.tree.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What a start makes of damage. Each test takes a good directory, spoils it in one place, for every bit of a file or
/// in every way that the table names, and starts on it. There are three outcomes that may be; a start that finds
/// anything else fails the test.
///
/// The directory holds 16 txns of all kinds in epoch 1, split over two log files, and 3 more of epoch 2 in a third.
class DamageTest {
    private static final Path DIRECTORY = Path.of("/data");
    private static final Path FILES = DIRECTORY.resolve("version-2");
    private static final String FIRST = "log.100000001";
    private static final String MIDDLE = "log.10000000b";
    private static final String NEWEST = "log.200000001";
    private static final String SNAPSHOT = "snapshot.100000010";

    private static final int SEAL_BYTES = 13;

    private static final long ACCEPTED = 9;
    private static final long CURRENT = 2;

    private static final StorageSettings SETTINGS = new StorageSettings(0, 0, true, 500, 1 << 20, true, true, false);

    /// What may come of it.
    private enum Outcome {
        /// One sentence, which names the file, and no start.
        REFUSED,
        /// Everything that there was.
        WHOLE,
        /// Everything but the promises: the epochs are those of the history, as by Apache.
        WITHOUT_PROMISES,
        /// The beginning of it, up to some txn.
        PREFIX,
    }

    private final List<LoggedTxn> history = history();

    /// The tree after so many txns.
    private final List<Tree> trees = IntStream.rangeClosed(0, history.size())
            .mapToObj(count -> TreeState.after(history.subList(0, count)))
            .toList();

    private static List<LoggedTxn> history() {
        List<LoggedTxn> txns = new ArrayList<>(Txns.everyKind(1));
        for (long counter = 1; counter <= 3; counter++) {
            txns.add(Txns.at(2, counter));
        }
        return txns;
    }

    // ---- the directories

    /// Snapshot 0 and three log files.
    private FaultyDisk logs() {
        FaultyDisk disk = new FaultyDisk();
        try (DataDirectory data = open(disk)) {
            data.load(new TreeState());
            data.epochs().save(ACCEPTED, CURRENT);
            appendAll(data, 0, 10);
            appendAll(data, 10, 16);
            appendAll(data, 16, 19);
        }
        return disk;
    }

    /// The same with another snapshot, of all of epoch 1.
    private FaultyDisk logsAndSnapshot() {
        FaultyDisk disk = logs();
        try (DataDirectory data = open(disk)) {
            data.load(new TreeState());
            assertThat(data.writeSnapshot(TreeState.after(history.subList(0, 16))))
                    .isTrue();
        }
        return disk;
    }

    /// A snapshot of epoch 1, as a leader sent it, and a log file.
    private FaultyDisk installed() {
        FaultyDisk disk = new FaultyDisk();
        try (DataDirectory data = open(disk)) {
            data.load(new TreeState());
            data.epochs().save(ACCEPTED, CURRENT);
            data.installSnapshot(TreeState.after(history.subList(0, 16)));
            appendAll(data, 16, 19);
        }
        return disk;
    }

    private void appendAll(DataDirectory data, int from, int to) {
        history.subList(from, to).forEach(data.log()::append);
        data.log().roll();
    }

    private static DataDirectory open(FaultyDisk disk) {
        return DataDirectory.open(disk, DIRECTORY, DIRECTORY, SETTINGS);
    }

    // ---- the outcome

    /// Starts on what is left of the directory.
    ///
    /// @param file named in the sentence if the start is refused
    private Outcome start(String what, FaultyDisk disk, String file) {
        try (DataDirectory data = open(disk)) {
            Loaded<Tree> loaded = data.load(new TreeState());
            Zxid last = loaded.lastLogged();
            List<LoggedTxn> found =
                    history.stream().filter(txn -> txn.zxid().isAtMost(last)).toList();
            assertThat(loaded.state().sameAs(trees.get(found.size())))
                    .as(what + ": the tree at " + last)
                    .isTrue();
            assertThat(loaded.recent().stream().map(LoggedTxn::zxid).toList())
                    .as(what)
                    .isEqualTo(found.stream()
                            .skip(found.size() - loaded.recent().size())
                            .map(LoggedTxn::zxid)
                            .toList());
            if (data.epochs().accepted() != ACCEPTED || data.epochs().current() != CURRENT) {
                assertThat(data.epochs().accepted()).as(what).isEqualTo(last.epoch());
                assertThat(found).as(what).hasSameSizeAs(history);
                return Outcome.WITHOUT_PROMISES;
            }
            return found.size() == history.size() ? Outcome.WHOLE : Outcome.PREFIX;
        } catch (StorageFailure failure) {
            assertThat(failure)
                    .as(what)
                    .hasMessageContaining(FILES.resolve(file).toString());
            assertThat(failure.kind()).as(what).isEqualTo(StorageFailure.Kind.UNUSABLE_DATA);
            return Outcome.REFUSED;
        }
    }

    /// Flips every bit of `file`, and collects what comes of it for each kind of place in it.
    private Map<String, EnumSet<Outcome>> flipAll(FaultyDisk good, String file, IntFunction<String> placeOf) {
        byte[] content = good.contentOf(FILES.resolve(file));
        Map<String, EnumSet<Outcome>> outcomes = new TreeMap<>();
        for (int bit = 0; bit < content.length * Byte.SIZE; bit++) {
            byte[] flipped = content.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            String what = "bit " + bit % Byte.SIZE + " of byte " + bit / Byte.SIZE + " of " + file;
            FaultyDisk disk = good.copy();
            disk.put(FILES.resolve(file), flipped);
            add(outcomes, placeOf.apply(bit / Byte.SIZE), start(what, disk, file));
        }
        return outcomes;
    }

    /// Cuts `file` at every byte.
    private Map<String, EnumSet<Outcome>> cutAll(FaultyDisk good, String file, IntFunction<String> placeOf) {
        byte[] content = good.contentOf(FILES.resolve(file));
        Map<String, EnumSet<Outcome>> outcomes = new TreeMap<>();
        for (int size = 0; size < content.length; size++) {
            String what = file + " cut to " + size + " bytes";
            FaultyDisk disk = good.copy();
            disk.put(FILES.resolve(file), Arrays.copyOf(content, size));
            add(outcomes, placeOf.apply(size), start(what, disk, ""));
        }
        return outcomes;
    }

    private static void add(Map<String, EnumSet<Outcome>> outcomes, String place, Outcome outcome) {
        outcomes.computeIfAbsent(place, _ -> EnumSet.noneOf(Outcome.class)).add(outcome);
    }

    // ---- bits of log files

    /// Each record is sealed, so nothing that was complete once is taken for the end of the log.
    private static final Map<String, EnumSet<Outcome>> BITS_OF_A_LOG = Map.of(
            "header: magic", EnumSet.of(Outcome.REFUSED),
            // Of no importance to anybody.
            "header: version", EnumSet.of(Outcome.WHOLE),
            // As if txns were missing in front of it; one that makes it a zxid of long ago says nothing.
            "header: previous", EnumSet.of(Outcome.REFUSED, Outcome.WHOLE),
            "record: checksum", EnumSet.of(Outcome.REFUSED),
            "record: length", EnumSet.of(Outcome.REFUSED),
            "record: txn header", EnumSet.of(Outcome.REFUSED),
            "record: txn", EnumSet.of(Outcome.REFUSED),
            "record: end", EnumSet.of(Outcome.REFUSED));

    @Test
    void aBitOfALogFile() {
        FaultyDisk disk = logs();
        for (String file : List.of(FIRST, MIDDLE, NEWEST)) {
            assertThat(flipAll(disk, file, logPlaces(disk, file))).as(file).isEqualTo(BITS_OF_A_LOG);
        }
    }

    @Test
    void aBitOfALogFileWithPadding() {
        FaultyDisk disk = logs();
        byte[] content = disk.contentOf(FILES.resolve(NEWEST));
        disk.put(FILES.resolve(NEWEST), Arrays.copyOf(content, content.length + 700));
        Map<String, EnumSet<Outcome>> expected = new TreeMap<>(BITS_OF_A_LOG);
        // Close to the last record it may be the trace of one that a crash has cut off.
        expected.put("padding", EnumSet.of(Outcome.REFUSED, Outcome.WHOLE));
        assertThat(flipAll(disk, NEWEST, logPlaces(disk, NEWEST))).isEqualTo(expected);
    }

    @Test
    void aBitOfALogFileThatASnapshotCovers() {
        FaultyDisk disk = logsAndSnapshot();
        assertThat(flipAll(disk, FIRST, _ -> "any")).isEqualTo(Map.of("any", EnumSet.of(Outcome.WHOLE)));
    }

    // ---- bits of other files

    @Test
    void aBitOfASnapshotThatTheLogLeadsPast() {
        FaultyDisk disk = logsAndSnapshot();
        for (String file : List.of(SNAPSHOT, "snapshot.0")) {
            assertThat(flipAll(disk, file, _ -> "any")).as(file).isEqualTo(Map.of("any", EnumSet.of(Outcome.WHOLE)));
        }
    }

    /// Sessions, ACLs, znodes, seals, digest, last zxid: all of it is sealed.
    @Test
    void aBitOfTheOnlySnapshot() {
        assertThat(flipAll(installed(), SNAPSHOT, _ -> "any")).isEqualTo(Map.of("any", EnumSet.of(Outcome.REFUSED)));
    }

    @Test
    void aBitOfASnapshotThatIsBeingInstalled() {
        FaultyDisk disk = logs();
        byte[] content = installed().contentOf(FILES.resolve(SNAPSHOT));
        String installing = "installing-" + SNAPSHOT;
        disk.put(FILES.resolve(installing), content);
        // It takes the place of all that is there.
        assertThat(start("undamaged", disk.copy(), installing)).isEqualTo(Outcome.PREFIX);
        assertThat(flipAll(disk, installing, _ -> "any")).isEqualTo(Map.of("any", EnumSet.of(Outcome.REFUSED)));
    }

    @Test
    void aBitOfAnEpoch() {
        FaultyDisk disk = logs();
        for (String file : List.of("acceptedEpoch", "currentEpoch")) {
            assertThat(flipAll(disk, file, _ -> "any")).as(file).isEqualTo(Map.of("any", EnumSet.of(Outcome.REFUSED)));
        }
    }

    // ---- the ends of files

    @Test
    void theEndOfALogFileIsMissing() {
        FaultyDisk disk = logs();
        assertThat(cutAll(disk, NEWEST, _ -> "any")).isEqualTo(Map.of("any", EnumSet.of(Outcome.PREFIX)));
        for (String file : List.of(FIRST, MIDDLE)) {
            assertThat(cutAll(disk, file, _ -> "any")).as(file).isEqualTo(Map.of("any", EnumSet.of(Outcome.REFUSED)));
        }
    }

    @Test
    void theEndOfASnapshotIsMissing() {
        assertThat(cutAll(logsAndSnapshot(), SNAPSHOT, _ -> "any")).isEqualTo(Map.of("any", EnumSet.of(Outcome.WHOLE)));
        FaultyDisk disk = installed();
        int size = disk.contentOf(FILES.resolve(SNAPSHOT)).length;
        int lastZxidBytes = Long.BYTES + SEAL_BYTES;
        int digestBytes = 2 * Long.BYTES + Integer.BYTES + SEAL_BYTES;
        // Older releases stop behind one of the first two seals.
        List<Integer> seals = List.of(size - lastZxidBytes, size - lastZxidBytes - digestBytes);
        assertThat(cutAll(disk, SNAPSHOT, cut -> seals.contains(cut) ? "behind a seal" : "elsewhere"))
                .isEqualTo(
                        Map.of("behind a seal", EnumSet.of(Outcome.WHOLE), "elsewhere", EnumSet.of(Outcome.REFUSED)));
    }

    @Test
    void theEndOfAnEpochIsMissing() {
        for (String file : List.of("acceptedEpoch", "currentEpoch")) {
            assertThat(cutAll(logs(), file, size -> size == 0 ? "all" : size <= 2 ? "second line" : "checksum"))
                    .as(file)
                    .isEqualTo(Map.of(
                            "all", EnumSet.of(Outcome.REFUSED),
                            // As Apache writes it.
                            "second line", EnumSet.of(Outcome.WHOLE),
                            "checksum", EnumSet.of(Outcome.REFUSED)));
        }
    }

    // ---- whole files

    @TestFactory
    Stream<DynamicTest> aFileIsMissing() {
        return Stream.of(
                missing(logs(), Outcome.REFUSED, FIRST),
                missing(logs(), Outcome.REFUSED, MIDDLE),
                missing(logs(), Outcome.PREFIX, NEWEST),
                missing(logs(), Outcome.REFUSED, FIRST, MIDDLE),
                missing(logs(), Outcome.REFUSED, "snapshot.0"),
                missing(logs(), Outcome.REFUSED, "acceptedEpoch"),
                // The last txn is of it.
                missing(logs(), Outcome.WHOLE, "currentEpoch"),
                missing(logs(), Outcome.WITHOUT_PROMISES, "acceptedEpoch", "currentEpoch"),
                missing(logs(), Outcome.REFUSED, FIRST, MIDDLE, NEWEST, "snapshot.0"),
                missing(logsAndSnapshot(), Outcome.WHOLE, FIRST),
                missing(logsAndSnapshot(), Outcome.WHOLE, FIRST, MIDDLE),
                missing(logsAndSnapshot(), Outcome.PREFIX, NEWEST),
                missing(logsAndSnapshot(), Outcome.WHOLE, SNAPSHOT),
                missing(logsAndSnapshot(), Outcome.WHOLE, "snapshot.0"),
                missing(logsAndSnapshot(), Outcome.REFUSED, SNAPSHOT, FIRST),
                missing(logsAndSnapshot(), Outcome.REFUSED, SNAPSHOT, MIDDLE),
                missing(installed(), Outcome.REFUSED, SNAPSHOT),
                missing(installed(), Outcome.PREFIX, NEWEST),
                missing(installed(), Outcome.REFUSED, SNAPSHOT, NEWEST));
    }

    private DynamicTest missing(FaultyDisk disk, Outcome expected, String... files) {
        String what = String.join(" and ", files) + " of " + names(disk);
        return DynamicTest.dynamicTest(what + ": " + expected, () -> {
            for (String file : files) {
                disk.delete(FILES.resolve(file));
            }
            assertThat(start(what, disk, "")).isEqualTo(expected);
        });
    }

    @TestFactory
    Stream<DynamicTest> onlyZerosAreLeftOfAFile() {
        return Stream.of(
                zeros(logs(), Outcome.REFUSED, FIRST),
                zeros(logs(), Outcome.REFUSED, MIDDLE),
                // Such is left of a file that was never synced.
                zeros(logs(), Outcome.PREFIX, NEWEST),
                zeros(logs(), Outcome.REFUSED, "snapshot.0"),
                zeros(logs(), Outcome.REFUSED, "acceptedEpoch"),
                zeros(logs(), Outcome.REFUSED, "currentEpoch"),
                zeros(logsAndSnapshot(), Outcome.WHOLE, SNAPSHOT),
                zeros(installed(), Outcome.REFUSED, SNAPSHOT));
    }

    private DynamicTest zeros(FaultyDisk disk, Outcome expected, String file) {
        return DynamicTest.dynamicTest(file + " of " + names(disk) + ": " + expected, () -> {
            disk.put(FILES.resolve(file), new byte[disk.contentOf(FILES.resolve(file)).length]);
            assertThat(start("zeros", disk, "")).isEqualTo(expected);
        });
    }

    @TestFactory
    Stream<DynamicTest> somethingIsLeftBehind() {
        return Stream.of(
                        "unfinished-snapshot.77",
                        "unfinished-installation",
                        "currentEpoch.tmp",
                        "acceptedEpoch.tmp",
                        "log.notes",
                        "snapshot.old",
                        "lost+found")
                .map(file -> DynamicTest.dynamicTest(file, () -> {
                    FaultyDisk disk = logs();
                    disk.put(FILES.resolve(file), new byte[] {'7'});
                    assertThat(start(file, disk, file)).isEqualTo(Outcome.WHOLE);
                }));
    }

    // ---- places

    private static IntFunction<String> logPlaces(FaultyDisk disk, String file) {
        ByteBuffer content = ByteBuffer.wrap(disk.contentOf(FILES.resolve(file)));
        String[] places = new String[content.capacity()];
        Arrays.fill(places, "padding");
        Arrays.fill(places, 0, 4, "header: magic");
        Arrays.fill(places, 4, 8, "header: version");
        Arrays.fill(places, 8, 16, "header: previous");
        int at = LogFile.HEADER_BYTES;
        while (at + LogFile.RECORD_HEAD_BYTES < places.length && content.getInt(at + Long.BYTES) > 0) {
            int txn = at + LogFile.RECORD_HEAD_BYTES;
            int end = txn + content.getInt(at + Long.BYTES);
            Arrays.fill(places, at, at + Long.BYTES, "record: checksum");
            Arrays.fill(places, at + Long.BYTES, txn, "record: length");
            Arrays.fill(places, txn, txn + 32, "record: txn header");
            Arrays.fill(places, txn + 32, end, "record: txn");
            places[end] = "record: end";
            at = end + 1;
        }
        return offset -> places[offset];
    }

    private static List<String> names(FaultyDisk disk) {
        try {
            return disk.list(FILES);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
