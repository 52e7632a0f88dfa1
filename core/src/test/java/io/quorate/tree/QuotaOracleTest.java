package io.quorate.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.zookeeper.StatsTrack;
import org.apache.zookeeper.server.DataTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The usage of quotas, in our tree and in that of Apache ZooKeeper, after the same txns. Quotas come and go, one
/// inside the other, before and after what they count, and clients write into the znodes of usages.
class QuotaOracleTest {
    private static final SessionId SESSION = new SessionId(0x1234);
    private static final List<String> COUNTED = List.of("/a", "/a/b", "/a/b/c", "/a/d", "/ab", "/e", "/e/f", "/e/f/g");
    private static final List<String> PREFIXES = List.of("/a", "/a/b", "/e", "/e/f/g");

    private final ApacheTree apache = new ApacheTree();
    private Tree ours = Tree.fresh();

    private void apply(Txn txn) {
        TxnHeader header = new TxnHeader(SESSION, 0, ours.zxid().next(), 1000);
        apache.apply(new History.Step(header, txn));
        ours = ours.apply(header, txn).tree();
    }

    private void create(String path, byte[] data, boolean ephemeral) {
        String parent = path.substring(0, Math.max(1, path.lastIndexOf('/')));
        Znode above = ours.find(parent);
        if (above != null && !above.isEphemeral() && ours.find(path) == null) {
            int counter = above.storedStat().cversion() + 1;
            apply(new Txn.Create(OpCode.CREATE, path, data, Acl.OPEN, ephemeral, counter, 0));
        }
    }

    private void delete(String path) {
        Znode znode = ours.find(path);
        if (znode != null && znode.childCount() == 0) {
            apply(new Txn.Delete(OpCode.DELETE, path));
        }
    }

    private void setData(String path, byte[] data) {
        Znode znode = ours.find(path);
        if (znode != null) {
            apply(new Txn.SetData(
                    OpCode.SET_DATA, path, data, znode.storedStat().version() + 1));
        }
    }

    private void quota(String prefix) {
        for (int at = prefix.indexOf('/', 1); at > 0; at = prefix.indexOf('/', at + 1)) {
            create("/zookeeper/quota" + prefix.substring(0, at), new byte[0], false);
        }
        create("/zookeeper/quota" + prefix, new byte[0], false);
    }

    private void step(Random random) {
        String path = COUNTED.get(random.nextInt(COUNTED.size()));
        String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
        switch (random.nextInt(20)) {
            case 0 -> quota(prefix);
            case 1, 2 -> create(Quota.limitsPath(prefix), "count=5,bytes=9".getBytes(UTF_8), false);
            case 3, 4 -> create(Quota.usagePath(prefix), new byte[0], false);
            case 5 -> delete(Quota.limitsPath(prefix));
            case 6 -> delete(Quota.usagePath(prefix));
            case 7 -> setData(Quota.usagePath(prefix), text(random));
            case 8 -> apply(new Txn.CloseSession(ours.ephemeralsOf(SESSION).keyList()));
            case 9, 10, 11 -> delete(path);
            case 12, 13, 14 -> setData(path, new byte[random.nextInt(20)]);
            default -> create(path, new byte[random.nextInt(20)], random.nextInt(4) == 0);
        }
    }

    private static byte[] text(Random random) {
        return List.of("count=100,bytes=7", "", "bytes=3,x=9", "count=1,bytes=2=;z=4;byteHardLimit=-1")
                .get(random.nextInt(4))
                .getBytes(UTF_8);
    }

    private void assertSame(DataTree theirs) {
        for (String path : History.paths(ours)) {
            assertThat(Objects.requireNonNull(ours.find(path)).data())
                    .as(path)
                    .isEqualTo(Objects.requireNonNull(theirs.getNode(path)).getData());
        }
        assertThat(ours.digest().treeDigest()).isEqualTo(theirs.getTreeDigest());
        for (String path : COUNTED) {
            assertThat(Quota.longest(ours.quotas(), path)).as(path).isEqualTo(theirs.getMaxPrefixWithQuota(path));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void usagesAreAlikeAfterEveryTxnAndAfterARestart(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 1500; i++) {
            step(random);
            assertSame(apache.tree());
            if (i % 50 == 0) {
                DataTree restarted = restarted(apache.tree());
                Tree before = ours;
                ours = restarted(ours);
                assertSame(restarted);
                ours = before;
            }
        }
    }

    private static DataTree restarted(DataTree tree) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tree.serialize(new BinaryOutputArchive(new DataOutputStream(bytes)), "tree");
        DataTree other = new DataTree();
        other.deserialize(
                new BinaryInputArchive(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))), "tree");
        return other;
    }

    private static Tree restarted(Tree tree) {
        Tree.Builder builder = new Tree.Builder();
        tree.znodes().forEachRemaining(builder::znode);
        return builder.build(tree.zxid());
    }

    @Test
    void textsAreReadAndWrittenAlike() {
        List<String> texts = new ArrayList<>(List.of("", "count=1", "bytes=,count=2", "x=1,,;y=2", "count==", "a=1=2"));
        texts.addAll(List.of("count", ";count=1", "count=x", "=5", "count=9223372036854775808", "b=2;a=1;count=-7"));
        for (String text : texts) {
            QuotaText ours = QuotaText.parse(text.getBytes(UTF_8));
            byte[] theirs;
            try {
                theirs = new StatsTrack(text.getBytes(UTF_8)).getStatsBytes();
            } catch (RuntimeException e) {
                assertThat(ours).as(text).isNull();
                continue;
            }
            assertThat(Objects.requireNonNull(ours, text).toBytes()).as(text).isEqualTo(theirs);
        }
        assertThat(QuotaText.parse(null)).isNull();
    }

    /// Whoever leads refuses such a usage; a tree that has it all the same must make do with it.
    @Test
    void whatCannotBeReadIsLeftAloneUntilTheNextStart() {
        quota("/a");
        create(Quota.limitsPath("/a"), "count=5".getBytes(UTF_8), false);
        create(Quota.usagePath("/a"), new byte[0], false);
        ours = ours.apply(header(), new Txn.SetData(OpCode.SET_DATA, Quota.usagePath("/a"), new byte[] {'?'}, 1))
                .tree();
        ours = ours.apply(header(), new Txn.Create(OpCode.CREATE, "/a", new byte[3], Acl.OPEN, false, 1, 0))
                .tree();
        assertThat(Objects.requireNonNull(ours.find(Quota.usagePath("/a"))).data())
                .containsExactly('?');
        assertThat(ours.quotaOf("/a")).isNull();
        assertThat(Objects.requireNonNull(restarted(ours).quotaOf("/a/x")).usage())
                .isEqualTo(QuotaText.usage(1, 3));
    }

    /// Limits that belong to no prefix limit nothing.
    @Test
    void theWholeTreeHasNoQuota() {
        for (String name : List.of("zookeeper_limits", "zookeeper_stats")) {
            String path = "/zookeeper/quota/" + name;
            ours = ours.apply(header(), new Txn.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, false, 9, 0))
                    .tree();
        }
        assertThat(ours.quotaOf("/a")).isNull();
        assertThat(ours.quotaOf("/")).isNull();
        assertThat(restarted(ours).quotas().isEmpty()).isTrue();
    }

    private TxnHeader header() {
        return new TxnHeader(SESSION, 0, new Zxid(ours.zxid().value() + 1), 1000);
    }
}
