package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.ZnodeImage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Txns are applied again over a tree that has their effects already, wholly or in part. The end must be as
/// if each had been applied once.
class ReplayTest {
    private static final int LENGTH = 200;

    private static Tree replay(Tree tree, List<History.Step> steps) {
        Tree replayed = tree;
        for (History.Step step : steps) {
            replayed = replayed.apply(step.header(), step.txn()).tree();
        }
        return replayed;
    }

    private static void assertSame(Tree tree, Tree expected) {
        assertThat(History.paths(tree)).isEqualTo(History.paths(expected));
        for (String path : History.paths(tree)) {
            Znode znode = Objects.requireNonNull(tree.find(path));
            Znode other = Objects.requireNonNull(expected.find(path));
            assertThat(znode.storedStat()).as(path).isEqualTo(other.storedStat());
            assertThat(znode.data()).as(path).isEqualTo(other.data());
            assertThat(znode.storedAcl()).as(path).isEqualTo(other.storedAcl());
        }
        assertThat(tree.digest()).isEqualTo(expected.digest());
        assertThat(tree.znodeCount()).isEqualTo(expected.znodeCount());
        assertThat(tree.approximateDataSize()).isEqualTo(expected.approximateDataSize());
        assertThat(tree.ephemeralCount()).isEqualTo(expected.ephemeralCount());
        assertThat(tree.ephemerals()).isEqualTo(expected.ephemerals());
        assertThat(tree.containers()).isEqualTo(expected.containers());
        assertThat(tree.ttls()).isEqualTo(expected.ttls());
        assertThat(tree.sessions()).isEqualTo(expected.sessions());
        assertThat(tree.sameAs(expected)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyWindowMayBeAppliedAgainOverALaterTree(long seed) {
        History history = History.of(seed, LENGTH);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int from = random.nextInt(LENGTH);
            int later = random.nextInt(from, LENGTH + 1);
            int to = random.nextInt(later, LENGTH + 1);
            Tree replayed = replay(history.after(later), history.steps().subList(from, to));
            assertSame(replayed, history.after(to));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void replayRepairsASnapshotThatWasWrittenWhileTheTreeChanged(long seed) {
        History history = History.of(seed, LENGTH);
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            int from = random.nextInt(LENGTH);
            Fuzzy fuzzy = new Fuzzy(history, from, random);
            Tree loaded = fuzzy.write();
            int to = random.nextInt(fuzzy.at, LENGTH + 1);
            assertSame(replay(loaded, history.steps().subList(from, to)), history.after(to));
        }
    }

    /// Apache's way to write a snapshot: it names it, takes the sessions, and then visits one znode after
    /// the other, each with its stat and its children of that moment, while txns go on.
    private static final class Fuzzy {
        private final History history;
        private final Random random;
        private final int pace;
        private final Tree.Builder builder = new Tree.Builder();
        private int at;

        private Fuzzy(History history, int from, Random random) {
            this.history = history;
            this.random = random;
            this.pace = random.nextInt(1, 12);
            this.at = from;
        }

        private Tree write() {
            Zxid named = history.after(at).zxid();
            timePasses();
            for (Map.Entry<SessionId, Integer> session : history.after(at).sessions()) {
                builder.session(session.getKey(), session.getValue());
            }
            visit("");
            return builder.build(named);
        }

        private void visit(String path) {
            timePasses();
            Znode znode = history.after(at).find(path.isEmpty() ? "/" : path);
            if (znode == null) {
                return;
            }
            builder.znode(new ZnodeImage(path, znode.data(), znode.storedAcl(), znode.storedStat()));
            for (String name : znode.childNames()) {
                visit(path + "/" + name);
            }
        }

        private void timePasses() {
            at = Math.min(history.length(), at + Math.max(0, random.nextInt(-8, pace)));
        }
    }
}
