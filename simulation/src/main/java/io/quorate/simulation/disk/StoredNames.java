package io.quorate.simulation.disk;

import io.quorate.simulation.disk.FaultyDisk.Unsynced;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The names in a directory, as they are now and as they are on the platters, and what has happened to them in
/// between.
final class StoredNames {
    private final TreeMap<String, StoredFile> names = new TreeMap<>();
    private final TreeMap<String, StoredFile> durable = new TreeMap<>();
    private final List<Change> unsynced = new ArrayList<>();

    /// `removed` vanishes, `added` stands for `file`: a rename is one thing, and so it is kept or lost.
    private record Change(
            @Nullable String removed,
            @Nullable String added,
            @Nullable StoredFile file) {
        void apply(Map<String, StoredFile> names) {
            if (removed != null) {
                names.remove(removed);
            }
            if (added != null && file != null) {
                names.put(added, file);
            }
        }
    }

    List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Nullable
    StoredFile find(String name) {
        return names.get(name);
    }

    Iterable<StoredFile> files() {
        return names.values();
    }

    Map<String, StoredFile> durable() {
        return durable;
    }

    void create(String name, StoredFile file) {
        change(new Change(null, name, file));
    }

    void delete(String name) {
        StoredFile file = names.get(name);
        if (file != null) {
            file.named(false);
        }
        change(new Change(name, null, null));
    }

    void rename(String from, String to) {
        StoredFile file = names.get(from);
        StoredFile replaced = names.get(to);
        if (replaced != null) {
            replaced.named(false);
        }
        change(new Change(from, to, file));
    }

    /// Puts a file there behind everybody's back, durably.
    void put(String name, StoredFile file) {
        names.put(name, file);
        durable.put(name, file);
    }

    private void change(Change change) {
        change.apply(names);
        unsynced.add(change);
    }

    void sync() {
        unsynced.forEach(change -> change.apply(durable));
        unsynced.clear();
    }

    void crash(RandomGenerator random, Unsynced mode) {
        for (Change change : unsynced) {
            if (mode.keeps(random)) {
                change.apply(durable);
            }
        }
        unsynced.clear();
        names.clear();
        names.putAll(durable);
        for (StoredFile file : names.values()) {
            file.crash(random, mode);
            file.named(true);
        }
    }

    StoredNames copy() {
        StoredNames copy = new StoredNames();
        IdentityHashMap<StoredFile, StoredFile> copies = new IdentityHashMap<>();
        names.forEach((name, file) -> copy.names.put(name, copies.computeIfAbsent(file, StoredFile::copy)));
        durable.forEach((name, file) -> copy.durable.put(name, copies.computeIfAbsent(file, StoredFile::copy)));
        for (Change change : unsynced) {
            StoredFile file = change.file;
            copy.unsynced.add(new Change(
                    change.removed,
                    change.added,
                    file == null ? null : copies.computeIfAbsent(file, StoredFile::copy)));
        }
        return copy;
    }
}
