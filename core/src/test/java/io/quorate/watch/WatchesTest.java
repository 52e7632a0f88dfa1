package io.quorate.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.watch.Watches.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A notification reads `watcher:type path` with the number of the type on the wire: 1 created, 2 deleted, 3
/// data changed, 4 children changed.
class WatchesTest {
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final long ME = 1;
    private static final long YOU = 2;

    private final Watches watches = new Watches();
    private final List<String> heard = new ArrayList<>();
    private final Watches.Delivery delivery =
            (watcher, type, path) -> heard.add(watcher + ":" + type.code() + " " + path);

    private List<String> created(String path) {
        heard.clear();
        watches.created(path, delivery);
        return List.copyOf(heard);
    }

    private List<String> deleted(String path) {
        heard.clear();
        watches.deleted(path, delivery);
        return List.copyOf(heard);
    }

    private List<String> dataChanged(String path) {
        heard.clear();
        watches.dataChanged(path, delivery);
        return List.copyOf(heard);
    }

    /// What a stock server sends to one client with a recursive watch on /, a persistent one on /w and a
    /// child watch on /.
    @Test
    void severalWatchesOfOneClientAreHeardOnceForEachLookup() {
        watches.add(ME, "/", Kind.PERSISTENT_RECURSIVE);
        watches.add(ME, "/w", Kind.PERSISTENT);
        watches.add(ME, "/", Kind.CHILD);

        assertThat(created("/w")).containsExactly("1:1 /w", "1:4 /");
        assertThat(created("/w/c")).containsExactly("1:1 /w/c", "1:4 /w");
        assertThat(dataChanged("/w/c")).containsExactly("1:3 /w/c");
        assertThat(deleted("/w/c")).containsExactly("1:2 /w/c", "1:4 /w");
        assertThat(deleted("/w")).containsExactly("1:2 /w");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            DATA,                 1:1 /p, 1:3 /p, 1:2 /p, '',       '',       ''
            CHILD,                '',     '',     1:2 /p, 1:4 /p,   '',       1:4 /p
            PERSISTENT,           1:1 /p, 1:3 /p, 1:2 /p, 1:4 /p,   '',       1:4 /p
            PERSISTENT_RECURSIVE, 1:1 /p, 1:3 /p, 1:2 /p, 1:1 /p/c, 1:3 /p/c, 1:2 /p/c
            """)
    void eachKindHearsOfItsOwnChanges(
            Kind kind,
            String onCreated,
            String onDataChanged,
            String onDeleted,
            String onChildCreated,
            String onChildDataChanged,
            String onChildDeleted) {
        watches.add(ME, "/p", kind);
        assertThat(String.join(",", created("/p"))).isEqualTo(onCreated);
        watches.add(ME, "/p", kind);
        assertThat(String.join(",", dataChanged("/p"))).isEqualTo(onDataChanged);
        watches.add(ME, "/p", kind);
        assertThat(String.join(",", deleted("/p"))).isEqualTo(onDeleted);
        watches.add(ME, "/p", kind);
        assertThat(String.join(",", created("/p/c"))).isEqualTo(onChildCreated);
        watches.add(ME, "/p", kind);
        assertThat(String.join(",", dataChanged("/p/c"))).isEqualTo(onChildDataChanged);
        watches.add(ME, "/p", kind);
        assertThat(String.join(",", deleted("/p/c"))).isEqualTo(onChildDeleted);
    }

    @ParameterizedTest
    @CsvSource({"DATA,true", "CHILD,true", "PERSISTENT,false", "PERSISTENT_RECURSIVE,false"})
    void onlyOneShotWatchesAreUsedUp(Kind kind, boolean oneShot) {
        watches.add(ME, "/p", kind);

        assertThat(deleted("/p")).containsExactly("1:2 /p");
        assertThat(deleted("/p")).hasSize(oneShot ? 0 : 1);
        assertThat(watches.count() == 0).isEqualTo(oneShot);
    }

    @Test
    void aDeletionIsNotRepeatedToAChildWatcherThatHeardItAsADataWatcher() {
        watches.add(ME, "/p", Kind.DATA);
        watches.add(ME, "/p", Kind.CHILD);
        watches.add(YOU, "/p", Kind.CHILD);

        assertThat(deleted("/p")).containsExactly("1:2 /p", "2:2 /p");
        assertThat(watches.count()).isZero();
    }

    @Test
    void aDeletionIsNotRepeatedToAChildWatcherWhoHeardItFromAnAncestor() {
        watches.add(ME, "/", Kind.PERSISTENT_RECURSIVE);
        watches.add(ME, "/p", Kind.CHILD);

        assertThat(deleted("/p")).containsExactly("1:2 /p");
        assertThat(watches.has(ME, "/p", 1)).isFalse();
    }

    @Test
    void aRecursiveWatchNeverHearsOfChildren() {
        watches.add(ME, "/", Kind.PERSISTENT_RECURSIVE);

        assertThat(created("/a/b/c")).containsExactly("1:1 /a/b/c");
    }

    @Test
    void aPathThatOnlyBeginsAlikeIsNoAncestor() {
        watches.add(ME, "/a", Kind.PERSISTENT_RECURSIVE);

        assertThat(created("/ab")).isEmpty();
        assertThat(created("/a/b")).hasSize(1);
    }

    @Test
    void watchersOfThePathHearFirstThenThoseOfItsAncestorsEachInTheOrderTheyConnected() {
        watches.add(5, "/", Kind.PERSISTENT_RECURSIVE);
        watches.add(9, "/a", Kind.PERSISTENT_RECURSIVE);
        watches.add(4, "/a/b", Kind.DATA);
        watches.add(3, "/a/b", Kind.PERSISTENT);
        watches.add(8, "/a/b", Kind.DATA);

        assertThat(dataChanged("/a/b")).containsExactly("3:3 /a/b", "4:3 /a/b", "8:3 /a/b", "9:3 /a/b", "5:3 /a/b");
    }

    @Test
    void settingAWatchTwiceIsOneWatch() {
        watches.add(ME, "/p", Kind.DATA);
        watches.add(ME, "/p", Kind.DATA);

        assertThat(watches.count()).isEqualTo(1);
        assertThat(dataChanged("/p")).hasSize(1);
        assertThat(dataChanged("/p")).isEmpty();
    }

    @Test
    void aPersistentWatchCountsInBothTables() {
        watches.add(ME, "/p", Kind.PERSISTENT);
        watches.add(ME, "/p", Kind.DATA);
        watches.add(ME, "/p", Kind.PERSISTENT_RECURSIVE);

        assertThat(watches.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1, CHILD
            2, DATA
            4, PERSISTENT
            5, PERSISTENT_RECURSIVE
            """)
    void aSelectorIsAboutItsOwnKindOnly(int selector, Kind kind) {
        for (Kind each : Kind.values()) {
            watches.add(ME, "/p", each);
        }
        assertThat(watches.has(ME, "/p", selector)).isTrue();
        assertThat(watches.remove(ME, "/p", selector)).isTrue();

        assertThat(watches.has(ME, "/p", selector)).isFalse();
        assertThat(watches.remove(ME, "/p", selector)).isFalse();
        for (Kind other : Kind.values()) {
            int otherSelector = switch (other) {
                case CHILD -> 1;
                case DATA -> 2;
                case PERSISTENT -> 4;
                case PERSISTENT_RECURSIVE -> 5;
            };
            assertThat(watches.has(ME, "/p", otherSelector)).isEqualTo(other != kind);
        }
    }

    @Test
    void anySelectsEverything() {
        for (Kind each : Kind.values()) {
            watches.add(ME, "/p", each);
        }
        assertThat(watches.remove(ME, "/p", 3)).isTrue();
        assertThat(watches.has(ME, "/p", 3)).isFalse();
        assertThat(watches.count()).isZero();
        assertThat(watches.pathCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 6})
    void otherNumbersSelectNothing(int selector) {
        assertThat(Watches.isSelector(selector)).isFalse();
    }

    @Test
    void aDroppedWatcherHearsNothing() {
        watches.add(ME, "/p", Kind.DATA);
        watches.add(YOU, "/p", Kind.DATA);
        watches.add(ME, "/", Kind.PERSISTENT_RECURSIVE);
        watches.drop(ME);

        assertThat(watches.count()).isEqualTo(1);
        assertThat(watches.watcherCount()).isEqualTo(1);
        assertThat(dataChanged("/p")).containsExactly("2:3 /p");
    }

    @Test
    void aWatcherCountsWhileItHasAWatch() {
        watches.add(ME, "/a", Kind.DATA);
        watches.add(ME, "/b", Kind.CHILD);
        watches.add(YOU, "/b", Kind.PERSISTENT);
        assertThat(watches.watcherCount()).isEqualTo(2);

        dataChanged("/a");
        assertThat(watches.watcherCount()).isEqualTo(2);
        watches.remove(ME, "/b", 3);
        assertThat(watches.watcherCount()).isEqualTo(1);
        watches.drop(ME);
        assertThat(watches.watcherCount()).isEqualTo(1);
        watches.drop(YOU);
        assertThat(watches.watcherCount()).isZero();
    }

    @Test
    void watchesCanBeListed() {
        watches.add(ME, "/p", Kind.DATA);
        watches.add(YOU, "/p", Kind.CHILD);
        watches.add(YOU, "/q", Kind.DATA);

        Map<String, TreeSet<Long>> byPath = new HashMap<>();
        watches.forEach((watcher, path) ->
                byPath.computeIfAbsent(path, _ -> new TreeSet<>()).add(watcher));
        assertThat(byPath).containsOnlyKeys("/p", "/q");
        assertThat(byPath.get("/p")).containsExactly(ME, YOU);
        assertThat(byPath.get("/q")).containsExactly(YOU);
    }

    /// The compact tables against plain ones, over random histories.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void behavesLikeThePlainModel(long seed) {
        Random random = new Random(seed);
        PlainWatches plain = new PlainWatches();
        String[] paths = {"/", "/a", "/a/b", "/a/b/c", "/a/d", "/e"};
        for (int step = 0; step < 20_000; step++) {
            long watcher = random.nextInt(12);
            String path = paths[random.nextInt(paths.length)];
            List<String> expected = List.of();
            List<String> actual = List.of();
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> {
                    Kind kind = KINDS.get(random.nextInt(4));
                    watches.add(watcher, path, kind);
                    plain.add(watcher, path, kind);
                }
                case 5 -> {
                    int selector = 1 + random.nextInt(5);
                    expected = List.of(
                            plain.has(watcher, path, selector) + "", plain.remove(watcher, path, selector) + "");
                    actual = List.of(
                            watches.has(watcher, path, selector) + "", watches.remove(watcher, path, selector) + "");
                }
                case 6 -> {
                    if (random.nextInt(5) == 0) {
                        watches.drop(watcher);
                        plain.drop(watcher);
                    }
                }
                case 7 -> {
                    if (path.length() > 1) {
                        expected = plain.created(path);
                        actual = created(path);
                    }
                }
                case 8 -> {
                    if (path.length() > 1) {
                        expected = plain.deleted(path);
                        actual = deleted(path);
                    }
                }
                default -> {
                    expected = plain.dataChanged(path);
                    actual = dataChanged(path);
                }
            }
            assertThat(actual).as("step %d", step).isEqualTo(expected);
            assertThat(watches.count()).as("step %d", step).isEqualTo(plain.count());
        }
    }
}
