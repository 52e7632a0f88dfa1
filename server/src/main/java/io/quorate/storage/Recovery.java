package io.quorate.storage;

import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.storage.LogReader.Entry;
import io.quorate.storage.StorageFailure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the state again: the newest snapshot that can be read, and the log behind it.
///
/// An older snapshot takes the place of a damaged one only if the log proves that it leads past the
/// damaged one. A snapshot that came from a leader has nothing but itself: what the log holds from
/// before may be another history.
final class Recovery<T extends SnapshotSource> {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /// How many snapshots are tried, as by Apache.
    private static final int MOST_SNAPSHOTS = 100;

    private final Disk disk;
    private final Path snapshotDirectory;
    private final Path logDirectory;
    private final StorageSettings settings;
    private final TreeLoader<T> loader;

    Recovery(DataDirectory data, TreeLoader<T> loader) {
        this.disk = data.disk();
        this.snapshotDirectory = data.snapshotDirectory();
        this.logDirectory = data.logDirectory();
        this.settings = data.settings();
        this.loader = loader;
    }

    /// @param declaredNew whether the operator has said that a directory without data is to begin a
    /// new ensemble
    Loaded<T> load(boolean declaredNew) throws IOException {
        new LogRepair(disk, logDirectory, settings).repair();
        List<LogFile> logs = LogFile.in(disk, logDirectory);
        // A name that an earlier process created but did not sync must not vanish any more.
        disk.syncDirectory(logDirectory);
        disk.syncDirectory(snapshotDirectory);

        List<Zxid> damaged = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        List<SnapshotFile> candidates = finishedSnapshots();
        for (SnapshotFile snapshot : candidates) {
            T state;
            try {
                snapshot.read(disk, settings.maxRecordBytes(), loader.begin());
                state = loader.built(snapshot.zxid());
            } catch (MalformedException | IOException failure) {
                LOG.warn("The snapshot {} cannot be read: {}", snapshot, String.valueOf(failure.getMessage()));
                damaged.add(snapshot.zxid());
                complaints.add(snapshot + ": " + failure.getMessage());
                continue;
            }
            return replay(state, snapshot.zxid(), logs, damaged);
        }
        if (!candidates.isEmpty()) {
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    "none of the snapshots in " + snapshotDirectory + " can be read; the newest is "
                            + complaints.getFirst());
        }
        return logs.isEmpty() ? begin(declaredNew) : trustLog(logs);
    }

    private List<SnapshotFile> finishedSnapshots() throws IOException {
        List<SnapshotFile> finished = new ArrayList<>();
        SnapshotFile newestUnfinished = null;
        for (SnapshotFile snapshot : SnapshotFile.in(disk, snapshotDirectory)) {
            if (finished.size() == MOST_SNAPSHOTS) {
                break;
            }
            if (snapshot.wasFinished(disk)) {
                finished.add(snapshot);
            } else {
                LOG.warn("The snapshot {} was never finished and is passed over", snapshot);
                if (newestUnfinished == null) {
                    newestUnfinished = snapshot;
                }
            }
        }
        if (finished.isEmpty()
                && newestUnfinished != null
                && !newestUnfinished.zxid().equals(Zxid.ZERO)) {
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    "none of the snapshots in " + snapshotDirectory + " is complete; the newest is "
                            + newestUnfinished);
        }
        return finished;
    }

    /// There is nothing at all.
    private Loaded<T> begin(boolean declaredNew) throws IOException {
        T state = loader.empty();
        if (declaredNew || settings.autocreateDatabase()) {
            refuseLoss();
        }
        if (!declaredNew && !settings.autocreateDatabase()) {
            LOG.warn(
                    "{} is empty and was not declared new: this server votes only after a leader has synchronised it",
                    snapshotDirectory);
            return new Loaded<>(state, List.of(), Zxid.UNKNOWN, false);
        }
        writeFirstSnapshot(state);
        return new Loaded<>(state, List.of(), Zxid.ZERO, true);
    }

    /// A server writes its first snapshot before its first promise. One that has made promises and has no history would
    /// win elections with nothing.
    private void refuseLoss() throws IOException {
        long promised = EpochFiles.highest(disk, snapshotDirectory);
        if (promised > 0) {
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    "there is neither a snapshot in " + snapshotDirectory + " nor a log in " + logDirectory
                            + ", although this server has promised epoch " + promised + ": its data is lost; to let it"
                            + " begin anew, delete " + EpochFiles.ACCEPTED + " and " + EpochFiles.CURRENT + " as well");
        }
    }

    private Loaded<T> trustLog(List<LogFile> logs) throws IOException {
        if (!settings.trustEmptySnapshot()) {
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    "there is no snapshot in " + snapshotDirectory + " although " + logs.getFirst()
                            + " exists; if a release before 3.5.3 left it so, start once with"
                            + " zookeeper.snapshot.trust.empty=true");
        }
        T state = loader.empty();
        Loaded<T> loaded = replay(state, Zxid.ZERO, logs, List.of());
        // From now on there is a snapshot: what it lacks is in the log.
        writeFirstSnapshot(state);
        return loaded;
    }

    /// Gives the log something to begin with.
    void writeFirstSnapshot(T state) throws IOException {
        Path unfinished = snapshotDirectory.resolve(DataDirectory.UNFINISHED + SnapshotFile.PREFIX + "0");
        SnapshotFile.write(disk, unfinished, state);
        disk.rename(unfinished, SnapshotFile.named(snapshotDirectory, Zxid.ZERO).path());
        disk.syncDirectory(snapshotDirectory);
    }

    private Loaded<T> replay(T state, Zxid base, List<LogFile> logs, List<Zxid> damaged) throws IOException {
        Replay replay = new Replay(state, base, damaged);
        Zxid last = new LogWalk(disk, logs, settings.maxRecordBytes(), base, replay).walk();
        if (!replay.unproven.isEmpty()) {
            throw new StorageFailure(
                    Kind.UNUSABLE_DATA,
                    SnapshotFile.named(snapshotDirectory, replay.unproven.getFirst())
                            + " is damaged, and the log does not lead from the snapshot at " + base + " past it");
        }
        List<LoggedTxn> recent = replay.recent(last);
        compareDigests(replay.state, recent);
        return new Loaded<>(replay.state, recent, last, true);
    }

    /// The leader wrote down what the whole tree adds up to. Apache's servers can have come to
    /// differ long ago, so this does not refuse the start.
    private void compareDigests(T state, List<LoggedTxn> recent) {
        if (recent.isEmpty()) {
            return;
        }
        LoggedTxn last = recent.getLast();
        TxnDigest expected = last.digest();
        TxnDigest found = state.digest();
        if (expected != null && expected.version() == found.version() && !expected.equals(found)) {
            LOG.warn(
                    "The tree after {} has the digest {}, expected {} as on the leader: this server's state is not that"
                            + " of its peers",
                    last.zxid(),
                    Long.toHexString(found.treeDigest()),
                    Long.toHexString(expected.treeDigest()));
        }
    }

    private final class Replay implements LogWalk.Visitor {
        private final Zxid base;
        private final ArrayDeque<LoggedTxn> recent = new ArrayDeque<>();
        private final List<Zxid> unproven;
        private T state;

        Replay(T state, Zxid base, List<Zxid> damaged) {
            this.state = state;
            this.base = base;
            this.unproven = new ArrayList<>(damaged);
        }

        /// Covered txns are of use to peers if they lead up to the snapshot. Only within its epoch
        /// does that prove anything: the last txns of an earlier epoch may have been given up.
        @Override
        public void covered(Entry entry) {
            if (entry.zxid().epoch() != base.epoch()
                    || (!recent.isEmpty()
                            && !entry.zxid().follows(recent.getLast().zxid()))) {
                recent.clear();
            }
            if (entry.zxid().epoch() == base.epoch()) {
                rememberCovered(entry);
            }
        }

        @Override
        public void txn(Entry entry) {
            LoggedTxn txn = TxnCodec.decode(entry.bytes());
            if (!recent.isEmpty() && !txn.zxid().follows(recent.getLast().zxid())) {
                recent.clear();
            }
            remember(txn);
            unproven.remove(txn.zxid());
            state = loader.apply(state, txn);
        }

        @Override
        public boolean isRepetition(Entry entry) {
            for (LoggedTxn txn : recent) {
                if (txn.zxid().equals(entry.zxid())) {
                    return Arrays.equals(txn.encoded(), entry.bytes());
                }
            }
            return false;
        }

        /// What a covered txn did is in the snapshot, so one that cannot be read is missed only by peers.
        private void rememberCovered(Entry entry) {
            try {
                remember(TxnCodec.decode(entry.bytes()));
            } catch (MalformedException malformed) {
                LOG.warn(
                        "The txn {} in the log cannot be read; the snapshot at {} holds what it did: {}",
                        entry.zxid(),
                        base,
                        String.valueOf(malformed.getMessage()));
                recent.clear();
            }
        }

        private void remember(LoggedTxn txn) {
            recent.addLast(txn);
            if (recent.size() > settings.recentTxns()) {
                recent.removeFirst();
            }
        }

        List<LoggedTxn> recent(Zxid last) {
            return !recent.isEmpty() && recent.getLast().zxid().equals(last) ? List.copyOf(recent) : List.of();
        }
    }
}
