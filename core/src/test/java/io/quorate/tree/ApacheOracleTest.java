package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.protocol.txn.Txn;
import org.apache.zookeeper.server.DataTree.ProcessTxnResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same txns for our tree and for that of Apache ZooKeeper, which must stay equal: results, stats,
/// digest, and what is counted.
class ApacheOracleTest {
    private static final String EXTENDED_TYPES = "zookeeper.extendedTypesEnabled";

    @BeforeAll
    static void letApacheKnowTtls() {
        System.setProperty(EXTENDED_TYPES, "true");
    }

    @AfterAll
    static void restore() {
        System.clearProperty(EXTENDED_TYPES);
    }

    private static void assertSameResult(TxnResult ours, ProcessTxnResult theirs) {
        assertThat(ours.type().code()).isEqualTo(theirs.type);
        assertThat(ours.error().code()).isEqualTo(theirs.err);
        if (theirs.stat != null && theirs.err == 0) {
            assertThat(ours.stat()).isEqualTo(ApacheTree.shown(theirs.stat));
        }
        if (ours.path() != null) {
            assertThat(ours.path()).isEqualTo(theirs.path);
        }
        int parts = theirs.multiResult == null ? 0 : theirs.multiResult.size();
        assertThat(ours.parts()).hasSize(parts);
        for (int i = 0; i < parts; i++) {
            assertSameResult(ours.parts().get(i), theirs.multiResult.get(i));
        }
    }

    @Test
    void freshTreesAreEqual() {
        new ApacheTree().assertSame(Tree.fresh());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void treesStayEqual(long seed) {
        History history = History.of(seed, 500);
        ApacheTree apache = new ApacheTree();
        Tree ours = Tree.fresh();
        for (History.Step step : history.steps()) {
            Applied applied = ours.apply(step.header(), step.txn());
            assertSameResult(applied.result(), apache.apply(step));
            ours = applied.tree();
            apache.assertSame(ours);
        }
    }

    /// As after a start from a snapshot that is newer than its name. Apache's tree goes wrong when that
    /// replays the deletion of a znode whose later namesake has children: they stay, without being children
    /// of anything, and when their creation comes again they are taken to be there. Ours goes with its
    /// subtree, so only we are compared with the truth then.
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void treesStayEqualWhenReplayStartsTooEarly(long seed) {
        History history = History.of(seed, 300);
        int compared = 0;
        for (int from = 0; from + 40 <= history.length(); from += 17) {
            ApacheTree apache = new ApacheTree();
            history.steps().subList(0, from + 40).forEach(apache::apply);
            Tree ours = history.after(from + 40);
            boolean orphans = false;
            for (History.Step step : history.steps().subList(from, history.length())) {
                orphans = orphans || deletesAParent(ours, step.txn());
                Applied applied = ours.apply(step.header(), step.txn());
                ProcessTxnResult result = apache.apply(step);
                if (!orphans) {
                    assertSameResult(applied.result(), result);
                }
                ours = applied.tree();
            }
            if (!orphans) {
                apache.assertSame(ours);
                compared++;
            }
            assertThat(ours.sameAs(history.end())).isTrue();
        }
        assertThat(compared).isPositive();
    }

    private static boolean deletesAParent(Tree tree, Txn txn) {
        return switch (txn) {
            case Txn.Delete delete -> {
                Znode znode = tree.find(delete.path());
                yield znode != null && znode.childCount() > 0;
            }
            case Txn.Multi multi -> multi.txns().stream().anyMatch(member -> deletesAParent(tree, member));
            default -> false;
        };
    }
}
