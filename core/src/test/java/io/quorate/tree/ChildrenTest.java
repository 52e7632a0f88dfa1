package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.StoredStat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random children come, change and go, in the children and in a `java.util.TreeMap`. For names without
/// surrogates, which have no place in paths, the order of bytes and the order of characters are the same.
class ChildrenTest {
    private static final String LETTERS = "ab-0129zäß水€";

    private Children children = Children.NONE;
    private final TreeMap<String, Znode> expected = new TreeMap<>();

    private static Znode znode(String name, int version) {
        StoredStat stat = new StoredStat(1, 1, 1, 1, version, 0, 0, 0, 1);
        return Znode.at("/some/" + name, new ZnodeContent(null, null, stat));
    }

    private static String name(Random random, int longest) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(longest); i >= 0; i--) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    private void put(Znode znode) {
        children = children.with(znode);
        expected.put(znode.name().toString(), znode);
    }

    private void checkAll() {
        List<Znode> all = new ArrayList<>();
        children.forEach(all::add);
        assertThat(all).usingElementComparator((a, b) -> a == b ? 0 : 1).isEqualTo(new ArrayList<>(expected.values()));
        assertThat(children.size()).isEqualTo(expected.size());
        PagesShape.check(children);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 40})
    void equalATreeMap(int longest) {
        Random random = new Random(longest);
        for (int step = 0; step < 6000; step++) {
            String name = name(random, longest);
            if (random.nextInt(100) < (step < 3000 ? 80 : 30)) {
                put(znode(name, step));
            } else {
                children = children.without(Name.of(name));
                expected.remove(name);
            }
            assertThat(children.get(Name.of(name))).isSameAs(expected.get(name));
            if (step % 100 == 0) {
                checkAll();
            }
        }
        checkAll();
        expected.keySet().forEach(name -> children = children.without(Name.of(name)));
        assertThat(children).isSameAs(Children.NONE);
    }

    @Test
    void areLoadedInBulk() {
        for (int i = 0; i < 3000; i++) {
            Znode znode = znode("n" + Integer.reverse(i), i);
            expected.put(znode.name().toString(), znode);
        }
        children = Children.ofSorted(List.copyOf(expected.values()));
        checkAll();
        put(znode("m", 1));
        put(znode("o", 1));
        checkAll();
    }

    @Test
    void usedUpIteratorThrows() {
        Iterator<Znode> none = Children.NONE.iterator();
        assertThat(none.hasNext()).isFalse();
        assertThatThrownBy(none::next).isInstanceOf(NoSuchElementException.class);
    }
}
