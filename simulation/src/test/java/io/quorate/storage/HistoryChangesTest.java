package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Truncation, installation of a leader's snapshot, and purging.
class HistoryChangesTest {
    /// Epoch 1 in two files, epoch 2 in one.
    private static MemoryDirectory threeFiles() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 4);
        directory.append(1, 5, 7);
        directory.append(2, 1, 3);
        return directory;
    }

    private static final List<Zxid> ZXIDS = List.of(
            Zxid.of(1, 1),
            Zxid.of(1, 2),
            Zxid.of(1, 3),
            Zxid.of(1, 4),
            Zxid.of(1, 5),
            Zxid.of(1, 6),
            Zxid.of(1, 7),
            Zxid.of(2, 1),
            Zxid.of(2, 2),
            Zxid.of(2, 3));

    // ---- truncation

    @Test
    void theLogIsCutBehindAnyOfItsTxns() throws Exception {
        for (int i = 0; i < ZXIDS.size(); i++) {
            MemoryDirectory directory = threeFiles();
            directory.truncate(ZXIDS.get(i));
            assertThat(directory.logged()).isEqualTo(ZXIDS.subList(0, i + 1));
            Loaded<Tree> loaded = directory.load();
            assertThat(loaded.lastLogged()).isEqualTo(ZXIDS.get(i));
            assertThat(loaded.state().zxid()).isEqualTo(ZXIDS.get(i));
        }
    }

    @Test
    void theBeginningOfASnapshotIsAPlaceToCutAsWell() throws Exception {
        MemoryDirectory directory = threeFiles();
        directory.truncate(Zxid.ZERO);
        assertThat(directory.logsAndSnapshots()).containsExactly("snapshot.0");
        assertThat(directory.load().lastLogged()).isEqualTo(Zxid.ZERO);
    }

    @Test
    void aTxnThatIsNotThereChangesNothing() {
        MemoryDirectory directory = threeFiles();
        List<String> before = directory.logsAndSnapshots();
        for (Zxid missing : List.of(Zxid.of(1, 8), Zxid.of(2, 4), Zxid.of(3, 1), Zxid.of(2, 0))) {
            assertThatExceptionOfType(MissingZxid.class)
                    .isThrownBy(() -> directory.truncate(missing))
                    .withMessageContaining("cannot truncate the log to " + missing);
        }
        assertThat(directory.logsAndSnapshots()).isEqualTo(before);
        assertThat(directory.load().lastLogged()).isEqualTo(Zxid.of(2, 3));
    }

    @Test
    void afterARefusalTheLogGoesOn() {
        MemoryDirectory directory = threeFiles();
        try (DataDirectory data = directory.open()) {
            data.load(new TreeState());
            assertThatExceptionOfType(MissingZxid.class).isThrownBy(() -> data.truncate(Zxid.of(1, 8)));
            data.log().append(Txns.at(2, 4));
            assertThat(data.log().flush()).isEqualTo(Zxid.of(2, 4));
        }
        assertThat(directory.load().lastLogged()).isEqualTo(Zxid.of(2, 4));
    }

    @Test
    void aTxnThatOnlyANewerSnapshotCoversIsNotThere() {
        MemoryDirectory directory = threeFiles();
        directory.snapshot();
        directory.delete("snapshot.0");
        assertThatExceptionOfType(MissingZxid.class)
                .isThrownBy(() -> directory.truncate(Zxid.of(1, 6)))
                .withMessageContaining("no readable snapshot");
    }

    @Test
    void aSnapshotThatHoldsWhatIsGivenUpGoes() throws Exception {
        MemoryDirectory directory = threeFiles();
        directory.snapshot();
        directory.truncate(Zxid.of(2, 2));
        assertThat(directory.logsAndSnapshots())
                .containsExactly("log.100000001", "log.100000005", "log.200000001", "snapshot.0");
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.lastLogged()).isEqualTo(Zxid.of(2, 2));
        assertThat(loaded.state().find("/t0x200000003")).isNull();
    }

    @Test
    void theLogGoesOnBehindTheCut() throws Exception {
        MemoryDirectory directory = threeFiles();
        try (DataDirectory data = directory.open()) {
            data.load(new TreeState());
            data.truncate(Zxid.of(1, 6));
            data.load(new TreeState());
            data.log().append(Txns.at(3, 1));
            assertThat(data.log().flush()).isEqualTo(Zxid.of(3, 1));
        }
        assertThat(directory.logged()).endsWith(Zxid.of(1, 5), Zxid.of(1, 6), Zxid.of(3, 1));
    }

    @Test
    void aSnapshotOfATruncatedHistoryIsThrownAway() throws Exception {
        MemoryDirectory directory = threeFiles();
        try (DataDirectory data = directory.open()) {
            Tree tree = data.load(new TreeState()).state();
            // The snapshot thread is in the middle of its work when the storage thread truncates.
            TreeWithInterruption source = new TreeWithInterruption(tree, () -> {
                try {
                    data.truncate(Zxid.of(1, 6));
                } catch (MissingZxid missing) {
                    throw new AssertionError(missing);
                }
            });
            assertThat(data.writeSnapshot(source)).isFalse();
        }
        assertThat(directory.logsAndSnapshots()).containsExactly("log.100000001", "log.100000005", "snapshot.0");
        assertThat(directory.names()).noneMatch(name -> name.startsWith("unfinished"));
    }

    // ---- installation

    @Test
    void anInstalledSnapshotIsAllThereIs() {
        MemoryDirectory directory = threeFiles();
        directory.snapshot();
        List<LoggedTxn> others = new ArrayList<>(LongStream.rangeClosed(1, 9)
                .mapToObj(counter -> Txns.at(1, counter))
                .toList());
        others.add(Txns.at(3, 1));
        try (DataDirectory data = directory.open()) {
            data.load(new TreeState());
            data.log().append(Txns.at(2, 4));
            data.installSnapshot(TreeState.after(others));
            assertThat(data.log().durable()).isEqualTo(Zxid.of(3, 1));
            data.log().append(Txns.at(3, 2));
            data.log().flush();
        }
        assertThat(directory.logsAndSnapshots()).containsExactly("log.300000002", "snapshot.300000001");
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.lastLogged()).isEqualTo(Zxid.of(3, 2));
        assertThat(loaded.state().find("/t0x100000009")).isNotNull();
        assertThat(loaded.state().find("/t0x200000001")).isNull();
        assertThat(loaded.recent()).hasSize(1);
    }

    @Test
    void anInstalledSnapshotMayHaveTheZxidOfAnOwnOne() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 4);
        directory.snapshot();
        List<LoggedTxn> others = LongStream.rangeClosed(1, 4)
                .mapToObj(counter -> Txns.create(Zxid.of(1, counter), "/other" + counter, ""))
                .toList();
        try (DataDirectory data = directory.open()) {
            data.load(new TreeState());
            data.installSnapshot(TreeState.after(others));
        }
        assertThat(directory.logsAndSnapshots()).containsExactly("snapshot.100000004");
        assertThat(directory.load().state().find("/other1")).isNotNull();
    }

    // ---- purging

    private static MemoryDirectory fiveSnapshots() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        for (int i = 0; i < 5; i++) {
            directory.append(1, 1 + 2 * i, 2 + 2 * i);
            directory.snapshot();
        }
        return directory;
    }

    private static void purge(MemoryDirectory directory, int retain) {
        try (DataDirectory data = directory.open()) {
            data.load(new TreeState());
            data.purge(retain);
        }
    }

    @Test
    void theNewestSnapshotsStayAndTheLogBehindTheOldestOfThem() {
        MemoryDirectory directory = fiveSnapshots();
        purge(directory, 3);
        assertThat(directory.logsAndSnapshots())
                .containsExactly(
                        "log.100000005",
                        "log.100000007",
                        "log.100000009",
                        "snapshot.100000006",
                        "snapshot.100000008",
                        "snapshot.10000000a");
        assertThat(directory.load().lastLogged()).isEqualTo(Zxid.of(1, 10));
    }

    @Test
    void aDamagedSnapshotDoesNotCount() {
        MemoryDirectory directory = fiveSnapshots();
        directory.damage("snapshot.100000008");
        purge(directory, 2);
        assertThat(directory.logsAndSnapshots()).contains("snapshot.100000006", "snapshot.10000000a", "log.100000005");
        directory.damage("snapshot.10000000a");
        assertThat(directory.load().lastLogged()).isEqualTo(Zxid.of(1, 10));
    }

    @Test
    void noSnapshotButTheFewThereAreIsKept() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 3);
        purge(directory, 3);
        assertThat(directory.logsAndSnapshots()).containsExactly("log.100000001", "snapshot.0");
    }

    @Test
    void withoutAReadableSnapshotNothingIsPurged() {
        MemoryDirectory directory = fiveSnapshots();
        try (DataDirectory data = directory.open()) {
            data.load(new TreeState());
            List<String> before = directory.logsAndSnapshots();
            before.stream().filter(name -> name.startsWith("snapshot")).forEach(directory::damage);
            data.purge(3);
            assertThat(directory.logsAndSnapshots()).isEqualTo(before);
        }
    }
}
