package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.tree.Tree;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/// What a start finds, and when it refuses.
class StartTest {
    private static final Path MARKER = MemoryDirectory.ROOT.resolve("initialize");

    // ---- nothing there

    @Test
    void anEmptyDirectoryBecomesANewDatabase() {
        MemoryDirectory directory = new MemoryDirectory();
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.lastLogged()).isEqualTo(Zxid.ZERO);
        assertThat(loaded.mayVote()).isTrue();
        assertThat(directory.logsAndSnapshots()).containsExactly("snapshot.0");
        assertThat(directory.epoch("acceptedEpoch")).isEqualTo("0");
        assertThat(directory.epoch("currentEpoch")).isEqualTo("0");
    }

    @Test
    void withoutAutocreateItMayNotVote() {
        MemoryDirectory directory = new MemoryDirectory();
        directory.settings = MemoryDirectory.settings(false, false);
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.mayVote()).isFalse();
        assertThat(loaded.lastLogged()).isEqualTo(Zxid.UNKNOWN);
        assertThat(directory.logsAndSnapshots()).isEmpty();
    }

    @Test
    void onceALeaderHasSynchronisedItItIsLikeAnyOther() {
        MemoryDirectory directory = new MemoryDirectory();
        directory.settings = MemoryDirectory.settings(false, false);
        directory.append(0, 1, 3);
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.mayVote()).isTrue();
        assertThat(loaded.lastLogged()).isEqualTo(Zxid.of(0, 3));
        assertThat(directory.logsAndSnapshots()).containsExactly("log.1", "snapshot.0");
    }

    @Test
    void unlessTheOperatorDeclaredItNew() {
        MemoryDirectory directory = new MemoryDirectory();
        directory.settings = MemoryDirectory.settings(false, false);
        directory.disk.put(MARKER, new byte[0]);
        assertThat(directory.load().mayVote()).isTrue();
        assertThat(directory.disk.exists(MARKER)).isFalse();
        assertThat(directory.load().mayVote()).isTrue();
    }

    @Test
    void theMarkerGoesWhateverIsFound() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 3);
        directory.disk.put(MARKER, new byte[0]);
        directory.load();
        assertThat(directory.disk.exists(MARKER)).isFalse();
    }

    @Test
    void aLogWithoutASnapshotIsRefused() {
        MemoryDirectory directory = new MemoryDirectory();
        directory.putLog(Txns.at(0, 1), Txns.at(0, 2));
        refused(directory).withMessageContaining("zookeeper.snapshot.trust.empty=true");

        directory.settings = MemoryDirectory.settings(true, true);
        assertThat(directory.load().lastLogged()).isEqualTo(Zxid.of(0, 2));
        directory.settings = MemoryDirectory.settings(true, false);
        assertThat(directory.load().lastLogged()).isEqualTo(Zxid.of(0, 2));
    }

    // ---- the order of txns

    @Test
    void aHoleWithinAnEpochIsRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.putLog(Txns.at(1, 1), Txns.at(1, 2), Txns.at(1, 4));
        refused(directory)
                .withMessageContaining("log.100000001")
                .withMessageContaining("0x100000004 although 0x100000002 comes before")
                .withMessageContaining("at byte ");
    }

    @Test
    void aHoleBetweenSnapshotAndLogIsRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.putLog(Txns.at(1, 2));
        refused(directory).withMessageContaining("0x100000002 although 0x0 comes before");
    }

    @Test
    void anEpochThatDoesNotBeginWithItsFirstTxnIsRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.putLog(Txns.at(1, 1));
        directory.putLog(Txns.at(2, 2));
        refused(directory).withMessageContaining("0x200000002 although 0x100000001 comes before");
    }

    @Test
    void anErrorTxnWithTheZxidBeforeIsPassedOver() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.putLog(Txns.at(1, 1), Txns.at(1, 2), Txns.failed(Zxid.of(1, 2)), Txns.at(1, 3));
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.lastLogged()).isEqualTo(Zxid.of(1, 3));
        assertThat(loaded.recent()).hasSize(3);
    }

    @Test
    void aSeriesThatIsRepeatedWordForWordIsPassedOver() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.putLog(Txns.at(1, 1), Txns.at(1, 2), Txns.at(1, 1), Txns.at(1, 2), Txns.at(1, 3));
        assertThat(directory.load().lastLogged()).isEqualTo(Zxid.of(1, 3));
    }

    @Test
    void anotherTxnWithAZxidThatWasUsedIsRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.putLog(Txns.at(1, 1), Txns.at(1, 2), Txns.create(Zxid.of(1, 2), "/other", ""));
        refused(directory).withMessageContaining("a second txn 0x100000002");
    }

    /// A server would go on in a file that is read before this one at the next start.
    @Test
    void aFileWhoseNameIsNotItsFirstTxnIsRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 3);
        directory.append(2, 1, 2);
        directory.rename("log.200000001", "log.300000001");
        refused(directory).withMessageContaining("begins with the txn 0x200000001, expected 0x300000001");
    }

    @Test
    void aNameBeyondAllEpochsIsNotOfOurs() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 3);
        directory.write("snapshot.ff00000100000002", "anything");
        directory.write("log.ff00000100000003", "anything");
        assertThat(directory.load().lastLogged()).isEqualTo(Zxid.of(1, 3));
        assertThat(directory.has("log.ff00000100000003")).isTrue();
    }

    @Test
    void aTxnThatCannotBeReadIsRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        LoggedTxn good = Txns.at(1, 1);
        byte[] unknownType = good.encoded().clone();
        unknownType[31] = 99;
        directory.putLog(new LoggedTxn(good.header(), good.txn(), null, unknownType));
        refused(directory).withMessageContaining("cannot be read").withMessageContaining("at byte 16");
    }

    // ---- what peers are offered

    @Test
    void recentTxnsReachBehindTheSnapshotWithinItsEpoch() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 4);
        directory.append(2, 1, 3);
        directory.snapshot();
        directory.append(2, 4, 5);
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.recent().stream().map(LoggedTxn::zxid))
                .containsExactly(Zxid.of(2, 1), Zxid.of(2, 2), Zxid.of(2, 3), Zxid.of(2, 4), Zxid.of(2, 5));
    }

    @Test
    void recentTxnsDoNotCountIfTheLogEndsBeforeTheSnapshot() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 4);
        directory.append(1, 5, 6);
        directory.snapshot();
        directory.delete("log.100000005");
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.lastLogged()).isEqualTo(Zxid.of(1, 6));
        assertThat(loaded.recent()).isEmpty();
    }

    @Test
    void aTxnThatCannotBeReadIsMissedOnlyByPeersIfASnapshotHoldsWhatItDid() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 4);
        directory.snapshot();
        directory.delete("log.100000001");
        LoggedTxn good = Txns.at(1, 2);
        byte[] unknownType = good.encoded().clone();
        unknownType[31] = 99;
        LoggedTxn unreadable = new LoggedTxn(good.header(), good.txn(), null, unknownType);
        directory.putLog(Txns.at(1, 1), unreadable, Txns.at(1, 3), Txns.at(1, 4), Txns.at(1, 5));
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.lastLogged()).isEqualTo(Zxid.of(1, 5));
        assertThat(loaded.recent().stream().map(LoggedTxn::zxid))
                .containsExactly(Zxid.of(1, 3), Zxid.of(1, 4), Zxid.of(1, 5));
    }

    @Test
    void onlySoManyRecentTxnsAreKept() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 250);
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.recent()).hasSize(100);
        assertThat(loaded.recent().getFirst().zxid()).isEqualTo(Zxid.of(1, 151));
    }

    // ---- snapshots

    @Test
    void aDamagedSnapshotGivesWayToAnOlderOneIfTheLogLeadsPastIt() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 4);
        directory.snapshot();
        directory.append(1, 5, 6);
        directory.damage("snapshot.100000004");
        Loaded<Tree> loaded = directory.load();
        assertThat(loaded.lastLogged()).isEqualTo(Zxid.of(1, 6));
        assertThat(loaded.state().find("/t0x100000002")).isNotNull();
    }

    @Test
    void itRefusesTheStartIfTheLogDoesNot() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 4);
        directory.append(1, 5, 6);
        directory.snapshot();
        directory.delete("log.100000005");
        directory.damage("snapshot.100000006");
        refused(directory)
                .withMessageContaining("snapshot.100000006 is damaged")
                .withMessageContaining("does not lead from the snapshot at 0x0 past it");
    }

    @Test
    void aSnapshotThatWasNeverFinishedIsPassedOver() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 4);
        directory.snapshot();
        byte[] whole = directory.content("snapshot.100000004");
        // Apache writes under the final name, and before its log is durable.
        directory.disk.put(
                MemoryDirectory.FILES.resolve("snapshot.100000009"), Arrays.copyOf(whole, whole.length - 40));
        assertThat(directory.load().lastLogged()).isEqualTo(Zxid.of(1, 4));
    }

    @Test
    void withoutAnyReadableSnapshotTheStartIsRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.damage("snapshot.0");
        refused(directory).withMessageContaining("none of the snapshots in /data/version-2 can be read");
        directory.disk.put(MemoryDirectory.FILES.resolve("snapshot.5"), new byte[20]);
        directory.delete("snapshot.0");
        refused(directory).withMessageContaining("none of the snapshots in /data/version-2 is complete");
    }

    @Test
    void whatWasBeingWrittenIsCleanedUp() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.write("unfinished-snapshot.17", "half");
        directory.write("unfinished-installation", "half");
        directory.write("currentEpoch.tmp", "1");
        directory.load();
        assertThat(directory.has("currentEpoch.tmp")).isFalse();
        assertThat(directory.names()).noneMatch(name -> name.startsWith("unfinished"));
    }

    // ---- epochs

    @Test
    void missingEpochsComeFromTheHistory() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(3, 1, 2);
        directory.delete("acceptedEpoch");
        directory.delete("currentEpoch");
        directory.load();
        assertThat(directory.epoch("acceptedEpoch")).isEqualTo("3");
        assertThat(directory.epoch("currentEpoch")).isEqualTo("3");
    }

    @Test
    void aHistoryThatReachesIntoAPromisedEpochHasAdoptedIt() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.putLog(Txns.at(1, 1));
        directory.putLog(Txns.at(4, 1));
        directory.write("currentEpoch", "1");
        directory.load();
        assertThat(directory.epoch("currentEpoch")).isEqualTo("4");
        assertThat(directory.epoch("acceptedEpoch")).isEqualTo("9");
    }

    @Test
    void oneThatWasNotPromisedIsRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.putLog(Txns.at(4, 1));
        directory.write("acceptedEpoch", "3");
        refused(directory).withMessageContaining("/data/version-2/acceptedEpoch says 3, expected at least 4");
    }

    @Test
    void aForgottenPromiseIsRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.delete("acceptedEpoch");
        refused(directory).withMessageContaining("/data/version-2/acceptedEpoch is missing although");
    }

    @Test
    void aChangedDigitIsRefusedUnlessTheFileIsApaches() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.load();
        try (DataDirectory data = directory.open()) {
            data.load(new TreeState());
            data.epochs().save(12, 5);
        }
        assertThat(directory.text("currentEpoch")).startsWith("5\n");
        String changed = directory.text("currentEpoch").replaceFirst("5", "7");
        directory.write("currentEpoch", changed);
        refused(directory)
                .withMessageContaining("/data/version-2/currentEpoch says '7'")
                .withMessageContaining("checksum");
        directory.write("currentEpoch", "7");
        directory.load();
    }

    @Test
    void promisesWithoutAHistoryAreRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.delete("snapshot.0");
        refused(directory)
                .withMessageContaining("neither a snapshot in /data/version-2 nor a log")
                .withMessageContaining("promised epoch 9");
        directory.disk.put(MARKER, new byte[0]);
        refused(directory).withMessageContaining("promised epoch 9");
    }

    @Test
    void aLogFileThatIsMissingAtTheEndOfAnEpochIsNoticed() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.append(1, 1, 4);
        directory.append(1, 5, 7);
        directory.append(2, 1, 3);
        directory.delete("log.100000005");
        refused(directory)
                .withMessageContaining("log.200000001 was begun when the log ended at 0x100000007")
                .withMessageContaining("what is left of the log before it ends at 0x100000004");
    }

    @Test
    void anAcceptedEpochBelowTheCurrentOneIsRefused() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.write("acceptedEpoch", "3");
        directory.write("currentEpoch", "5");
        refused(directory).withMessageContaining("/data/version-2/acceptedEpoch says 3, expected at least 5");
    }

    @Test
    void whatIsNoEpochIsRefused() {
        for (String text : List.of("", "one", "-1", "99999999999999999999")) {
            MemoryDirectory directory = MemoryDirectory.fresh();
            directory.write("currentEpoch", text);
            refused(directory).withMessageContaining("/data/version-2/currentEpoch says '" + text + "'");
        }
    }

    @Test
    void aNewlineBehindAnEpochIsFine() {
        MemoryDirectory directory = MemoryDirectory.fresh();
        directory.write("currentEpoch", "7\n");
        try (DataDirectory data = directory.open()) {
            data.load(new TreeState());
            assertThat(data.epochs().current()).isEqualTo(7);
            assertThat(data.epochs().accepted()).isEqualTo(9);
        }
    }

    private static ThrowableAssertAlternative<StorageFailure> refused(MemoryDirectory directory) {
        return assertThatExceptionOfType(StorageFailure.class).isThrownBy(directory::load);
    }
}
