package io.quorate.watch;

import io.quorate.model.ZnodePath;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The watch rules written down plainly, without a thought for cost.
final class PlainWatches {
    private enum Mode {
        STANDARD,
        PERSISTENT,
        RECURSIVE
    }

    /// Path, watcher, modes.
    private final Map<String, Map<Long, Set<Mode>>> data = new TreeMap<>();

    private final Map<String, Map<Long, Set<Mode>>> child = new TreeMap<>();

    void add(long watcher, String path, Watches.Kind kind) {
        switch (kind) {
            case DATA -> add(data, watcher, path, Mode.STANDARD);
            case CHILD -> add(child, watcher, path, Mode.STANDARD);
            case PERSISTENT -> {
                add(data, watcher, path, Mode.PERSISTENT);
                add(child, watcher, path, Mode.PERSISTENT);
            }
            case PERSISTENT_RECURSIVE -> add(data, watcher, path, Mode.RECURSIVE);
        }
    }

    private static void add(Map<String, Map<Long, Set<Mode>>> table, long watcher, String path, Mode mode) {
        table.computeIfAbsent(path, _ -> new TreeMap<>())
                .computeIfAbsent(watcher, _ -> EnumSet.noneOf(Mode.class))
                .add(mode);
    }

    private static Set<Mode> modes(Map<String, Map<Long, Set<Mode>>> table, long watcher, String path) {
        return table.getOrDefault(path, new TreeMap<>()).getOrDefault(watcher, Set.of());
    }

    boolean has(long watcher, String path, int selector) {
        Set<Mode> inData = modes(data, watcher, path);
        Set<Mode> inChild = modes(child, watcher, path);
        return switch (selector) {
            case 1 -> inChild.contains(Mode.STANDARD);
            case 2 -> inData.contains(Mode.STANDARD);
            case 3 -> !inData.isEmpty() || !inChild.isEmpty();
            case 4 -> inData.contains(Mode.PERSISTENT);
            default -> inData.contains(Mode.RECURSIVE);
        };
    }

    boolean remove(long watcher, String path, int selector) {
        boolean had = has(watcher, path, selector);
        switch (selector) {
            case 1 -> remove(child, watcher, path, Set.of(Mode.STANDARD));
            case 2 -> remove(data, watcher, path, Set.of(Mode.STANDARD));
            case 3 -> {
                remove(data, watcher, path, Set.of(Mode.values()));
                remove(child, watcher, path, Set.of(Mode.values()));
            }
            case 4 -> {
                remove(data, watcher, path, Set.of(Mode.PERSISTENT));
                remove(child, watcher, path, Set.of(Mode.PERSISTENT));
            }
            default -> remove(data, watcher, path, Set.of(Mode.RECURSIVE));
        }
        return had;
    }

    private static void remove(Map<String, Map<Long, Set<Mode>>> table, long watcher, String path, Set<Mode> modes) {
        Map<Long, Set<Mode>> watchers = table.get(path);
        if (watchers != null && watchers.containsKey(watcher)) {
            watchers.get(watcher).removeAll(modes);
            watchers.values().removeIf(Set::isEmpty);
        }
    }

    void drop(long watcher) {
        data.values().forEach(watchers -> watchers.remove(watcher));
        child.values().forEach(watchers -> watchers.remove(watcher));
    }

    int count() {
        return data.values().stream().mapToInt(Map::size).sum()
                + child.values().stream().mapToInt(Map::size).sum();
    }

    List<String> created(String path) {
        List<String> heard = said(lookup(data, path, Set.of()), 1, path);
        heard.addAll(said(lookup(child, ZnodePath.parent(path), Set.of()), 4, ZnodePath.parent(path)));
        return heard;
    }

    List<String> deleted(String path) {
        Set<Long> first = lookup(data, path, Set.of());
        List<String> heard = said(first, 2, path);
        heard.addAll(said(lookup(child, path, first), 2, path));
        heard.addAll(said(lookup(child, ZnodePath.parent(path), Set.of()), 4, ZnodePath.parent(path)));
        return heard;
    }

    List<String> dataChanged(String path) {
        return said(lookup(data, path, Set.of()), 3, path);
    }

    private static List<String> said(Set<Long> watchers, int type, String path) {
        List<String> said = new ArrayList<>();
        watchers.forEach(watcher -> said.add(watcher + ":" + type + " " + path));
        return said;
    }

    private static Set<Long> lookup(Map<String, Map<Long, Set<Mode>>> table, String path, Set<Long> except) {
        Set<Long> found = new LinkedHashSet<>();
        Map<Long, Set<Mode>> here = table.getOrDefault(path, new TreeMap<>());
        found.addAll(here.keySet());
        here.values().forEach(modes -> modes.remove(Mode.STANDARD));
        here.values().removeIf(Set::isEmpty);
        for (String at = path; at.length() > 1; ) {
            at = ZnodePath.parent(at);
            table.getOrDefault(at, new TreeMap<>()).forEach((watcher, modes) -> {
                if (modes.contains(Mode.RECURSIVE)) {
                    found.add(watcher);
                }
            });
        }
        found.removeAll(except);
        return found;
    }
}
