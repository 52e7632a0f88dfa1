package io.quorate.simulation.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that changes with txns, with all it ever was. Null stands for "is not there".
final class Versions<T> {
    private long[] zxids = new long[2];
    private final List<@Nullable T> values = new ArrayList<>(2);

    /// What it is from `zxid` on; a second time with the same zxid, as in a multi, replaces the first.
    void set(long zxid, @Nullable T value) {
        int size = values.size();
        if (size > 0 && zxids[size - 1] == zxid) {
            values.set(size - 1, value);
            return;
        }
        if (size == zxids.length) {
            zxids = Arrays.copyOf(zxids, size * 2);
        }
        zxids[size] = zxid;
        values.add(value);
    }

    /// What it was after `zxid`.
    @Nullable
    T at(long zxid) {
        int size = values.size();
        // Nearly all questions are about now.
        if (size > 0 && zxids[size - 1] <= zxid) {
            return values.get(size - 1);
        }
        int found = Arrays.binarySearch(zxids, 0, size, zxid);
        int floor = found >= 0 ? found : -found - 2;
        return floor < 0 ? null : values.get(floor);
    }

    /// What `zxid` itself made of it; null if it did nothing.
    @Nullable
    T exactly(long zxid) {
        int found = Arrays.binarySearch(zxids, 0, values.size(), zxid);
        return found < 0 ? null : values.get(found);
    }

    @Nullable
    T latest() {
        return values.isEmpty() ? null : values.getLast();
    }
}
