package io.quorate.simulation.disk;

import io.quorate.storage.Disk;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory that fails as real ones do. When the power goes, sectors that were written but
/// not synced are kept or lost one by one, and so is what happened to the names in a directory that
/// was not synced; only a rename is one thing. When a sync fails, what it should have written
/// counts as written from then on, and is not.
public final class FaultyDisk implements Disk {
    private static final int SECTOR_BYTES = 512;

    /// Each operation that changes something, or makes it durable, counts; the one with this number
    /// is the last.
    private int lastOperation = Integer.MAX_VALUE;

    private boolean failsInsteadOfDying;
    private int operations;
    private boolean dead;
    private final Map<Path, Directory> directories = new HashMap<>();
    private final Set<Path> locked = new HashSet<>();

    /// The power goes.
    public static final class PowerLost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// What becomes of that which was not synced.
    public enum Unsynced {
        LOST,
        KEPT,
        EITHER
    }

    private static final class Inode {
        private byte[] content = {};
        private byte[] durable = {};
        private final BitSet dirty = new BitSet();

        void resize(int size) {
            int old = content.length;
            content = Arrays.copyOf(content, size);
            if (size > old) {
                touch(old, size);
            }
        }

        void touch(int from, int to) {
            dirty.set(from / SECTOR_BYTES, (to + SECTOR_BYTES - 1) / SECTOR_BYTES);
        }

        void sync() {
            byte[] synced = Arrays.copyOf(durable, content.length);
            dirty.stream().forEach(sector -> copySector(content, synced, sector));
            durable = synced;
            dirty.clear();
        }

        void crash(RandomGenerator random, Unsynced unsynced) {
            byte[] left = Arrays.copyOf(durable, keeps(random, unsynced) ? content.length : durable.length);
            // Not only what is dirty: what a failed sync left in memory is lost just as well.
            for (int sector = 0; sector * SECTOR_BYTES < left.length; sector++) {
                if (dirty.get(sector) && keeps(random, unsynced)) {
                    copySector(content, left, sector);
                }
            }
            content = left;
            durable = left.clone();
            dirty.clear();
        }

        private static void copySector(byte[] from, byte[] to, int sector) {
            int begin = sector * SECTOR_BYTES;
            int length = Math.min(SECTOR_BYTES, Math.min(from.length, to.length) - begin);
            if (length > 0) {
                System.arraycopy(from, begin, to, begin, length);
            }
        }
    }

    /// A change of names: `removed` vanishes, `added` stands for `inode`.
    private record NameChange(
            @Nullable String removed,
            @Nullable String added,
            @Nullable Inode inode) {
        void apply(Map<String, Inode> names) {
            if (removed != null) {
                names.remove(removed);
            }
            if (added != null && inode != null) {
                names.put(added, inode);
            }
        }
    }

    private static final class Directory {
        private final TreeMap<String, Inode> names = new TreeMap<>();
        private final TreeMap<String, Inode> durable = new TreeMap<>();
        private final List<NameChange> unsynced = new ArrayList<>();

        void change(NameChange change) {
            change.apply(names);
            unsynced.add(change);
        }

        void sync() {
            unsynced.forEach(change -> change.apply(durable));
            unsynced.clear();
        }

        void crash(RandomGenerator random, Unsynced mode) {
            for (NameChange change : unsynced) {
                if (keeps(random, mode)) {
                    change.apply(durable);
                }
            }
            unsynced.clear();
            names.clear();
            names.putAll(durable);
            names.values().forEach(inode -> inode.crash(random, mode));
        }
    }

    private static boolean keeps(RandomGenerator random, Unsynced unsynced) {
        return switch (unsynced) {
            case LOST -> false;
            case KEPT -> true;
            case EITHER -> random.nextBoolean();
        };
    }

    /// The power goes at the operation with this number from now, 1 being the next.
    public void loseInsideOperation(int number) {
        lastOperation = operations + number;
        failsInsteadOfDying = false;
    }

    /// The operation with this number from now fails, and all later ones.
    public void failFromOperation(int number) {
        lastOperation = operations + number;
        failsInsteadOfDying = true;
    }

    public int operations() {
        return operations;
    }

    /// The power comes back.
    public void crash(RandomGenerator random, Unsynced unsynced) {
        directories.values().forEach(directory -> directory.crash(random, unsynced));
        restartProcess();
    }

    /// The process is gone, the operating system is not: nothing is lost yet.
    public void restartProcess() {
        lastOperation = Integer.MAX_VALUE;
        dead = false;
        locked.clear();
    }

    /// The bytes of a file, to be changed behind everybody's back.
    public byte[] contentOf(Path file) {
        return inode(file).content;
    }

    /// Replaces what is in a file, durably.
    public void put(Path file, byte[] content) {
        Directory directory = directory(file.getParent());
        Inode inode = new Inode();
        inode.content = content.clone();
        inode.durable = content.clone();
        directory.names.put(name(file), inode);
        directory.durable.put(name(file), inode);
    }

    @Override
    public boolean exists(Path path) {
        checkAlive();
        if (directories.containsKey(path)) {
            return true;
        }
        Directory directory = directories.get(path.getParent());
        return directory != null && directory.names.containsKey(name(path));
    }

    @Override
    public List<String> list(Path directory) {
        checkAlive();
        return List.copyOf(directory(directory).names.keySet());
    }

    @Override
    public void createDirectories(Path directory) {
        checkAlive();
        for (Path path = directory; path != null; path = path.getParent()) {
            directories.putIfAbsent(path, new Directory());
        }
    }

    @Override
    public long size(Path file) {
        checkAlive();
        return inode(file).content.length;
    }

    @Override
    public InputStream read(Path file, long offset) throws IOException {
        checkAlive();
        if (!exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        byte[] content = inode(file).content;
        int from = (int) Math.min(offset, content.length);
        return new ByteArrayInputStream(content, from, content.length - from);
    }

    @Override
    public Output create(Path file) throws IOException {
        Inode inode = new Inode();
        operate(() -> directory(file.getParent()).change(new NameChange(null, name(file), inode)));
        return new FaultyOutput(inode, 0);
    }

    @Override
    public Output open(Path file, long offset) {
        checkAlive();
        return new FaultyOutput(inode(file), (int) offset);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Inode inode = inode(from);
        operate(() -> directory(from.getParent()).change(new NameChange(name(from), name(to), inode)));
    }

    @Override
    public void delete(Path file) throws IOException {
        if (!exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        operate(() -> directory(file.getParent()).change(new NameChange(name(file), null, null)));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        sync(() -> directory(directory).sync(), () -> {});
    }

    @Override
    public @Nullable Closeable lock(Path file) {
        checkAlive();
        return locked.add(file) ? () -> locked.remove(file) : null;
    }

    /// Carries `change` out even if the power goes meanwhile: it is unsynced anyhow.
    private void operate(Runnable change) throws IOException {
        checkAlive();
        boolean last = ++operations >= lastOperation;
        if (!last || !failsInsteadOfDying) {
            change.run();
        }
        if (last) {
            end();
        }
    }

    private void sync(Runnable sync, Runnable failure) throws IOException {
        checkAlive();
        if (++operations >= lastOperation) {
            failure.run();
            end();
        }
        sync.run();
    }

    private void end() throws IOException {
        if (failsInsteadOfDying) {
            throw new IOException("input/output error");
        }
        dead = true;
        throw new PowerLost();
    }

    private void checkAlive() {
        if (dead) {
            throw new PowerLost();
        }
    }

    private Directory directory(@Nullable Path path) {
        Directory directory = directories.get(path);
        if (directory == null) {
            throw new IllegalStateException("there is no directory " + path);
        }
        return directory;
    }

    private Inode inode(Path file) {
        Inode inode = directory(file.getParent()).names.get(name(file));
        if (inode == null) {
            throw new IllegalStateException("there is no file " + file);
        }
        return inode;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private final class FaultyOutput implements Output {
        private final Inode inode;
        private int position;

        FaultyOutput(Inode inode, int position) {
            this.inode = inode;
            this.position = position;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            operate(() -> {
                if (position + length > inode.content.length) {
                    inode.resize(position + length);
                }
                System.arraycopy(bytes, offset, inode.content, position, length);
                inode.touch(position, position + length);
                position += length;
            });
        }

        @Override
        public void extendTo(long sizeBytes) throws IOException {
            operate(() -> inode.resize((int) sizeBytes));
        }

        @Override
        public void truncateTo(long sizeBytes) throws IOException {
            operate(() -> inode.resize((int) sizeBytes));
        }

        @Override
        public void sync() throws IOException {
            FaultyDisk.this.sync(inode::sync, inode.dirty::clear);
        }

        @Override
        public void close() {}
    }
}
