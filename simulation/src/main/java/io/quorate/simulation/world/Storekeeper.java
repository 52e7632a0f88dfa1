package io.quorate.simulation.world;

import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.runtime.StorageWork;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.simulation.disk.FaultyDisk.Stopped;
import io.quorate.storage.DataDirectory;
import io.quorate.storage.StorageFailure;
import io.quorate.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process's storage thread and snapshot thread, as far as they have something to do. What waits for
/// the disk is written together once the disk is free. A snapshot is written at some time after it was
/// asked for, and the storage thread goes on in the middle of it.
final class Storekeeper {
    private static final long SNAPSHOT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// More operations than this are rarely needed for what is on its way to the disk.
    private static final int SOME_OPERATIONS = 10;

    private final World world;
    private final ServerProcess process;
    private final DataDirectory directory;
    private final StorageWork work;
    private final ArrayDeque<Tree> snapshots = new ArrayDeque<>();
    private List<Effect.StorageOrder> waiting = new ArrayList<>();
    private List<Effect.StorageOrder> inHand = new ArrayList<>();
    private boolean busy;

    Storekeeper(World world, ServerProcess process, DataDirectory directory) {
        this.world = world;
        this.process = process;
        this.directory = directory;
        this.work = new StorageWork(directory, this::snapshotLater, this::done);
    }

    void order(Effect.StorageOrder order) {
        waiting.add(order);
        begin();
    }

    private void begin() {
        if (!busy && !waiting.isEmpty()) {
            busy = true;
            inHand = waiting;
            waiting = new ArrayList<>();
            world.timeline().after(process.machine().flushNanos(), this::finish);
        }
    }

    private void finish() {
        if (isPossible(this::finish)) {
            process.touchDisk(this::workOff);
            busy = false;
            begin();
        }
    }

    /// Whether the process is there and awake; if it sleeps, `later` happens when it wakes up.
    private boolean isPossible(Runnable later) {
        if (process.isGone()) {
            return false;
        }
        if (process.isFrozen()) {
            world.timeline().at(process.thawsAtNanos(), later);
            return false;
        }
        return true;
    }

    private void workOff() {
        List<Effect.StorageOrder> orders = inHand;
        inHand = List.of();
        work.carryOut(orders);
    }

    private void done(Event answer) {
        world.witness().stored(process.machine(), answer);
        process.post(answer);
    }

    // ---- the snapshot thread

    private void snapshotLater(Tree tree) {
        snapshots.add(tree);
        if (snapshots.size() == 1) {
            world.timeline().after(process.machine().random().nextLong(SNAPSHOT_NANOS), this::snapshot);
        }
    }

    private void snapshot() {
        if (!isPossible(this::snapshot)) {
            return;
        }
        Tree tree = snapshots.getFirst();
        FaultyDisk disk = process.machine().disk();
        interruptSomewhere(disk);
        process.touchDisk(() -> {
            if (directory.writeSnapshot(tree)) {
                world.count("snapshot taken");
                process.tidied(tree.zxid());
            } else {
                world.count("snapshot overtaken by a new history");
            }
            process.post(new Event.SnapshotTaken(tree.zxid()));
        });
        disk.interruptedBy(null);
        snapshots.pollFirst();
        if (!snapshots.isEmpty()) {
            world.timeline().after(SNAPSHOT_NANOS, this::snapshot);
        }
    }

    /// Lets the storage thread do what it has in hand between two operations of the snapshot thread,
    /// where that holds no lock: while it writes the file under its preliminary name.
    private void interruptSomewhere(FaultyDisk disk) {
        int[] operationsLeft = {process.machine().random().nextInt(SOME_OPERATIONS)};
        disk.interruptedBy((operation, path) -> {
            if (path.toString().contains("unfinished-") && operationsLeft[0]-- == 0 && !inHand.isEmpty()) {
                world.count("storage work in the middle of a snapshot");
                workOff();
            }
        });
    }

    void purge(int retained) {
        process.touchDisk(() -> {
            directory.purge(retained);
            world.count("purge");
            process.tidied(process.replica().tree().zxid());
        });
    }

    // ----

    /// The process ends. It may just be in the middle of writing: then some of it gets done.
    void end() {
        for (Effect.StorageOrder order : inHand) {
            world.count("ended with " + order.getClass().getSimpleName() + " on its way to the disk");
        }
        if (!inHand.isEmpty() && process.machine().random().nextBoolean()) {
            FaultyDisk disk = process.machine().disk();
            disk.loseInsideOperation(1 + process.machine().random().nextInt(SOME_OPERATIONS));
            try {
                workOff();
                world.count("ended after its last write, before it knew");
            } catch (Stopped | StorageFailure _) {
                world.count("ended in the middle of a write");
            }
        }
        inHand = List.of();
        waiting.clear();
        snapshots.clear();
    }
}
