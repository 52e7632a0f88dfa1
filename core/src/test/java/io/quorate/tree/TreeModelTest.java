package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same txns for the tree and for the dumb version of it. Some are such as a leader makes, most are
/// nonsense: wrong paths, missing parents, zxids that go backwards. After each one both must hold the same,
/// and a digest computed from scratch must be the one that was kept.
class TreeModelTest {
    private static final List<String> PATHS = List.of(
            "",
            "/",
            "//",
            "a",
            "/a",
            "/b",
            "/a/",
            "/a/b",
            "/a/b/c",
            "/a/b/c/d",
            "/b/x",
            "/b//x",
            "/ab",
            "/a/ü",
            "/zookeeper",
            "/zookeeper/quota/a",
            "/zookeeper/config",
            "/c/d",
            "/c");
    private static final List<Acl> ANNA = List.of(new Acl(Acl.ALL, new Identity("digest", "anna:x")));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void holdsWhatTheDumbVersionHoldsAfterWhatALeaderMakes(long seed) {
        check(History.of(seed, 400).steps());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsWhatTheDumbVersionHoldsAfterAnyNonsense(long seed) {
        Random random = new Random(seed);
        List<History.Step> steps = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            SessionId session = new SessionId(random.nextInt(1, 5));
            Zxid zxid = Zxid.of(1, random.nextInt(10) == 0 ? random.nextInt(1000) : i);
            steps.add(new History.Step(new TxnHeader(session, i, zxid, 100L * i), nonsense(random, true)));
        }
        check(steps);
    }

    private static Txn nonsense(Random random, boolean mayNest) {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        byte[] data = random.nextInt(4) == 0 ? null : new byte[random.nextInt(9)];
        List<Acl> acl = random.nextBoolean() ? Acl.OPEN : ANNA;
        int number = random.nextInt(-3, 30);
        return switch (random.nextInt(mayNest ? 16 : 12)) {
            case 0, 1, 2, 3, 4 -> new Txn.Create(OpCode.CREATE, path, data, acl, random.nextBoolean(), number, 0);
            case 5 -> new Txn.Create(OpCode.CREATE2, path, data, acl, random.nextBoolean(), number, 0);
            case 6 -> new Txn.Create(OpCode.CREATE_CONTAINER, path, data, acl, false, number, 0);
            case 7 -> new Txn.Create(OpCode.CREATE_TTL, path, data, acl, false, number, random.nextInt(1, 99));
            case 8, 9 -> path.startsWith("/zookeeper") ? new Txn.Check(path, 1) : new Txn.Delete(OpCode.DELETE, path);
            case 10 -> new Txn.SetData(OpCode.SET_DATA, path, data, number);
            case 11 -> new Txn.SetAcl(path, acl, number);
            case 12 -> new Txn.CreateSession(number);
            case 13 -> new Txn.CloseSession(random.nextBoolean() ? null : List.of(path, "/a/b", "/c/d"));
            case 14 -> new Txn.Failed(ErrorCode.BAD_VERSION);
            default -> multi(random);
        };
    }

    private static Txn multi(Random random) {
        List<Txn> members = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            members.add(random.nextInt(12) == 0 ? new Txn.Failed(ErrorCode.NO_AUTH) : nonsense(random, false));
        }
        return new Txn.Multi(members);
    }

    private static void check(List<History.Step> steps) {
        PlainTree plain = new PlainTree();
        Tree tree = Tree.fresh();
        assertSame(tree, plain);
        for (History.Step step : steps) {
            Applied applied = tree.apply(step.header(), step.txn());
            tree = applied.tree();
            assertThat(applied.result().error()).as("%s", step).isEqualTo(plain.apply(step.header(), step.txn()));
            assertThat(applied.changes()).as("%s", step).isEqualTo(plain.changes);
            assertSame(tree, plain);
        }
    }

    private static void assertSame(Tree tree, PlainTree plain) {
        assertThat(History.paths(tree))
                .containsExactlyInAnyOrderElementsOf(plain.nodes.keySet().stream()
                        .map(path -> path.isEmpty() ? "/" : path)
                        .toList());
        Map<SessionId, List<String>> owned = new HashMap<>();
        for (Map.Entry<String, PlainTree.Node> node : plain.nodes.entrySet()) {
            String path = node.getKey();
            Znode znode = Objects.requireNonNull(tree.find(path.isEmpty() ? "/" : path));
            assertThat(znode.storedStat()).as(path).isEqualTo(node.getValue().stored());
            assertThat(znode.stat()).as(path).isEqualTo(plain.stat(path));
            assertThat(znode.data()).as(path).isEqualTo(node.getValue().data);
            assertThat(znode.acl()).as(path).isEqualTo(node.getValue().acl);
            assertThat(znode.childNameList()).as(path).isEqualTo(plain.children(path));
            if (znode.isEphemeral()) {
                owned.computeIfAbsent(znode.owner(), _ -> new ArrayList<>()).add(path);
            }
        }
        assertThat(tree.ephemeralOwners()).containsExactlyInAnyOrderElementsOf(owned.keySet());
        owned.forEach((session, paths) ->
                assertThat(tree.ephemeralsOf(session).keyList()).isEqualTo(paths));
        assertThat(tree.ephemeralCount())
                .isEqualTo(owned.values().stream().mapToInt(List::size).sum());
        assertThat(tree.sessions().entries()).containsExactlyElementsOf(plain.sessions.entrySet());
        assertThat(tree.digest().treeDigest()).isEqualTo(plain.digest());
        assertThat(tree.znodeCount()).isEqualTo(plain.nodes.size() + 1);
        assertThat(tree.approximateDataSize()).isEqualTo(plain.size());
        assertThat(tree.zxid().value()).isEqualTo(plain.zxid);
    }
}
