package io.quorate.simulation.disk;

import io.quorate.storage.Disk;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory that fails as real ones do.
///
/// When the power goes, sectors that were written but not synced are kept or lost one by one, so that a write of many
/// may be torn anywhere, and so is what happened to the names in a directory that was not synced; only a rename is one
/// thing. When a sync fails, what it should have written counts as written from then on, and is not.
///
/// Each operation that changes something, or makes it durable, counts; what is to go wrong is set for an operation
/// ahead, 1 being the next. For one thread.
public final class FaultyDisk implements Disk {
    private static final long NEVER = Long.MAX_VALUE;

    private final StoredTree tree;
    private final Set<Path> locked = new TreeSet<>();
    private long operations;
    private long capacityBytes = Long.MAX_VALUE;

    private long powerLostAt = NEVER;
    private long killedAt = NEVER;
    private RandomGenerator tear = new SplittableRandom(0);
    private long failsFrom = NEVER;
    private final Set<DiskOperation> failing = EnumSet.noneOf(DiskOperation.class);
    private @Nullable Stopped stopped;

    private @Nullable Interruption interruption;
    private boolean interrupted;

    public FaultyDisk() {
        this(new StoredTree());
    }

    private FaultyDisk(StoredTree tree) {
        this.tree = tree;
    }

    /// What becomes of that which was not synced.
    public enum Unsynced {
        LOST,
        KEPT,
        EITHER;

        boolean keeps(RandomGenerator random) {
            return switch (this) {
                case LOST -> false;
                case KEPT -> true;
                case EITHER -> random.nextBoolean();
            };
        }
    }

    /// The process that uses the disk is no more, as of an operation.
    public abstract static sealed class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Stopped(String message) {
            super(message, null, false, false);
        }
    }

    /// With the machine: {@link FaultyDisk#crash} decides what is left of what was not synced.
    public static final class PowerLost extends Stopped {
        private static final long serialVersionUID = 1L;

        PowerLost() {
            super("power lost");
        }
    }

    /// By itself: all that it did is there.
    public static final class ProcessKilled extends Stopped {
        private static final long serialVersionUID = 1L;

        ProcessKilled() {
            super("process killed");
        }
    }

    /// What happens between the operations of somebody who is busy on the disk.
    @FunctionalInterface
    public interface Interruption {
        /// Called before each operation. What it does on this disk itself is not interrupted. If the process ends
        /// meanwhile, the operation is not carried out any more.
        void before(DiskOperation operation, Path path);
    }

    // ---- what goes wrong

    /// The power goes inside the operation with this number from now. What it did counts as not synced, and a sync has
    /// not been completed.
    public void loseInsideOperation(long number) {
        powerLostAt = fromNow(number);
    }

    /// The process is killed inside the operation with this number from now: a write may have come to any of its
    /// bytes, everything else has happened or not.
    public void killInsideOperation(long number, RandomGenerator random) {
        killedAt = fromNow(number);
        tear = random;
    }

    /// The operation with this number from now fails, and all later ones.
    public void failFromOperation(long number) {
        failFromOperation(number, EnumSet.allOf(DiskOperation.class));
    }

    /// From the operation with this number from now on, those of these kinds fail. Reading does not count as an
    /// operation, so it fails as soon as the operation would be the next.
    public void failFromOperation(long number, Set<DiskOperation> kinds) {
        failsFrom = fromNow(number);
        failing.clear();
        failing.addAll(kinds);
    }

    private long fromNow(long number) {
        return number > NEVER - operations ? NEVER : operations + number;
    }

    /// No more than this fits, names being free. A write comes as far as there is room, and fails.
    public void capacity(long bytes) {
        capacityBytes = bytes;
    }

    /// A bit of some file changes on the platters, where it was safe.
    ///
    /// @return null if there is nothing that could change
    public @Nullable BitFlip flip(RandomGenerator random) {
        return tree.flip(random);
    }

    /// Everything is gone, as on a disk that was replaced. The process is not running.
    public void wipe() {
        tree.wipe();
        restartProcess();
    }

    /// The power was lost and comes back; no fault is set any more, but for the capacity.
    public void crash(RandomGenerator random, Unsynced unsynced) {
        tree.crash(random, unsynced);
        restartProcess();
    }

    /// The process is gone, the operating system is not: nothing is lost yet. No fault is set any more, but for the
    /// capacity.
    public void restartProcess() {
        powerLostAt = NEVER;
        killedAt = NEVER;
        failsFrom = NEVER;
        stopped = null;
        locked.clear();
    }

    /// Who is asked before each operation from now on.
    public void interruptedBy(@Nullable Interruption newInterruption) {
        interruption = newInterruption;
    }

    // ---- what is there

    /// How many operations there have been.
    public long operations() {
        return operations;
    }

    /// What the files take, synced or not.
    public long bytesUsed() {
        return tree.bytesUsed();
    }

    /// The same disk once more, with what is synced and what is not, but without faults, for a process of its own.
    public FaultyDisk copy() {
        return new FaultyDisk(tree.copy());
    }

    /// A copy of what is in a file now.
    public byte[] contentOf(Path file) {
        try {
            return tree.file(file).copyOfBytes();
        } catch (NoSuchFileException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /// Replaces what is in a file, durably and behind everybody's back; its directory need not exist.
    public void put(Path file, byte[] content) {
        tree.put(file, content);
    }

    // ---- the disk

    @Override
    public boolean exists(Path path) {
        checkRunning();
        return tree.exists(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        look(DiskOperation.LIST, directory);
        return tree.directory(directory).list();
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        checkRunning();
        if (!tree.isDirectory(directory)) {
            Path parent = directory.getParent();
            if (parent != null) {
                createDirectories(parent);
            }
            operate(DiskOperation.CREATE_DIRECTORY, directory, () -> tree.createDirectory(directory));
        }
    }

    @Override
    public long size(Path file) throws IOException {
        checkRunning();
        return tree.file(file).size();
    }

    @Override
    public InputStream read(Path path, long offset) throws IOException {
        look(DiskOperation.READ, path);
        StoredFile file = tree.file(path);
        int from = (int) Math.min(offset, file.size());
        return new ByteArrayInputStream(file.bytes(), from, file.size() - from);
    }

    @Override
    public Output create(Path path) throws IOException {
        tree.around(path);
        operate(DiskOperation.CREATE, path, () -> tree.createOrEmpty(path));
        return new FaultyOutput(path, tree.file(path), 0);
    }

    @Override
    public Output open(Path path, long offset) throws IOException {
        checkRunning();
        return new FaultyOutput(path, tree.file(path), (int) offset);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        if (tree.around(from) != tree.around(to)) {
            throw new IllegalArgumentException(from + " and " + to + " are not in one directory");
        }
        tree.file(from);
        operate(DiskOperation.RENAME, from, () -> tree.rename(from, to));
    }

    @Override
    public void delete(Path path) throws IOException {
        tree.file(path);
        operate(DiskOperation.DELETE, path, () -> tree.delete(path));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        tree.directory(directory);
        operate(
                DiskOperation.SYNC_DIRECTORY,
                directory,
                () -> tree.directory(directory).sync());
    }

    @Override
    public @Nullable Closeable lock(Path file) throws IOException {
        checkRunning();
        tree.around(file);
        return locked.add(file) ? () -> locked.remove(file) : null;
    }

    // ---- each operation

    private interface Deed {
        void carryOut() throws IOException;
    }

    private void operate(DiskOperation operation, Path path, Deed deed) throws IOException {
        begin(operation, path);
        if (operations >= powerLostAt) {
            // What is not synced may be lost anyhow.
            if (operation != DiskOperation.SYNC && operation != DiskOperation.SYNC_DIRECTORY) {
                deed.carryOut();
            }
            throw stop(new PowerLost());
        }
        if (operations >= killedAt) {
            if (tear.nextBoolean()) {
                deed.carryOut();
            }
            throw stop(new ProcessKilled());
        }
        deed.carryOut();
    }

    /// Counts the operation, unless the process is stopped first.
    private void begin(DiskOperation operation, Path path) throws IOException {
        interrupt(operation, path);
        operations++;
        if (operations >= failsFrom && failing.contains(operation)) {
            throw new IOException("input/output error");
        }
    }

    private void look(DiskOperation operation, Path path) throws IOException {
        interrupt(operation, path);
        if (operations + 1 >= failsFrom && failing.contains(operation)) {
            throw new IOException("input/output error");
        }
    }

    private void interrupt(DiskOperation operation, Path path) {
        checkRunning();
        Interruption current = interruption;
        if (current != null && !interrupted) {
            interrupted = true;
            try {
                current.before(operation, path);
            } finally {
                interrupted = false;
            }
            checkRunning();
        }
    }

    private Stopped stop(Stopped end) {
        stopped = end;
        return end;
    }

    private void checkRunning() {
        if (stopped != null) {
            throw stopped;
        }
    }

    private long freeBytes() {
        return Math.max(0, capacityBytes - tree.bytesUsed());
    }

    private static IOException full() {
        return new IOException("no space left on the device");
    }

    /// A position in a file, which outlives its name.
    private final class FaultyOutput implements Output {
        private final Path path;
        private final StoredFile file;
        private int position;

        FaultyOutput(Path path, StoredFile file, int position) {
            this.path = path;
            this.file = file;
            this.position = position;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            begin(DiskOperation.WRITE, path);
            int growth = Math.max(0, position + length - file.size());
            int missing = file.isNamed() ? (int) Math.max(0, growth - freeBytes()) : 0;
            boolean killed = operations >= killedAt;
            put(bytes, offset, killed ? tear.nextInt(length - missing + 1) : length - missing);
            if (killed) {
                throw stop(new ProcessKilled());
            }
            if (operations >= powerLostAt) {
                throw stop(new PowerLost());
            }
            if (missing > 0) {
                throw full();
            }
        }

        private void put(byte[] bytes, int offset, int length) {
            if (position + length > file.size()) {
                tree.resize(file, position + length);
            }
            file.write(position, bytes, offset, length);
            position += length;
        }

        @Override
        public void extendTo(long sizeBytes) throws IOException {
            if (sizeBytes > file.size()) {
                operate(DiskOperation.RESIZE, path, () -> {
                    if (file.isNamed() && sizeBytes - file.size() > freeBytes()) {
                        throw full();
                    }
                    tree.resize(file, (int) sizeBytes);
                });
            }
        }

        @Override
        public void truncateTo(long sizeBytes) throws IOException {
            if (sizeBytes < file.size()) {
                operate(DiskOperation.RESIZE, path, () -> tree.resize(file, (int) sizeBytes));
            }
        }

        @Override
        public void sync() throws IOException {
            try {
                operate(DiskOperation.SYNC, path, file::sync);
            } catch (IOException failure) {
                file.forgetDirty();
                throw failure;
            }
        }

        @Override
        public void close() {}
    }
}
