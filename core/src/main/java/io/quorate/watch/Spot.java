package io.quorate.watch;

import io.quorate.model.Invariant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The watchers of one path and, for each, a set of bits saying how it watches; by ascending number. A single
/// watcher, which is what most paths have, lives in the fields; arrays appear with the second one.
final class Spot {
    private static final int SMALLEST_ARRAYS = 4;

    /// Parallel arrays, filled up to `size`. An entry without modes is a gap that a watcher has left.
    private static final class Several {
        private @Nullable Watcher[] watchers = new @Nullable Watcher[SMALLEST_ARRAYS];
        private byte[] modes = new byte[SMALLEST_ARRAYS];
        private int size;
        private int gaps;

        Watcher watcher(int index) {
            Watcher watcher = watchers[index];
            if (watcher == null) {
                throw Invariant.broken("a spot has %s watchers, but none at %s", size, index);
            }
            return watcher;
        }

        int indexOf(Watcher who) {
            int low = 0;
            int high = size - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = watcher(middle).compareTo(who);
                if (order == 0) {
                    return middle;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -(low + 1);
        }

        void insert(int index, Watcher who, int mode) {
            if (size == watchers.length) {
                resize(size + (size >> 1));
            }
            System.arraycopy(watchers, index, watchers, index + 1, size - index);
            System.arraycopy(modes, index, modes, index + 1, size - index);
            watchers[index] = who;
            modes[index] = (byte) mode;
            size++;
        }

        /// Leaves a gap, so that many watchers can go one after the other without moving all the others each
        /// time.
        void remove(int index) {
            modes[index] = 0;
            gaps++;
            if (gaps > size / 2 || size - gaps <= 1) {
                clear(0);
            }
        }

        /// @param who may be another object than the one that left a gap here, with the same number
        void set(int index, Watcher who, int mode) {
            if (modes[index] == 0) {
                gaps--;
                watchers[index] = who;
            }
            modes[index] = (byte) mode;
        }

        /// Takes `mode` from all, and those away that have no other.
        void clear(int mode) {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                byte rest = (byte) (modes[i] & ~mode);
                if (rest != 0) {
                    watchers[kept] = watchers[i];
                    modes[kept] = rest;
                    kept++;
                }
            }
            Arrays.fill(watchers, kept, size, null);
            size = kept;
            gaps = 0;
            shrink();
        }

        private void shrink() {
            if (watchers.length > SMALLEST_ARRAYS && size < watchers.length / 4) {
                resize(Math.max(SMALLEST_ARRAYS, watchers.length / 2));
            }
        }

        private void resize(int capacity) {
            watchers = Arrays.copyOf(watchers, capacity);
            modes = Arrays.copyOf(modes, capacity);
        }
    }

    private final String path;
    /// Null if there is no watcher, or several.
    private @Nullable Watcher only;

    private byte onlyModes;
    private @Nullable Several several;

    Spot(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    /// The entries, gaps included: those have no modes.
    int size() {
        if (several != null) {
            return several.size;
        }
        return only == null ? 0 : 1;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    Watcher watcher(int index) {
        Watcher single = only;
        if (single != null) {
            return single;
        }
        Several arrays = several;
        if (arrays == null) {
            throw Invariant.broken("a spot has no watchers, so none at %s", index);
        }
        return arrays.watcher(index);
    }

    int modes(int index) {
        return several == null ? onlyModes : several.modes[index];
    }

    int modesOf(Watcher who) {
        if (several == null) {
            return only == who ? onlyModes : 0;
        }
        int index = several.indexOf(who);
        return index < 0 ? 0 : several.modes[index];
    }

    /// From now on `who` watches in these ways and no others; with 0, not at all.
    void set(Watcher who, int modes) {
        if (several != null) {
            setAmong(several, who, modes);
        } else if (only == null || only == who) {
            only = modes == 0 ? null : who;
            onlyModes = (byte) modes;
        } else if (modes != 0) {
            Several arrays = new Several();
            arrays.insert(0, only, onlyModes);
            several = arrays;
            only = null;
            onlyModes = 0;
            setAmong(arrays, who, modes);
        }
    }

    private void setAmong(Several arrays, Watcher who, int modes) {
        int index = arrays.indexOf(who);
        if (index < 0) {
            if (modes != 0) {
                arrays.insert(-index - 1, who, modes);
            }
        } else if (modes == 0) {
            if (arrays.modes[index] != 0) {
                arrays.remove(index);
                settle(arrays);
            }
        } else {
            arrays.set(index, who, modes);
        }
    }

    /// Takes `modes` from all watchers, and those away that have no other.
    void clear(int modes) {
        if (several != null) {
            several.clear(modes);
            settle(several);
        } else if (only != null) {
            set(only, onlyModes & ~modes);
        }
    }

    private void settle(Several arrays) {
        if (arrays.size <= 1) {
            only = arrays.size == 0 ? null : arrays.watcher(0);
            onlyModes = arrays.size == 0 ? 0 : arrays.modes[0];
            several = null;
        }
    }
}
