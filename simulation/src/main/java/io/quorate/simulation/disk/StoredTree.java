package io.quorate.simulation.disk;

import io.quorate.simulation.disk.FaultyDisk.Unsynced;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All directories and files, and what they take. Directories are durable as soon as they exist.
final class StoredTree {
    private final TreeMap<Path, StoredNames> directories = new TreeMap<>();
    private long bytesUsed;

    long bytesUsed() {
        return bytesUsed;
    }

    boolean exists(Path path) {
        return isDirectory(path) || findFile(path) != null;
    }

    boolean isDirectory(Path path) {
        return directories.containsKey(path);
    }

    StoredNames directory(Path path) throws IOException {
        StoredNames names = directories.get(path);
        if (names == null) {
            throw findFile(path) == null
                    ? new NoSuchFileException(path.toString())
                    : new NotDirectoryException(path.toString());
        }
        return names;
    }

    StoredFile file(Path path) throws NoSuchFileException {
        StoredFile file = findFile(path);
        if (file == null) {
            throw new NoSuchFileException(path.toString());
        }
        return file;
    }

    private @Nullable StoredFile findFile(Path path) {
        Path directory = path.getParent();
        StoredNames names = directory == null ? null : directories.get(directory);
        return names == null ? null : names.find(name(path));
    }

    /// The names beside that of `file`, which need not exist.
    StoredNames around(Path file) throws NoSuchFileException {
        Path directory = file.getParent();
        StoredNames names = directory == null ? null : directories.get(directory);
        if (names == null) {
            throw new NoSuchFileException(file.toString());
        }
        return names;
    }

    /// Its parent exists.
    void createDirectory(Path directory) throws FileAlreadyExistsException {
        if (findFile(directory) != null) {
            throw new FileAlreadyExistsException(directory.toString());
        }
        directories.put(directory, new StoredNames());
    }

    /// One that is there already keeps its name and loses its content.
    void createOrEmpty(Path path) throws NoSuchFileException {
        StoredFile file = findFile(path);
        if (file == null) {
            around(path).create(name(path), new StoredFile());
        } else {
            resize(file, 0);
        }
    }

    void rename(Path from, Path to) throws NoSuchFileException {
        file(from);
        StoredFile replaced = findFile(to);
        bytesUsed -= replaced == null ? 0 : replaced.size();
        around(from).rename(name(from), name(to));
    }

    void delete(Path path) throws NoSuchFileException {
        bytesUsed -= file(path).size();
        around(path).delete(name(path));
    }

    void resize(StoredFile file, int newSize) {
        if (file.isNamed()) {
            bytesUsed += newSize - file.size();
        }
        file.resize(newSize);
    }

    /// Directories that are missing come with it.
    void put(Path path, byte[] content) {
        Path directory = path.getParent();
        if (directory == null) {
            throw new IllegalArgumentException(path + " is in no directory");
        }
        for (Path above = directory.getParent(); above != null; above = above.getParent()) {
            directories.putIfAbsent(above, new StoredNames());
        }
        StoredNames names = directories.computeIfAbsent(directory, _ -> new StoredNames());
        StoredFile stored = new StoredFile();
        stored.write(0, content, 0, content.length);
        stored.sync();
        StoredFile replaced = names.find(name(path));
        bytesUsed += content.length - (replaced == null ? 0 : replaced.size());
        if (replaced != null) {
            replaced.named(false);
        }
        names.put(name(path), stored);
    }

    @Nullable
    BitFlip flip(RandomGenerator random) {
        List<Map.Entry<Path, StoredFile>> files = new ArrayList<>();
        directories.forEach((directory, names) -> names.durable().forEach((name, file) -> {
            if (file.durableSize() > 0) {
                files.add(Map.entry(directory.resolve(name), file));
            }
        }));
        if (files.isEmpty()) {
            return null;
        }
        Map.Entry<Path, StoredFile> chosen = files.get(random.nextInt(files.size()));
        int size = chosen.getValue().durableSize();
        BitFlip flip = new BitFlip(chosen.getKey(), random.nextInt(size), random.nextInt(Byte.SIZE), size);
        chosen.getValue().flip(flip.offset(), flip.bit());
        return flip;
    }

    void wipe() {
        directories.clear();
        bytesUsed = 0;
    }

    void crash(RandomGenerator random, Unsynced unsynced) {
        bytesUsed = 0;
        for (StoredNames names : directories.values()) {
            names.crash(random, unsynced);
            names.files().forEach(file -> bytesUsed += file.size());
        }
    }

    StoredTree copy() {
        StoredTree copy = new StoredTree();
        directories.forEach((path, names) -> copy.directories.put(path, names.copy()));
        copy.bytesUsed = bytesUsed;
        return copy;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
