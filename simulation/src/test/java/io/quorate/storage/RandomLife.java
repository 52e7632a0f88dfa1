package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.runtime.StorageWork;
import io.quorate.simulation.disk.DiskOperation;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.simulation.disk.FaultyDisk.Stopped;
import io.quorate.simulation.disk.FaultyDisk.Unsynced;
import io.quorate.storage.Book.Moment;
import io.quorate.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The storage of one server through several processes, each of which ends in its own way: random orders, snapshots
/// during whose writing more orders are carried out, purges, on a disk that fails. After each end the next start is
/// compared with the book; so is, now and then, the start that a power failure at this very moment would lead to.
final class RandomLife {
    private static final Path DATA = Path.of("/data");
    private static final Path LOGS = Path.of("/logs");

    private static final List<EnumSet<DiskOperation>> TROUBLES = List.of(
            EnumSet.allOf(DiskOperation.class),
            EnumSet.of(DiskOperation.SYNC),
            EnumSet.of(DiskOperation.SYNC_DIRECTORY),
            EnumSet.of(DiskOperation.RENAME),
            EnumSet.of(DiskOperation.WRITE, DiskOperation.RESIZE),
            EnumSet.of(DiskOperation.CREATE),
            EnumSet.of(DiskOperation.DELETE),
            EnumSet.of(DiskOperation.READ, DiskOperation.LIST));

    private final RandomGenerator random;
    private final String name;
    private final StorageSettings settings;
    private final FaultyDisk disk = new FaultyDisk();
    private final Book book = new Book();
    private final Queue<Tree> snapshots = new ArrayDeque<>();
    private final Tally tally;
    private @Nullable DataDirectory data;
    private @Nullable StorageWork work;
    private int serial;

    /// Where the history that was installed last began to differ.
    private Zxid shared = Zxid.ZERO;

    /// How often what has happened, so that a test can tell that all of it has.
    static final class Tally {
        int truncated;
        int refused;
        int installed;
        int snapshotsWritten;
        int snapshotsDropped;
        int purged;
        int interruptions;
        int ended;
        int failed;
        int full;
        int startsFailed;
    }

    RandomLife(long seed, Tally tally) {
        this.random = new SplittableRandom(seed);
        this.name = "seed " + seed;
        this.tally = tally;
        this.settings = new StorageSettings(
                random.nextInt(3) * 3000L,
                random.nextInt(2) * 3000L,
                true,
                random.nextInt(1, 30),
                1 << 16,
                true,
                random.nextInt(4) > 0,
                false);
    }

    void run() throws IOException {
        for (int process = 1; process <= 6; process++) {
            String situation = name + ", process " + process;
            start(situation);
            setFault();
            try {
                liveFor(random.nextInt(1, 40));
                close();
                situation += " after a proper end";
            } catch (Stopped stopped) {
                tally.ended++;
                situation += " after " + stopped.getMessage();
            } catch (StorageFailure failure) {
                tally.failed++;
                situation += " after " + failure.getMessage();
            }
            disk.interruptedBy(null);
            endProcess();
            startInTrouble();
            disk.capacity(Long.MAX_VALUE);
            name(situation);
        }
    }

    private void name(String situation) throws IOException {
        start(situation);
        // What a start has reported is a promise.
        disk.crash(random, Unsynced.LOST);
        start(situation + ", started twice");
        disk.crash(random, Unsynced.LOST);
    }

    // ---- starts and ends

    private void start(String situation) throws IOException {
        snapshots.clear();
        DataDirectory opened = DataDirectory.open(disk, DATA, LOGS, settings);
        Recovered found = StorageWork.recover(opened);
        book.checkFound(situation, found);
        book.adopt(found);
        data = opened;
        work = new StorageWork(opened, snapshots::add, this::answered);
        for (String file : disk.list(DATA.resolve("version-2"))) {
            assertThat(file).as(situation).matches("snapshot\\.[0-9a-f]+|(accepted|current)Epoch");
        }
    }

    private void setFault() {
        int operation = random.nextInt(1, 120);
        switch (random.nextInt(5)) {
            case 0, 1 -> disk.loseInsideOperation(operation);
            case 2 -> disk.killInsideOperation(operation, random);
            case 3 -> disk.failFromOperation(operation, TROUBLES.get(random.nextInt(TROUBLES.size())));
            default -> disk.capacity(disk.bytesUsed() + random.nextInt(12_000));
        }
    }

    private void endProcess() {
        Unsynced[] outcomes = Unsynced.values();
        if (random.nextInt(4) > 0) {
            disk.crash(random, outcomes[random.nextInt(outcomes.length)]);
        } else {
            disk.restartProcess();
        }
    }

    /// Starts that come to nothing, for lack of power or room.
    private void startInTrouble() {
        for (int tries = random.nextInt(3); tries > 0; tries--) {
            disk.loseInsideOperation(random.nextInt(1, 15));
            try {
                StorageWork.recover(DataDirectory.open(disk, DATA, LOGS, settings));
            } catch (Stopped _) {
                tally.startsFailed++;
            } catch (StorageFailure failure) {
                assertThat(failure).as(name).hasMessageContaining("no space left");
                tally.full++;
            }
            disk.crash(random, Unsynced.EITHER);
        }
    }

    private void close() {
        if (data != null) {
            data.close();
        }
        book.checkAllAnswered();
    }

    // ---- one process

    private void liveFor(int steps) {
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(6)) {
                case 0 -> writeSnapshot();
                case 1 -> purge();
                default -> carryOutSome();
            }
        }
    }

    private void carryOutSome() {
        List<Effect.StorageOrder> orders = orders();
        book.ask(orders);
        if (work != null) {
            work.carryOut(orders);
        }
        book.checkAllAnswered();
    }

    private void writeSnapshot() {
        Tree tree = snapshots.poll();
        if (tree != null && data != null) {
            letInterrupt(2);
            if (data.writeSnapshot(tree)) {
                tally.snapshotsWritten++;
                checkSnapshotIsThere(tree.zxid());
            } else {
                tally.snapshotsDropped++;
            }
            letInterrupt(0);
        }
    }

    private void checkSnapshotIsThere(Zxid zxid) {
        FaultyDisk copy = disk.copy();
        copy.crash(random, Unsynced.LOST);
        assertThat(copy.exists(
                        SnapshotFile.named(DATA.resolve("version-2"), zxid).path()))
                .as(name + ": snapshot at " + zxid)
                .isTrue();
    }

    private void purge() {
        if (data != null) {
            letInterrupt(3);
            data.purge(random.nextInt(1, 4));
            letInterrupt(0);
            tally.purged++;
        }
    }

    /// The storage thread works on while the snapshot thread is in the middle of something.
    private void letInterrupt(int oneIn) {
        if (oneIn == 0) {
            disk.interruptedBy(null);
            return;
        }
        disk.interruptedBy((operation, _) -> {
            if (operation.isOfContent() && random.nextInt(oneIn) == 0) {
                tally.interruptions++;
                carryOutSome();
            }
        });
    }

    private void answered(Event event) {
        switch (event) {
            case Event.LogTruncated truncated -> {
                tally.truncated++;
                forgetSnapshotsAfter(truncated.tree().zxid());
            }
            case Event.SnapshotInstalled _ -> {
                tally.installed++;
                forgetSnapshotsAfter(shared);
            }
            case Event.TruncationRefused(Zxid zxid) -> {
                tally.refused++;
                checkRefusal(zxid);
            }
            default -> {}
        }
        book.answer(event);
        if (random.nextInt(6) == 0) {
            checkCopy(event);
        }
    }

    /// Only of what is committed is a snapshot ever taken, and that is never given up.
    private void forgetSnapshotsAfter(Zxid zxid) {
        snapshots.removeIf(tree -> tree.zxid().isAfter(zxid));
    }

    /// Only what is not there, or what no snapshot is old enough for, may be refused.
    private void checkRefusal(Zxid zxid) {
        try {
            boolean couldBegin = disk.copy().list(DATA.resolve("version-2")).stream()
                    .map(file -> LogFile.zxidBehind(SnapshotFile.PREFIX, file))
                    .anyMatch(base -> base != null && base.isAtMost(zxid));
            assertThat(couldBegin && Book.indexOf(book.durable(), zxid) >= 0)
                    .as(name + ": truncation to " + zxid + " refused")
                    .isFalse();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /// What has been answered is there even if the power goes at once.
    private void checkCopy(Event event) {
        FaultyDisk copy = disk.copy();
        copy.crash(random, random.nextBoolean() ? Unsynced.LOST : Unsynced.EITHER);
        Recovered found = StorageWork.recover(DataDirectory.open(copy, DATA, LOGS, settings));
        book.checkFound(name + ", copied after " + event, found);
    }

    // ---- what is asked for

    private List<Effect.StorageOrder> orders() {
        List<Effect.StorageOrder> orders = new ArrayList<>();
        Moment end = book.durable().getLast();
        long accepted = book.accepted();
        long current = book.current();
        for (int count = random.nextInt(1, 7); count > 0; count--) {
            switch (random.nextInt(12)) {
                case 0 -> {
                    accepted += random.nextInt(1, 3);
                    orders.add(new Effect.SaveEpochs(accepted, current));
                }
                case 1 -> {
                    current = Math.max(current, accepted - random.nextInt(2));
                    orders.add(new Effect.SaveEpochs(accepted, current));
                }
                case 2, 3 -> {
                    Tree tree = book.durable()
                            .get(random.nextInt(book.durable().size()))
                            .tree();
                    if (!tree.zxid().equals(Zxid.ZERO)) {
                        orders.add(new Effect.TakeSnapshot(tree));
                    }
                }
                case 4 -> {
                    // As a server that looks for a leader does, before it may be told to cut.
                    orders.add(new Effect.SaveEpochs(
                            accepted, Math.max(current, end.zxid().epoch())));
                    orders.add(new Effect.TruncateLog(somewhere()));
                    return orders;
                }
                case 5 -> {
                    if (random.nextBoolean()) {
                        Tree another = anotherHistory(accepted + 1);
                        orders.add(new Effect.SaveEpochs(accepted + 1, current));
                        orders.add(new Effect.InstallSnapshot(another));
                        return orders;
                    }
                }
                default -> {
                    for (int txns = random.nextInt(1, 5); txns > 0; txns--) {
                        // Nothing of an epoch is logged that has not been promised.
                        LoggedTxn txn = txn(next(end.zxid(), accepted));
                        orders.add(new Effect.Append(txn));
                        end = end.then(txn);
                    }
                }
            }
        }
        return orders;
    }

    private Zxid next(Zxid last, long accepted) {
        boolean newEpoch = last.epoch() < accepted && random.nextInt(4) == 0;
        return newEpoch ? Zxid.of(random.nextLong(last.epoch() + 1, accepted + 1), 1) : last.next();
    }

    private Zxid somewhere() {
        List<Moment> durable = book.durable();
        if (random.nextInt(8) == 0) {
            return book.end().next();
        }
        int near = Math.max(0, durable.size() - 1 - random.nextInt(12));
        return durable.get(near).zxid();
    }

    /// What a leader may have that shares a part of this history.
    private Tree anotherHistory(long epoch) {
        List<Moment> durable = book.durable();
        Moment end = durable.get(random.nextInt(durable.size()));
        shared = end.zxid();
        for (int count = random.nextInt(3); count > 0; count--) {
            end = end.then(txn(end.zxid().next()));
        }
        Zxid zxid = Zxid.of(epoch, 1);
        for (int count = random.nextInt(1, 4); count > 0; count--) {
            end = end.then(txn(zxid));
            zxid = zxid.next();
        }
        return end.tree();
    }

    /// No two are the same, so that one that was given up is known when it reappears.
    private LoggedTxn txn(Zxid zxid) {
        serial++;
        String content = random.nextInt(5) == 0 ? "long ".repeat(random.nextInt(400)) : "";
        return random.nextInt(8) == 0 ? Txns.failed(zxid) : Txns.create(zxid, "/t" + serial, content);
    }
}
