package io.quorate.runtime;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.storage.DataDirectory;
import io.quorate.tree.TtlForms;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what concerns the disk, in the order it was asked for, and says when it is durable.
///
/// All that waits is one batch of {@link StorageWork}. While that goes on the next orders gather, so the flushes grow
/// with the load and a single txn waits for nobody.
final class StorageThread {
    private static final Logger LOG = LoggerFactory.getLogger("io.quorate.Storage");

    /// What may wait for the disk before the replica is held up.
    private static final long LIMIT_BYTES = 64L << 20;

    /// What anything costs besides its content.
    private static final int ITEM_BYTES = 128;

    private final DataDirectory directory;
    private final StorageWork storageWork;
    private final long flushWarningNanos;
    private final Mailbox<Effect.StorageOrder> mailbox = new Mailbox<>(LIMIT_BYTES, StorageThread::weightBytes);
    private final Thread thread;

    /// @param done is told what has become durable; must not wait for this thread
    /// @param flushWarningMillis a flush that takes longer is logged
    StorageThread(
            DataDirectory directory,
            TtlForms forms,
            SnapshotThread snapshots,
            Consumer<Event> done,
            int flushWarningMillis,
            Emergency emergency) {
        this.directory = directory;
        this.storageWork = new StorageWork(directory, forms, this::flush, snapshots::take, done);
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

    void add(Effect.StorageOrder order) {
        mailbox.add(order);
    }

    private static long weightBytes(Effect.StorageOrder order) {
        return order instanceof Effect.Append(LoggedTxn txn) ? ITEM_BYTES + txn.encoded().length : ITEM_BYTES;
    }

    private void work() {
        while (true) {
            List<Effect.StorageOrder> orders = mailbox.takeAll(Long.MAX_VALUE);
            if (orders.isEmpty()) {
                return;
            }
            storageWork.carryOut(orders);
        }
    }

    private Zxid flush() {
        long began = System.nanoTime();
        Zxid durable = directory.log().flush();
        long tookNanos = System.nanoTime() - began;
        if (tookNanos > flushWarningNanos) {
            LOG.warn(
                    "fsync-ing the write ahead log in {} took {}ms, which slows every write down; is the disk shared?",
                    Thread.currentThread().getName(),
                    TimeUnit.NANOSECONDS.toMillis(tookNanos));
        }
        return durable;
    }
}
