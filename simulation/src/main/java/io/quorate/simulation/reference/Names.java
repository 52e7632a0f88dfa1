package io.quorate.simulation.reference;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A sorted set of strings that never changes; a change makes a new one.
record Names(List<String> sorted) {
    static final Names NONE = new Names(List.of());

    Names with(String name) {
        int index = Collections.binarySearch(sorted, name);
        if (index >= 0) {
            return this;
        }
        int at = -index - 1;
        String[] more = new String[sorted.size() + 1];
        for (int i = 0; i < more.length; i++) {
            more[i] = i < at ? sorted.get(i) : i == at ? name : sorted.get(i - 1);
        }
        return new Names(Collections.unmodifiableList(Arrays.asList(more)));
    }

    Names without(String name) {
        int at = Collections.binarySearch(sorted, name);
        if (at < 0) {
            return this;
        }
        String[] fewer = new String[sorted.size() - 1];
        for (int i = 0; i < fewer.length; i++) {
            fewer[i] = sorted.get(i < at ? i : i + 1);
        }
        return new Names(Collections.unmodifiableList(Arrays.asList(fewer)));
    }

    int size() {
        return sorted.size();
    }
}
