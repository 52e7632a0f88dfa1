package io.quorate.simulation.world;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.replica.Recovered;
import io.quorate.replica.Replica;
import io.quorate.replica.Status;
import io.quorate.runtime.StorageWork;
import io.quorate.simulation.Violation;
import io.quorate.simulation.disk.BitFlip;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.simulation.disk.FaultyDisk.PowerLost;
import io.quorate.simulation.disk.FaultyDisk.ProcessKilled;
import io.quorate.storage.DataDirectory;
import io.quorate.storage.StorageFailure;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A computer with a disk, clocks, and a server process that comes and goes.
public final class Machine implements ServerView {
    static final Path DATA = Path.of("/data");
    static final Path LOGS = Path.of("/logs");

    /// An operation that no disk comes to, and more bytes than anybody has.
    static final long NEVER = Long.MAX_VALUE / 2;

    private static final long BOOT_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private final World world;
    private final ServerId id;
    private final FaultyDisk disk = new FaultyDisk();
    private final Clock clock;
    private final RandomGenerator random;
    private @Nullable ServerProcess process;
    private boolean starting;

    /// A bit was flipped since the disk was new. Nobody may have noticed yet.
    private boolean flipped;

    private boolean damaged;
    private boolean blank;
    private int diskSlowness = 1;
    private boolean diskTrouble;
    private boolean diskIsRepaired = true;
    private @Nullable StorageFailure refusal;

    /// Inside which operation after the next start the power goes, or the process; 0 for none.
    private int powerOffInOperation;

    private int killInOperation;

    Machine(World world, ServerId id) {
        this.world = world;
        this.id = id;
        this.random = world.chance().stream("machine " + id);
        this.clock = new Clock(world.timeline(), TimeUnit.SECONDS.toNanos(1 + random.nextInt(1_000_000)));
    }

    @Override
    public ServerId id() {
        return id;
    }

    @Override
    public boolean isUp() {
        return process != null;
    }

    @Override
    public Replica replica() {
        return running().replica();
    }

    @Override
    public long localNanos() {
        return clock.localNanos();
    }

    /// The disk, to be damaged or looked at.
    public FaultyDisk disk() {
        return disk;
    }

    /// What a process would find that began now, without disturbing the one there is.
    public Recovered reload() {
        return StorageWork.recover(
                DataDirectory.open(disk.copy(), DATA, LOGS, ServerProcess.storage(world.setting(), !blank)));
    }

    /// Why the last start was refused; null if it was not.
    public @Nullable StorageFailure refusal() {
        return refusal;
    }

    @Nullable
    ServerProcess process() {
        return process;
    }

    Clock clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    private ServerProcess running() {
        if (process == null) {
            throw new IllegalStateException("server " + id + " does not run");
        }
        return process;
    }

    // ---- starts and ends

    /// Starts the process, which takes a moment. Does nothing if it runs.
    void start() {
        if (process == null && !starting) {
            starting = true;
            world.timeline().after(BOOT_NANOS / 4 + random.nextLong(BOOT_NANOS), this::boot);
        }
    }

    private void boot() {
        if (!starting) {
            return;
        }
        starting = false;
        refusal = null;
        disk.restartProcess();
        if (diskIsRepaired) {
            diskTrouble = false;
            repairDisk();
        }
        stopInOperation();
        try {
            ServerProcess begun = ServerProcess.boot(world, this, !blank);
            process = begun;
            begun.start();
        } catch (StorageFailure failure) {
            refused(failure);
        } catch (PowerLost _) {
            powerOff("in the middle of its start");
        } catch (ProcessKilled _) {
            kill("in the middle of its start");
        }
    }

    void powerOffInOperation(int operation) {
        powerOffInOperation = operation;
        if (process != null) {
            stopInOperation();
        }
    }

    void killInOperation(int operation) {
        killInOperation = operation;
        if (process != null) {
            stopInOperation();
        }
    }

    private void stopInOperation() {
        if (powerOffInOperation > 0) {
            disk.loseInsideOperation(powerOffInOperation);
        }
        if (killInOperation > 0) {
            disk.killInsideOperation(killInOperation, random);
        }
        powerOffInOperation = 0;
        killInOperation = 0;
    }

    private void refused(StorageFailure failure) {
        if (!flipped && !diskTrouble) {
            throw new Violation(
                    "I-RECOVERY",
                    "server %s cannot start from its own disk: %s",
                    id,
                    String.valueOf(failure.getMessage()));
        }
        damaged |= flipped;
        refusal = failure;
        world.count("start refused");
        world.witness().stopped(this, "refused to start: " + failure.getMessage(), false);
    }

    /// Nothing is wrong any more, and nothing will be.
    void calm() {
        repairDisk();
        disk.loseInsideOperation(NEVER);
        disk.killInsideOperation(NEVER, random);
        powerOffInOperation = 0;
        killInOperation = 0;
        clock.drift(0);
        if (process != null) {
            process.wake();
        }
    }

    /// The process is gone at once; what it has written stays, synced or not.
    void kill(String why) {
        end(why, false);
    }

    /// The machine is gone at once, with everything that was not synced, or some of it.
    void powerOff(String why) {
        end(why, true);
    }

    private void end(String why, boolean powerLost) {
        ServerProcess ended = process;
        boolean wasStarting = starting;
        starting = false;
        if (ended != null) {
            Status status = ended.replica().status();
            world.count("ended while " + status.state() + " " + status.phase());
            ended.end(powerLost);
            process = null;
            world.elections().ended(this);
        }
        if (powerLost) {
            disk.crash(random, FaultyDisk.Unsynced.EITHER);
        }
        if (ended != null || wasStarting || powerLost) {
            world.count(powerLost ? "power lost" : "process ended");
            world.witness().stopped(this, why, powerLost);
        }
    }

    // ---- damage

    /// A new disk, and nothing on it. The process must not run.
    void wipe() {
        stayDown("wipe its disk");
        disk.wipe();
        flipped = false;
        damaged = false;
        blank = true;
        world.count("disk wiped");
        world.witness().damaged(this, "its disk was replaced by an empty one");
    }

    /// A bit on the disk is not what it was. The process must not run.
    void flip() {
        stayDown("damage its disk");
        BitFlip what = disk.flip(random);
        if (what != null) {
            flipped = true;
            damaged = true;
            world.count("bit flipped");
            world.witness().damaged(this, what.toString());
        }
    }

    /// Whether what is on the disk may be unusable by no fault of the server.
    public boolean isDamaged() {
        return damaged;
    }

    /// Whether its disk holds a history: it was not damaged, and if it was empty the server has caught
    /// up since.
    boolean isWhole() {
        return !damaged && !blank;
    }

    /// The server is in step with a leader: whatever was wrong with its disk, it has everything now. As
    /// long as that is nothing its disk is as empty as it was.
    void caughtUp() {
        damaged = false;
        blank &= replica().tree().zxid().equals(Zxid.ZERO);
    }

    void slowDisk(int times) {
        diskSlowness = times;
    }

    /// From the operation with this number on the disk fails, or there is room for so many bytes more.
    void failDisk(long operation, long roomBytes) {
        diskTrouble = true;
        diskIsRepaired = false;
        disk.failFromOperation(operation);
        disk.capacity(disk.bytesUsed() + roomBytes);
    }

    /// Whether the process may have been told of failures of its disk; once it has been it cannot go on.
    boolean hasDiskTrouble() {
        return diskTrouble;
    }

    void repairDisk() {
        diskSlowness = 1;
        diskIsRepaired = true;
        disk.failFromOperation(NEVER);
        disk.capacity(NEVER);
    }

    /// What writing and syncing something takes, this time: half of the usual to one and a half times
    /// as much, and now and then very much more.
    long flushNanos() {
        long usual = TimeUnit.MICROSECONDS.toNanos(world.setting().flushMicros());
        long nanos = usual / 2 + random.nextLong(usual);
        if (random.nextInt(300) == 0) {
            nanos += random.nextLong(TimeUnit.SECONDS.toNanos(1));
        }
        return nanos * diskSlowness;
    }

    /// Whether nothing of the process is there, not even its start.
    public boolean isDown() {
        return process == null && !starting;
    }

    private void stayDown(String what) {
        if (!isDown()) {
            throw new IllegalStateException("server " + id + " runs; nobody may " + what);
        }
    }
}
