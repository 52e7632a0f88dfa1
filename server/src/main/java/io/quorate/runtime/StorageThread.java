package io.quorate.runtime;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Event;
import io.quorate.storage.DataDirectory;
import io.quorate.storage.Loaded;
import io.quorate.storage.MissingZxid;
import io.quorate.tree.Tree;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what concerns the disk, in the order it was asked for, and says when it is durable.
///
/// Group commit: of all that waits, consecutive txns are appended and then flushed once. While that goes on the next
/// ones gather, so the flushes grow with the load and a single txn waits for nobody.
final class StorageThread {
    private static final Logger LOG = LoggerFactory.getLogger("io.quorate.Storage");

    /// What may wait for the disk before the replica is held up.
    private static final long LIMIT_BYTES = 64L << 20;

    /// What anything costs besides its content.
    private static final int ITEM_BYTES = 128;

    private final DataDirectory directory;
    private final SnapshotThread snapshots;
    private final Consumer<Event> done;
    private final long flushWarningNanos;
    private final Mailbox<Task> mailbox = new Mailbox<>(LIMIT_BYTES, Task::weightBytes);
    private final Thread thread;

    /// One thing to do.
    private sealed interface Task {
        record Append(LoggedTxn txn) implements Task {}

        record Other(Runnable work) implements Task {}

        default long weightBytes() {
            return switch (this) {
                case Append(LoggedTxn txn) -> ITEM_BYTES + txn.encoded().length;
                case Other _ -> ITEM_BYTES;
            };
        }
    }

    /// @param done is told what has become durable; must not wait for this thread
    /// @param flushWarningMillis a flush that takes longer is logged
    StorageThread(
            DataDirectory directory,
            SnapshotThread snapshots,
            Consumer<Event> done,
            int flushWarningMillis,
            Emergency emergency) {
        this.directory = directory;
        this.snapshots = snapshots;
        this.done = done;
        this.flushWarningNanos = TimeUnit.MILLISECONDS.toNanos(flushWarningMillis);
        this.thread = emergency.thread("storage", ExitCode.UNEXPECTED, this::work);
    }

    void start() {
        thread.start();
    }

    /// Returns once all that was asked for is done.
    void stop() throws InterruptedException {
        mailbox.close();
        thread.join();
    }

    /// Returns once it is worth asking for more: a disk that cannot follow holds up whoever produces.
    void awaitRoom() {
        mailbox.awaitRoom();
    }

    // ---- what can be asked for

    void append(LoggedTxn txn) {
        mailbox.add(new Task.Append(txn));
    }

    void saveEpochs(long accepted, long current) {
        then(() -> {
            directory.epochs().save(accepted, current);
            done.accept(new Event.EpochsSaved(accepted, current));
        });
    }

    void truncate(Zxid zxid) {
        then(() -> {
            try {
                directory.truncate(zxid);
            } catch (MissingZxid e) {
                LOG.warn("{}", e.getMessage());
                done.accept(new Event.TruncationRefused(zxid));
                return;
            }
            Loaded<Tree> loaded = directory.load(new TreeRecovery());
            LOG.info("Truncated the log to {}", zxid);
            done.accept(new Event.LogTruncated(loaded.state(), loaded.recent()));
        });
    }

    void install(Tree tree) {
        then(() -> {
            directory.installSnapshot(tree);
            done.accept(new Event.SnapshotInstalled(tree.zxid()));
        });
    }

    /// Begins a new log file, so that the old ones can be purged one day, and lets the snapshot be written meanwhile.
    void takeSnapshot(Tree tree) {
        then(() -> {
            directory.log().roll();
            snapshots.take(tree);
        });
    }

    private void then(Runnable work) {
        mailbox.add(new Task.Other(work));
    }

    // ---- doing it

    private void work() {
        while (true) {
            List<Task> tasks = mailbox.takeAll(Long.MAX_VALUE);
            if (tasks.isEmpty()) {
                return;
            }
            carryOut(tasks);
        }
    }

    private void carryOut(List<Task> tasks) {
        boolean unflushed = false;
        for (Task task : tasks) {
            switch (task) {
                case Task.Append(LoggedTxn txn) -> {
                    directory.log().append(txn);
                    unflushed = true;
                }
                case Task.Other(Runnable work) -> {
                    if (unflushed) {
                        flush();
                        unflushed = false;
                    }
                    work.run();
                }
            }
        }
        if (unflushed) {
            flush();
        }
    }

    private void flush() {
        long began = System.nanoTime();
        Zxid durable = directory.log().flush();
        done.accept(new Event.LogFlushed(durable));
        if (System.nanoTime() - began > flushWarningNanos) {
            LOG.warn(
                    "fsync-ing the write ahead log in {} took {}ms, which slows every write down; is the disk shared?",
                    Thread.currentThread().getName(),
                    millisSince(began));
        }
    }

    private static long millisSince(long beganNanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
    }
}
