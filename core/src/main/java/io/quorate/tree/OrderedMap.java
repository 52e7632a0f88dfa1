package io.quorate.tree;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A sorted map that never changes: {@link #with} and {@link #without} give another map, which shares with
/// this one all but the few arrays on the way to the entry.
///
/// It is a B-tree of bare arrays. A page holds pairs, `[key, value, key, value, ...]`; above the leaves a
/// value is a page of the next level and its key is the first key below it. All leaves have the same depth.
/// A map of up to 32 entries, as most are, is one array. Pages are never empty, and when a removal leaves
/// one with few entries it joins a neighbour that has room.
///
/// Neither keys nor values are null. Safe to read by any number of threads.
public final class OrderedMap<K extends Comparable<? super K>, V> implements Iterable<Map.Entry<K, V>> {
    /// The most entries of a page.
    static final int PAGE_ENTRIES = 32;

    /// A page with fewer looks for a neighbour to join.
    private static final int FEW_ENTRIES = PAGE_ENTRIES / 4;

    /// The most entries of a page that results from joining, or from loading in bulk: full pages would be
    /// split by the next insertion.
    private static final int ROOMY_ENTRIES = PAGE_ENTRIES * 7 / 8;

    private static final OrderedMap<String, Object> EMPTY = new OrderedMap<>(new Object[0], 0, 0);

    final Object[] root;
    final int height;
    private final int size;

    private OrderedMap(Object[] root, int height, int size) {
        this.root = root;
        this.height = height;
        this.size = size;
    }

    // It holds nothing whose type could be wrong.
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<? super K>, V> OrderedMap<K, V> empty() {
        return (OrderedMap<K, V>) (OrderedMap<?, ?>) EMPTY;
    }

    /// The map of `entries`, which must be in strictly ascending order; cheaper than adding one by one.
    public static <K extends Comparable<? super K>, V> OrderedMap<K, V> ofSorted(
            List<? extends Map.Entry<K, V>> entries) {
        if (entries.isEmpty()) {
            return empty();
        }
        Object[] pairs = new Object[2 * entries.size()];
        int at = 0;
        for (Map.Entry<K, V> entry : entries) {
            pairs[at++] = entry.getKey();
            pairs[at++] = Objects.requireNonNull(entry.getValue());
        }
        int height = 0;
        while (pairs.length > 2 * PAGE_ENTRIES) {
            pairs = paginate(pairs);
            height++;
        }
        return new OrderedMap<>(pairs, height, entries.size());
    }

    /// The level above `pairs`, cut into pages of nearly equal size.
    private static Object[] paginate(Object[] pairs) {
        int entries = pairs.length / 2;
        int pages = (entries + ROOMY_ENTRIES - 1) / ROOMY_ENTRIES;
        Object[] above = new Object[2 * pages];
        for (int p = 0; p < pages; p++) {
            int from = (int) ((long) entries * p / pages);
            int to = (int) ((long) entries * (p + 1) / pages);
            above[2 * p] = pairs[2 * from];
            above[2 * p + 1] = Arrays.copyOfRange(pairs, 2 * from, 2 * to);
        }
        return above;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean containsKey(K key) {
        return get(key) != null;
    }

    @SuppressWarnings("unchecked")
    public @Nullable V get(K key) {
        Object[] page = root;
        for (int level = height; level > 0; level--) {
            page = (Object[]) page[2 * covering(page, key) + 1];
        }
        int i = search(page, key);
        return i < 0 ? null : (V) page[2 * i + 1];
    }

    /// This map, except that `key` has `value`.
    public OrderedMap<K, V> with(K key, V value) {
        int[] added = new int[1];
        Object[] page = insert(root, height, new Pair<>(key, value), added);
        if (page.length <= 2 * PAGE_ENTRIES) {
            return new OrderedMap<>(page, height, size + added[0]);
        }
        int cut = cut(page, key);
        Object[] left = Arrays.copyOfRange(page, 0, cut);
        Object[] right = Arrays.copyOfRange(page, cut, page.length);
        return new OrderedMap<>(new Object[] {left[0], left, right[0], right}, height + 1, size + added[0]);
    }

    /// This map, except that `key` is not in it.
    public OrderedMap<K, V> without(K key) {
        Object[] page = remove(root, height, key);
        if (shared(page, root)) {
            return this;
        }
        if (page.length == 0) {
            return empty();
        }
        int level = height;
        while (level > 0 && page.length == 2) {
            page = (Object[]) page[1];
            level--;
        }
        return new OrderedMap<>(page, level, size - 1);
    }

    private record Pair<K, V>(K key, V value) {}

    /// May return a page with one entry too many, which whoever holds it splits.
    private static <K extends Comparable<? super K>, V> Object[] insert(
            Object[] page, int level, Pair<K, V> pair, int[] added) {
        if (level == 0) {
            int i = search(page, pair.key);
            if (i >= 0) {
                return replaced(page, i, page[2 * i], pair.value);
            }
            added[0] = 1;
            return spliced(page, -i - 1, 0, pair.key, pair.value);
        }
        int i = covering(page, pair.key);
        Object[] child = insert((Object[]) page[2 * i + 1], level - 1, pair, added);
        if (child.length <= 2 * PAGE_ENTRIES) {
            return replaced(page, i, child[0], child);
        }
        int cut = cut(child, pair.key);
        Object[] left = Arrays.copyOfRange(child, 0, cut);
        Object[] right = Arrays.copyOfRange(child, cut, child.length);
        return spliced(page, i, 1, left[0], left, right[0], right);
    }

    /// Where to split a page into which `key` has just been put: in the middle, unless the key came last.
    /// Keys often come in ascending order (sequential znodes, session ids), and pages would stay half empty
    /// for ever.
    private static int cut(Object[] page, Object key) {
        return page[page.length - 2].equals(key) ? page.length - 2 : page.length / 4 * 2;
    }

    private static <K extends Comparable<? super K>> Object[] remove(Object[] page, int level, K key) {
        if (level == 0) {
            int i = search(page, key);
            return i < 0 ? page : spliced(page, i, 1);
        }
        int i = covering(page, key);
        Object[] before = (Object[]) page[2 * i + 1];
        Object[] child = remove(before, level - 1, key);
        if (shared(child, before)) {
            return page;
        }
        if (child.length == 0) {
            return spliced(page, i, 1);
        }
        if (child.length < 2 * FEW_ENTRIES) {
            if (i > 0 && fit((Object[]) page[2 * i - 1], child)) {
                Object[] left = (Object[]) page[2 * i - 1];
                return spliced(page, i - 1, 2, left[0], joined(left, child));
            }
            if (2 * i + 2 < page.length && fit(child, (Object[]) page[2 * i + 3])) {
                return spliced(page, i, 2, child[0], joined(child, (Object[]) page[2 * i + 3]));
            }
        }
        return replaced(page, i, child[0], child);
    }

    /// Whether nothing has changed: a page that has is another array.
    @SuppressWarnings("ReferenceEquality")
    private static boolean shared(Object[] page, Object[] other) {
        return page == other;
    }

    private static boolean fit(Object[] left, Object[] right) {
        return left.length + right.length <= 2 * ROOMY_ENTRIES;
    }

    private static Object[] joined(Object[] left, Object[] right) {
        Object[] page = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, page, left.length, right.length);
        return page;
    }

    private static Object[] replaced(Object[] page, int i, Object key, Object value) {
        Object[] copy = page.clone();
        copy[2 * i] = key;
        copy[2 * i + 1] = value;
        return copy;
    }

    /// `page` with `pairs` in the place of the `count` entries from `i` on.
    private static Object[] spliced(Object[] page, int i, int count, Object... pairs) {
        Object[] copy = new Object[page.length - 2 * count + pairs.length];
        System.arraycopy(page, 0, copy, 0, 2 * i);
        System.arraycopy(pairs, 0, copy, 2 * i, pairs.length);
        System.arraycopy(page, 2 * (i + count), copy, 2 * i + pairs.length, page.length - 2 * (i + count));
        return copy;
    }

    /// The index of `key` among the keys of `page`, or `-1 - index` of where it would be.
    @SuppressWarnings("unchecked")
    private static <K extends Comparable<? super K>> int search(Object[] page, K key) {
        int low = 0;
        int high = page.length / 2 - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = key.compareTo((K) page[2 * middle]);
            if (order == 0) {
                return middle;
            }
            if (order > 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    /// The index of the child page in whose range `key` falls.
    private static <K extends Comparable<? super K>> int covering(Object[] page, K key) {
        int i = search(page, key);
        return i >= 0 ? i : Math.max(0, -i - 2);
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new Entries<>(root, height);
    }

    /// The entries in ascending order, from the first whose key is not less than `from`.
    public Iterator<Map.Entry<K, V>> iteratorFrom(K from) {
        Entries<K, V> entries = new Entries<>(root, height);
        entries.seek(from);
        return entries;
    }

    public Iterable<Map.Entry<K, V>> entries() {
        return this;
    }

    public Iterable<K> keys() {
        return () -> new Iterator<>() {
            private final Entries<K, V> entries = new Entries<>(root, height);

            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public K next() {
                return entries.nextKey();
            }
        };
    }

    /// The keys in ascending order, in a list of their own.
    public List<K> keyList() {
        List<K> keys = new ArrayList<>(size);
        keys().forEach(keys::add);
        return keys;
    }

    /// The way from the root to the next entry: the page and the index in it at each level.
    private static final class Entries<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {
        private final Object[][] pages;
        private final int[] at;

        private Entries(Object[] root, int height) {
            pages = new Object[height + 1][];
            at = new int[height + 1];
            pages[height] = root;
            descend(height);
        }

        private void descend(int from) {
            for (int level = from; level > 0; level--) {
                pages[level - 1] = (Object[]) pages[level][2 * at[level] + 1];
                at[level - 1] = 0;
            }
        }

        private void seek(K key) {
            for (int level = pages.length - 1; level > 0; level--) {
                at[level] = covering(pages[level], key);
                pages[level - 1] = (Object[]) pages[level][2 * at[level] + 1];
            }
            int i = search(pages[0], key);
            at[0] = i >= 0 ? i : -i - 1;
            if (i < 0) {
                climb();
            }
        }

        /// Goes to the next leaf if this one is used up and there is one.
        private void climb() {
            int level = 0;
            while (2 * at[level] >= pages[level].length && level < pages.length - 1) {
                level++;
                at[level]++;
            }
            if (2 * at[level] < pages[level].length) {
                descend(level);
            }
        }

        @Override
        public boolean hasNext() {
            return 2 * at[0] < pages[0].length;
        }

        @SuppressWarnings("unchecked")
        private K nextKey() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            K key = (K) pages[0][2 * at[0]];
            at[0]++;
            climb();
            return key;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Map.Entry<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            V value = (V) pages[0][2 * at[0] + 1];
            return new AbstractMap.SimpleImmutableEntry<>(nextKey(), value);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof OrderedMap<?, ?> map) || map.size != size) {
            return false;
        }
        if (shared(map.root, root)) {
            return true;
        }
        Iterator<?> theirs = map.iterator();
        for (Map.Entry<K, V> entry : this) {
            if (!entry.equals(theirs.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (Map.Entry<K, V> entry : this) {
            hash = 31 * hash + entry.hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        List<String> entries = new ArrayList<>();
        forEach(entry -> entries.add(entry.toString()));
        return "{" + String.join(", ", entries) + "}";
    }
}
