package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random insertions and removals, done to the map and to a `java.util.TreeMap`, which must stay equal; and
/// the shape of the pages after each of them.
class OrderedMapTest {
    private static final int STEPS = 4000;

    private OrderedMap<Integer, String> map = OrderedMap.empty();
    private final TreeMap<Integer, String> expected = new TreeMap<>();

    private void put(int key, String value) {
        map = map.with(key, value);
        expected.put(key, value);
    }

    private void remove(int key) {
        map = map.without(key);
        expected.remove(key);
    }

    private static <K extends Comparable<? super K>, V> List<Map.Entry<K, V>> listed(
            Iterator<Map.Entry<K, V>> entries) {
        List<Map.Entry<K, V>> list = new ArrayList<>();
        entries.forEachRemaining(list::add);
        return list;
    }

    private void checkAll() {
        assertThat(map.size()).isEqualTo(expected.size());
        assertThat(map.isEmpty()).isEqualTo(expected.isEmpty());
        assertThat(listed(map.iterator())).isEqualTo(new ArrayList<>(expected.entrySet()));
        assertThat(map.keyList()).isEqualTo(new ArrayList<>(expected.keySet()));
        PagesShape.check(map);
    }

    private void change(Random random, IntUnaryOperator nextKey, double insertions) {
        for (int step = 0; step < STEPS; step++) {
            int key = nextKey.applyAsInt(step);
            if (random.nextDouble() < insertions) {
                put(key, "v" + step);
            } else {
                remove(key);
            }
            assertThat(map.get(key)).isEqualTo(expected.get(key));
            assertThat(map.containsKey(key)).isEqualTo(expected.containsKey(key));
            if (step % 50 == 0) {
                checkAll();
            }
        }
        checkAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 300, 100_000})
    void equalsATreeMapWhateverTheKeys(int keys) {
        Random random = new Random(keys);
        change(random, _ -> random.nextInt(keys), 0.7);
        change(random, _ -> random.nextInt(keys), 0.2);
        change(random, _ -> random.nextInt(keys), 0.5);
        for (int key : new ArrayList<>(expected.keySet())) {
            remove(key);
        }
        checkAll();
        assertThat(map).isEqualTo(OrderedMap.empty());
    }

    @Test
    void equalsATreeMapWhenKeysAscend() {
        change(new Random(1), step -> step, 1);
        change(new Random(2), step -> step, 0.3);
    }

    @Test
    void equalsATreeMapWhenKeysDescend() {
        change(new Random(1), step -> -step, 1);
        change(new Random(2), step -> -step, 0.3);
    }

    @Test
    void ascendingKeysLeaveFullPages() {
        for (int key = 0; key < 10 * Pages.PAGE_ENTRIES; key++) {
            put(key, "v");
        }
        assertThat(map.height).isEqualTo(1);
        assertThat(map.root.length / 2).isEqualTo(10);
    }

    @Test
    void pagesJoinWhenMostOfTheirEntriesHaveGone() {
        for (int key = 0; key < 10_000; key++) {
            put(key, "v");
        }
        for (int key = 0; key < 10_000; key++) {
            if (key % 100 != 0) {
                remove(key);
            }
        }
        checkAll();
        int leaves = map.height == 0 ? 1 : map.root.length / 2;
        assertThat(leaves).as("pages for 100 entries").isLessThanOrEqualTo(12);
    }

    @Test
    void earlierMapsStayAsTheyWere() {
        Random random = new Random(7);
        List<OrderedMap<Integer, String>> maps = new ArrayList<>();
        List<TreeMap<Integer, String>> copies = new ArrayList<>();
        for (int step = 0; step < 600; step++) {
            int key = random.nextInt(200);
            if (random.nextInt(3) > 0) {
                put(key, "v" + step);
            } else {
                remove(key);
            }
            maps.add(map);
            copies.add(new TreeMap<>(expected));
        }
        for (int i = 0; i < maps.size(); i++) {
            assertThat(listed(maps.get(i).iterator()))
                    .isEqualTo(new ArrayList<>(copies.get(i).entrySet()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 64, 900, 1100, 40_000})
    void loadsSortedEntriesInBulk(int count) {
        List<Map.Entry<Integer, String>> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(Map.entry(2 * i, "v" + i));
            expected.put(2 * i, "v" + i);
        }
        map = OrderedMap.ofSorted(entries);
        checkAll();
        change(new Random(count), step -> step, 0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 33, 1000, 5000})
    void iteratesFromAnyKey(int count) {
        for (int i = 0; i < count; i++) {
            put(3 * i, "v" + i);
        }
        for (int from = -1; from < 3 * count + 2; from += 1 + count / 100) {
            List<Map.Entry<Integer, String>> rest = listed(map.iteratorFrom(from));
            assertThat(rest)
                    .isEqualTo(new ArrayList<>(expected.tailMap(from, true).entrySet()));
        }
    }

    @Test
    void removingWhatIsNotThereGivesTheSameMap() {
        for (int i = 0; i < 100; i++) {
            put(2 * i, "v");
        }
        assertThat(map.without(5)).isSameAs(map);
        assertThat(map.without(-5)).isSameAs(map);
        assertThat(OrderedMap.<Integer, String>empty().without(1)).isEmpty();
    }

    @Test
    void equalityIsOfEntriesNotOfPages() {
        OrderedMap<Integer, String> ascending = OrderedMap.empty();
        OrderedMap<Integer, String> descending = OrderedMap.empty();
        for (int i = 0; i < 500; i++) {
            ascending = ascending.with(i, "v" + i);
            descending = descending.with(499 - i, "v" + (499 - i));
        }
        assertThat(Arrays.deepEquals(ascending.root, descending.root)).isFalse();
        assertThat(ascending).isEqualTo(descending).hasSameHashCodeAs(descending);
        assertThat(ascending.with(3, "other")).isNotEqualTo(descending);
        assertThat(ascending.without(3)).isNotEqualTo(descending);
    }

    @Test
    void usedUpIteratorThrows() {
        put(1, "v");
        Iterator<Map.Entry<Integer, String>> entries = map.iterator();
        entries.next();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
        Iterator<Integer> keys = OrderedMap.<Integer, String>empty().keys().iterator();
        assertThatThrownBy(keys::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void showsItsEntries() {
        put(2, "b");
        put(1, "a");
        assertThat(map).hasToString("{1=a, 2=b}");
    }
}
