package io.quorate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.storage.DataDirectory;
import io.quorate.storage.Loaded;
import io.quorate.storage.RealDisk;
import io.quorate.storage.StorageSettings;
import io.quorate.tree.Tree;
import io.quorate.tree.TtlForms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The thread works on a real directory; what is asked for before it starts waits, so that a test decides what comes
/// together.
@Timeout(30)
final class StorageThreadTest {
    @TempDir
    Path dataDir;

    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final Emergency emergency = new Emergency(ends::add);
    private DataDirectory directory;
    private SnapshotThread snapshots;
    private StorageThread storage;

    @BeforeEach
    void begin() {
        directory = DataDirectory.open(new RealDisk(), dataDir, dataDir, StorageSettings.defaults());
        directory.load(new TreeRecovery(TtlForms.MARKED));
        snapshots = new SnapshotThread(directory, told::add, emergency);
        storage = new StorageThread(directory, TtlForms.MARKED, snapshots, told::add, 60_000, emergency);
    }

    @AfterEach
    void end() throws InterruptedException {
        snapshots.stop(Duration.ofSeconds(20));
        directory.close();
    }

    @Test
    void txnsThatWaitAreFlushedTogetherAndToldOnce() throws InterruptedException {
        storage.add(new Effect.Append(txn(1, 1)));
        storage.add(new Effect.Append(txn(1, 2)));
        storage.add(new Effect.Append(txn(1, 3)));
        carryOut();

        assertThat(told).containsExactly(new Event.LogFlushed(Zxid.of(1, 3)));
    }

    @Test
    void everythingElseKeepsItsPlaceAmongTheTxns() throws InterruptedException {
        storage.add(new Effect.Append(txn(1, 1)));
        storage.add(new Effect.SaveEpochs(2, 1));
        storage.add(new Effect.Append(txn(1, 2)));
        storage.add(new Effect.Append(txn(1, 3)));
        storage.add(new Effect.SaveEpochs(2, 2));
        carryOut();

        assertThat(told)
                .containsExactly(
                        new Event.LogFlushed(Zxid.of(1, 1)),
                        new Event.EpochsSaved(2, 1),
                        new Event.LogFlushed(Zxid.of(1, 3)),
                        new Event.EpochsSaved(2, 2));
    }

    @Test
    void whatWasToldIsThereAfterARestart() throws InterruptedException {
        storage.add(new Effect.Append(txn(1, 1)));
        storage.add(new Effect.Append(txn(1, 2)));
        storage.add(new Effect.SaveEpochs(3, 1));
        carryOut();
        directory.close();

        directory = DataDirectory.open(new RealDisk(), dataDir, dataDir, StorageSettings.defaults());
        Loaded<Tree> loaded = directory.load(new TreeRecovery(TtlForms.MARKED));
        assertThat(loaded.lastLogged()).isEqualTo(Zxid.of(1, 2));
        assertThat(loaded.state().find("/t2")).isNotNull();
        assertThat(directory.epochs().accepted()).isEqualTo(3);
        assertThat(directory.epochs().current()).isEqualTo(1);
    }

    @Test
    void aTruncationAnswersWithTheStateThatIsLeft() throws InterruptedException {
        storage.add(new Effect.SaveEpochs(2, 2));
        storage.add(new Effect.Append(txn(1, 1)));
        storage.add(new Effect.Append(txn(1, 2)));
        storage.add(new Effect.TruncateLog(Zxid.of(1, 1)));
        storage.add(new Effect.Append(txn(2, 1)));
        carryOut();

        assertThat(told).hasSize(4);
        assertThat(told.get(2)).isInstanceOfSatisfying(Event.LogTruncated.class, truncated -> {
            assertThat(truncated.tree().zxid()).isEqualTo(Zxid.of(1, 1));
            assertThat(truncated.tree().find("/t2")).isNull();
            assertThat(truncated.recent()).extracting(LoggedTxn::zxid).containsExactly(Zxid.of(1, 1));
        });
        assertThat(told.get(3)).isEqualTo(new Event.LogFlushed(Zxid.of(2, 1)));
    }

    @Test
    void aTruncationToATxnThatIsNotThereIsRefused() throws InterruptedException {
        storage.add(new Effect.Append(txn(2, 1)));
        storage.add(new Effect.TruncateLog(Zxid.of(1, 7)));
        carryOut();

        assertThat(told).contains(new Event.TruncationRefused(Zxid.of(1, 7)));
        assertThat(ends).isEmpty();
    }

    @Test
    void anInstalledSnapshotReplacesTheHistory() throws InterruptedException {
        storage.add(new Effect.Append(txn(1, 1)));
        storage.add(new Effect.InstallSnapshot(treeAt(5, 7)));
        storage.add(new Effect.Append(txn(5, 8)));
        carryOut();

        assertThat(told)
                .containsExactly(
                        new Event.LogFlushed(Zxid.of(1, 1)),
                        new Event.SnapshotInstalled(Zxid.of(5, 7)),
                        new Event.LogFlushed(Zxid.of(5, 8)));
        assertThat(names()).contains("snapshot.500000007", "log.500000008").doesNotContain("log.100000001");
    }

    @Test
    void aSnapshotBeginsANewLogFileAndIsWrittenMeanwhile() throws InterruptedException {
        storage.add(new Effect.Append(txn(1, 1)));
        storage.add(new Effect.TakeSnapshot(treeAt(1, 1)));
        storage.add(new Effect.Append(txn(1, 2)));
        carryOut();
        snapshots.stop(Duration.ofSeconds(20));

        assertThat(told).contains(new Event.SnapshotTaken(Zxid.of(1, 1)), new Event.LogFlushed(Zxid.of(1, 2)));
        assertThat(names()).contains("snapshot.100000001", "log.100000001", "log.100000002");
    }

    @Test
    void aTxnThatDoesNotFollowTheLastEndsTheServer() throws InterruptedException {
        storage.add(new Effect.Append(txn(1, 1)));
        storage.add(new Effect.Append(txn(1, 3)));
        carryOut();

        assertThat(ends).containsExactly(1);
        assertThat(told).isEmpty();
    }

    private void carryOut() throws InterruptedException {
        storage.start();
        storage.stop();
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(dataDir.resolve("version-2"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Tree treeAt(long epoch, long counter) {
        LoggedTxn txn = txn(epoch, counter);
        return Tree.fresh().apply(txn.header(), txn.txn()).tree();
    }

    private static LoggedTxn txn(long epoch, long counter) {
        Zxid zxid = Zxid.of(epoch, counter);
        return TxnCodec.seal(
                new TxnHeader(new SessionId(1), 0, zxid, 1_700_000_000_000L),
                new Txn.Create(OpCode.CREATE, "/t" + counter, new byte[] {1}, Acl.OPEN, false, -1, 0),
                null);
    }
}
