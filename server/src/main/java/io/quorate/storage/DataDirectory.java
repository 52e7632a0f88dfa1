package io.quorate.storage;

import io.quorate.model.Invariant;
import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.storage.StorageFailure.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that a server keeps, in its two directories, which may be one: `<dataDir>/version-2` with
/// snapshots and epochs, `<dataLogDir>/version-2` with the log.
///
/// {@link #writeSnapshot} and {@link #purge} are for the snapshot thread, everything else is for
/// the storage thread. They meet where names appear and vanish: that takes `names`, briefly, and a
/// snapshot of a history that has been cut or replaced meanwhile is thrown away.
public final class DataDirectory implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private static final String VERSION = "version-2";
    private static final String LOCK = "quorate.lock";
    private static final String INITIALIZE = "initialize";

    /// In front of the name of a file that is being written. Apache takes no notice of such names.
    static final String UNFINISHED = "unfinished-";

    private final Disk disk;
    private final Path snapshotDirectory;
    private final Path logDirectory;
    private final Path initializeMarker;
    private final StorageSettings settings;
    private final TxnLog log;
    private final EpochFiles epochs;
    private final List<Closeable> locks = new ArrayList<>();

    /// Held while files get or lose their final names, apart from the log's growth.
    private final Object names = new Object();

    /// How often the history has been cut or replaced. Guarded by `names`.
    private int rewritings;

    private DataDirectory(Disk disk, Path dataDir, Path logDir, StorageSettings settings) {
        this.disk = disk;
        this.snapshotDirectory = dataDir.resolve(VERSION);
        this.logDirectory = logDir.resolve(VERSION);
        this.initializeMarker = logDir.resolve(INITIALIZE);
        this.settings = settings;
        this.log = new TxnLog(disk, logDirectory, settings);
        this.epochs = new EpochFiles(disk, snapshotDirectory);
    }

    /// Takes both directories for this process and finishes what a crash has interrupted.
    ///
    /// @throws StorageFailure if a directory cannot be used, or another process uses it
    public static DataDirectory open(Disk disk, Path dataDir, Path logDir, StorageSettings settings) {
        Path data = dataDir.toAbsolutePath().normalize();
        Path log = logDir.toAbsolutePath().normalize();
        DataDirectory opened = new DataDirectory(disk, data, log, settings);
        try {
            opened.prepare(opened.snapshotDirectory);
            if (!log.equals(data)) {
                opened.prepare(opened.logDirectory);
                opened.checkSeparation();
            }
            opened.finishInterrupted();
            return opened;
        } catch (IOException | RuntimeException failure) {
            opened.unlock();
            throw failure instanceof RuntimeException known
                    ? known
                    : new StorageFailure(Kind.DIRECTORY, "cannot use " + data + " and " + log, failure);
        }
    }

    private void prepare(Path directory) throws IOException {
        if (!disk.exists(directory)) {
            if (!settings.autocreateDirectories()) {
                throw new StorageFailure(
                        Kind.DIRECTORY, directory + " does not exist, and zookeeper.datadir.autocreate is false");
            }
            disk.createDirectories(directory);
        }
        Closeable lock = disk.lock(directory.resolve(LOCK));
        if (lock == null) {
            throw new StorageFailure(
                    Kind.DIRECTORY, directory + " is in use by another server, which holds " + LOCK + " in it");
        }
        locks.add(lock);
    }

    private void checkSeparation() throws IOException {
        refuseStray(logDirectory, SnapshotFile.PREFIX, "snapshots", snapshotDirectory);
        refuseStray(snapshotDirectory, LogFile.PREFIX, "log files", logDirectory);
    }

    private void refuseStray(Path directory, String prefix, String what, Path home) throws IOException {
        for (String name : disk.list(directory)) {
            if (name.startsWith(prefix)) {
                throw new StorageFailure(
                        Kind.DIRECTORY,
                        "found " + directory.resolve(name) + ", expected all " + what + " in " + home
                                + "; check dataDir and dataLogDir");
            }
        }
    }

    private void finishInterrupted() throws IOException {
        Installation.finish(this);
        for (String name : disk.list(snapshotDirectory)) {
            if (name.startsWith(UNFINISHED)) {
                disk.delete(snapshotDirectory.resolve(name));
            }
        }
    }

    /// Loads what there is, at the start and after {@link #truncate}; from then on the log can be
    /// appended to.
    ///
    /// @throws StorageFailure if that is not a state this server may have: damaged, incomplete, or
    /// with a hole
    public <T extends SnapshotSource> Loaded<T> load(TreeLoader<T> loader) {
        log.stop();
        synchronized (names) {
            try {
                boolean declaredNew = disk.exists(initializeMarker);
                Recovery<T> recovery = new Recovery<>(this, loader);
                Loaded<T> loaded = recovery.load(declaredNew);
                epochs.load(loaded.lastLogged());
                if (declaredNew) {
                    disk.delete(initializeMarker);
                }
                log.continueAfter(Zxid.max(loaded.lastLogged(), Zxid.ZERO));
                if (!loaded.mayVote()) {
                    // A log without a snapshot would be taken for the remains of a damaged directory.
                    log.require(() -> recovery.writeFirstSnapshot(loaded.state()));
                }
                return loaded;
            } catch (IOException failure) {
                throw new StorageFailure(Kind.DIRECTORY, "cannot read " + snapshotDirectory, failure);
            }
        }
    }

    public TxnLog log() {
        return log;
    }

    public EpochFiles epochs() {
        return epochs;
    }

    /// The time of this start, later than that of every start before it; durable when this returns.
    ///
    /// @param wallMillis what the clock says
    /// @return milliseconds since 1970, or more
    public long begin(long wallMillis) {
        return new StartTimes(disk, snapshotDirectory).begin(wallMillis);
    }

    /// Writes a snapshot of a state all of which is committed; durable when this returns. For the
    /// snapshot thread.
    ///
    /// @return false if the history was rewritten meanwhile and the snapshot thrown away
    public boolean writeSnapshot(SnapshotSource source) {
        Zxid zxid = source.zxid();
        SnapshotFile snapshot = SnapshotFile.named(snapshotDirectory, zxid);
        Path unfinished = snapshotDirectory.resolve(UNFINISHED + snapshot.path().getFileName());
        int rewritingsBefore;
        synchronized (names) {
            rewritingsBefore = rewritings;
        }
        try {
            SnapshotFile.write(disk, unfinished, source);
            synchronized (names) {
                if (rewritings != rewritingsBefore) {
                    disk.delete(unfinished);
                    return false;
                }
                disk.rename(unfinished, snapshot.path());
                disk.syncDirectory(snapshotDirectory);
                return true;
            }
        } catch (IOException failure) {
            throw new StorageFailure(Kind.SNAPSHOT, "cannot write the snapshot " + snapshot, failure);
        }
    }

    /// Makes `source` the whole of what is on disk; durable when this returns.
    public void installSnapshot(SnapshotSource source) {
        log.stop();
        try {
            Installation.prepare(this, source);
            synchronized (names) {
                rewritings++;
                Installation.finish(this);
            }
        } catch (IOException failure) {
            throw new StorageFailure(Kind.SNAPSHOT, "cannot install the snapshot at " + source.zxid(), failure);
        }
        log.continueAfter(source.zxid());
    }

    /// Forgets every txn after `zxid`, durably. {@link #load} must follow.
    ///
    /// @throws MissingZxid if `zxid` is not in the history; then nothing has changed, and the log goes on
    public void truncate(Zxid zxid) throws MissingZxid {
        log.stop();
        synchronized (names) {
            try {
                Truncation truncation = new Truncation(this, zxid);
                try {
                    truncation.check();
                } catch (MissingZxid missing) {
                    log.goOn();
                    throw missing;
                }
                rewritings++;
                truncation.carryOut();
            } catch (IOException failure) {
                throw new StorageFailure(Kind.TRUNCATION, "cannot truncate the log to " + zxid, failure);
            }
        }
        log.continueAfter(zxid);
    }

    /// Deletes what the newest `retainCount` readable snapshots make superfluous. For the snapshot
    /// thread.
    public void purge(int retainCount) {
        Invariant.check(retainCount > 0, "%s snapshots are to be retained, expected 1 or more", retainCount);
        try {
            Purge purge = new Purge(this, retainCount);
            int rewritingsBefore;
            synchronized (names) {
                rewritingsBefore = rewritings;
            }
            purge.verify();
            synchronized (names) {
                if (rewritings == rewritingsBefore) {
                    purge.carryOut();
                }
            }
        } catch (IOException failure) {
            throw new StorageFailure(Kind.SNAPSHOT, "cannot purge " + snapshotDirectory, failure);
        }
    }

    /// Makes durable what was appended and gives the directories up.
    @Override
    public void close() {
        try {
            if (!log.hasFailed()) {
                log.stop();
            }
        } finally {
            unlock();
        }
    }

    private void unlock() {
        for (Closeable lock : locks) {
            try {
                lock.close();
            } catch (IOException failure) {
                LOG.warn("Cannot give up a lock", failure);
            }
        }
        locks.clear();
    }

    Disk disk() {
        return disk;
    }

    Path snapshotDirectory() {
        return snapshotDirectory;
    }

    Path logDirectory() {
        return logDirectory;
    }

    StorageSettings settings() {
        return settings;
    }
}
