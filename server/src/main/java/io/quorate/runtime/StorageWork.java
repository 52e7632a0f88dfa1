package io.quorate.runtime;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.storage.DataDirectory;
import io.quorate.storage.Loaded;
import io.quorate.storage.MissingZxid;
import io.quorate.tree.Tree;
import io.quorate.tree.TtlForms;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what a replica wants of its disk into deeds, in the calling thread, and tells what has become durable.
///
/// Group commit: consecutive txns of a batch are appended and then flushed once; everything else is done after a flush
/// of what was appended before it.
public final class StorageWork {
    private static final Logger LOG = LoggerFactory.getLogger("io.quorate.Storage");

    private final DataDirectory directory;
    private final TtlForms forms;
    private final Supplier<Zxid> flush;
    private final Consumer<Tree> snapshots;
    private final Consumer<Event> done;

    /// @param snapshots is given the trees to write with {@link DataDirectory#writeSnapshot}, whenever it likes
    /// @param done is told what has become durable, in order
    public StorageWork(DataDirectory directory, Consumer<Tree> snapshots, Consumer<Event> done) {
        this(directory, TtlForms.MARKED, directory.log()::flush, snapshots, done);
    }

    /// @param flush flushes the directory's log, and may look at the clock meanwhile
    StorageWork(
            DataDirectory directory,
            TtlForms forms,
            Supplier<Zxid> flush,
            Consumer<Tree> snapshots,
            Consumer<Event> done) {
        this.directory = directory;
        this.forms = forms;
        this.flush = flush;
        this.snapshots = snapshots;
        this.done = done;
    }

    /// Reads what is on disk; from then on orders can be carried out.
    ///
    /// @throws io.quorate.storage.StorageFailure if that is not a state this server may have
    public static Recovered recover(DataDirectory directory) {
        return recover(directory, TtlForms.MARKED);
    }

    static Recovered recover(DataDirectory directory, TtlForms forms) {
        Loaded<Tree> loaded = directory.load(new TreeRecovery(forms));
        return new Recovered(
                loaded.state(),
                loaded.recent(),
                directory.epochs().accepted(),
                directory.epochs().current(),
                loaded.mayVote());
    }

    /// Does all of it, in order. Each answer is given as soon as it is true.
    ///
    /// @throws io.quorate.storage.StorageFailure if the disk fails; nothing may be asked for after that
    public void carryOut(List<? extends Effect.StorageOrder> orders) {
        boolean unflushed = false;
        for (Effect.StorageOrder order : orders) {
            if (order instanceof Effect.Append(LoggedTxn txn)) {
                directory.log().append(txn);
                unflushed = true;
            } else {
                if (unflushed) {
                    flush();
                    unflushed = false;
                }
                carryOut(order);
            }
        }
        if (unflushed) {
            flush();
        }
    }

    private void flush() {
        done.accept(new Event.LogFlushed(flush.get()));
    }

    private void carryOut(Effect.StorageOrder order) {
        switch (order) {
            case Effect.Append(LoggedTxn txn) -> directory.log().append(txn);
            case Effect.SaveEpochs(long accepted, long current) -> {
                directory.epochs().save(accepted, current);
                done.accept(new Event.EpochsSaved(accepted, current));
            }
            case Effect.TruncateLog(Zxid zxid) -> truncate(zxid);
            case Effect.InstallSnapshot(Tree tree) -> {
                directory.installSnapshot(tree);
                done.accept(new Event.SnapshotInstalled(tree.zxid()));
            }
            case Effect.TakeSnapshot(Tree tree) -> {
                // Begins a new log file, so that the old ones can be purged one day.
                directory.log().roll();
                snapshots.accept(tree);
            }
        }
    }

    private void truncate(Zxid zxid) {
        try {
            directory.truncate(zxid);
        } catch (MissingZxid e) {
            LOG.warn("{}", e.getMessage());
            done.accept(new Event.TruncationRefused(zxid));
            return;
        }
        Loaded<Tree> loaded = directory.load(new TreeRecovery(forms));
        LOG.info("Truncated the log to {}", zxid);
        done.accept(new Event.LogTruncated(loaded.state(), loaded.recent()));
    }
}
