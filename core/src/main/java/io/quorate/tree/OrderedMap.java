package io.quorate.tree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A sorted map that never changes: {@link #with} and {@link #without} give another map, which shares
/// nearly all of its memory with this one. Neither keys nor values are null. Safe to read by any number of
/// threads.
public final class OrderedMap<K extends Comparable<? super K>, V> extends Pages<OrderedMap<K, V>>
        implements Iterable<Map.Entry<K, V>> {
    private static final OrderedMap<String, Object> EMPTY = new OrderedMap<>(new Object[0], 0, 0);

    private OrderedMap(Object[] root, int height, int size) {
        super(root, height, size);
    }

    // It holds nothing whose type could be wrong.
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<? super K>, V> OrderedMap<K, V> empty() {
        return (OrderedMap<K, V>) (OrderedMap<?, ?>) EMPTY;
    }

    /// The map of `entries`, which must be in strictly ascending order; cheaper than adding one by one.
    public static <K extends Comparable<? super K>, V> OrderedMap<K, V> ofSorted(
            List<? extends Map.Entry<K, V>> entries) {
        List<Object> pairs = new ArrayList<>(2 * entries.size());
        for (Map.Entry<K, V> entry : entries) {
            pairs.add(entry.getKey());
            pairs.add(entry.getValue());
        }
        return OrderedMap.<K, V>empty().loaded(pairs);
    }

    @Override
    int leafStride() {
        return 2;
    }

    @Override
    @SuppressWarnings("unchecked")
    int compare(Object probe, Object key) {
        return ((K) probe).compareTo((K) key);
    }

    @Override
    OrderedMap<K, V> of(Object[] otherRoot, int otherHeight, int otherSize) {
        return otherSize == 0 ? empty() : new OrderedMap<>(otherRoot, otherHeight, otherSize);
    }

    @SuppressWarnings("unchecked")
    public @Nullable V get(K key) {
        return (V) lookUp(key);
    }

    public boolean containsKey(K key) {
        return lookUp(key) != null;
    }

    /// This map, except that `key` has `value`.
    public OrderedMap<K, V> with(K key, V value) {
        return inserted(key, key, value);
    }

    /// This map, except that `key` is not in it.
    public OrderedMap<K, V> without(K key) {
        return removed(key);
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new Entries<>(cursor());
    }

    /// The entries in ascending order, from the first whose key is not less than `from`.
    public Iterator<Map.Entry<K, V>> iteratorFrom(K from) {
        Cursor cursor = cursor();
        cursor.seek(from);
        return new Entries<>(cursor);
    }

    public Iterable<Map.Entry<K, V>> entries() {
        return this;
    }

    /// In ascending order.
    public Iterable<K> keys() {
        return () -> {
            Iterator<Map.Entry<K, V>> entries = iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return entries.hasNext();
                }

                @Override
                public K next() {
                    return entries.next().getKey();
                }
            };
        };
    }

    /// The keys in ascending order, in a list of their own.
    public List<K> keyList() {
        List<K> keys = new ArrayList<>(size());
        keys().forEach(keys::add);
        return keys;
    }

    private record Entries<K extends Comparable<? super K>, V>(Pages<OrderedMap<K, V>>.Cursor cursor)
            implements Iterator<Map.Entry<K, V>> {
        @Override
        public boolean hasNext() {
            return !cursor.atEnd();
        }

        @Override
        @SuppressWarnings("unchecked")
        public Map.Entry<K, V> next() {
            if (cursor.atEnd()) {
                throw new NoSuchElementException();
            }
            Map.Entry<K, V> entry = Map.entry((K) cursor.key(), (V) cursor.value());
            cursor.advance();
            return entry;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof OrderedMap<?, ?> map) || map.size() != size()) {
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
