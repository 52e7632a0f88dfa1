package io.quorate.runtime;

import io.quorate.replica.Event;
import io.quorate.storage.DataDirectory;
import io.quorate.tree.Tree;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes snapshots in the background and purges what they make superfluous.
final class SnapshotThread {
    private static final Logger LOG = LoggerFactory.getLogger("io.quorate.Snapshot");

    private final DataDirectory directory;
    private final Consumer<Event> done;
    private final Emergency emergency;
    private final ScheduledExecutorService executor;

    SnapshotThread(DataDirectory directory, Consumer<Event> done, Emergency emergency) {
        this.directory = directory;
        this.done = done;
        this.emergency = emergency;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("snapshot").daemon().factory());
    }

    /// Purges now and again after each `interval`.
    @SuppressWarnings("FutureReturnValueIgnored") // a failure ends the process
    void purgeEvery(Duration interval, int retainedSnapshots) {
        executor.scheduleWithFixedDelay(
                () -> emergency.guarded("snapshot", ExitCode.SNAPSHOT, () -> directory.purge(retainedSnapshots)),
                0,
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    void take(Tree tree) {
        try {
            executor.execute(() -> emergency.guarded("snapshot", ExitCode.SNAPSHOT, () -> write(tree)));
        } catch (RejectedExecutionException e) {
            // The server is about to stop; the log has it all.
            LOG.info("No snapshot at {} any more: the server stops", tree.zxid());
        }
    }

    private void write(Tree tree) {
        long began = System.nanoTime();
        if (directory.writeSnapshot(tree)) {
            LOG.info(
                    "Snapshot taken in {} ms, up to {}",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                    tree.zxid());
        } else {
            LOG.info("The snapshot at {} was dropped, since the history was replaced meanwhile", tree.zxid());
        }
        done.accept(new Event.SnapshotTaken(tree.zxid()));
    }

    /// Lets a snapshot that is being written be finished, within reason; what is left of it does no harm.
    void stop(Duration patience) throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            executor.shutdownNow();
        }
    }
}
