package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.protocol.txn.TxnHeader;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What each txn does to a tree, one rule at a time.
class TreeTest {
    private static final SessionId SESSION = new SessionId(0x1000_0000_0000_0001L);
    private static final SessionId OTHER = new SessionId(0x1000_0000_0000_0002L);
    private static final List<Acl> SECRET = List.of(new Acl(Acl.ALL, new Identity("digest", "anna:x")));
    private static final byte[] DATA = {1, 2, 3};

    private Tree tree = Tree.fresh();
    private Applied last =
            new Applied(tree, new TxnResult(OpCode.ERROR, ErrorCode.OK, null, null, List.of()), List.of());

    private static TxnHeader header(SessionId session, long zxid) {
        return new TxnHeader(session, 1, new Zxid(zxid), 1000 * zxid);
    }

    private static Txn create(String path, int parentCversion) {
        return new Txn.Create(OpCode.CREATE, path, DATA, Acl.OPEN, false, parentCversion, 0);
    }

    private static Txn ephemeral(String path, int parentCversion) {
        return new Txn.Create(OpCode.CREATE2, path, null, SECRET, true, parentCversion, 0);
    }

    private static Txn delete(String path) {
        return new Txn.Delete(OpCode.DELETE, path);
    }

    private TxnResult apply(long zxid, Txn txn) {
        return apply(SESSION, zxid, txn);
    }

    private TxnResult apply(SessionId session, long zxid, Txn txn) {
        last = tree.apply(header(session, zxid), txn);
        tree = last.tree();
        return last.result();
    }

    private Znode at(String path) {
        return Objects.requireNonNull(tree.find(path), path);
    }

    @Test
    void freshTreeHasTheSystemZnodesAndTheKnownDigest() {
        assertThat(at("/").childNameList()).containsExactly("zookeeper");
        assertThat(at("/zookeeper").childNameList()).containsExactly("config", "quota");
        assertThat(at("/zookeeper/config").acl()).isEqualTo(Acl.READ_ONLY);
        assertThat(at("/zookeeper/config").storedStat().aversion()).isEqualTo(-1);
        assertThat(at("/").storedAcl()).isNull();
        assertThat(at("/").acl()).isEqualTo(Acl.OPEN);
        assertThat(tree.digest()).isEqualTo(new TxnDigest(2, 1371985504L));
        assertThat(tree.znodeCount()).isEqualTo(5);
        assertThat(tree.approximateDataSize()).isEqualTo(44);
        assertThat(tree.zxid()).isEqualTo(Zxid.ZERO);
    }

    @Test
    void createdZnodeAndItsParentCarryTheTxnsZxidAndTime() {
        TxnResult result = apply(7, create("/a", 3));

        Stat stat = new Stat(7, 7, 7000, 7000, 0, 0, 0, 0, 3, 0, 7);
        assertThat(result).isEqualTo(new TxnResult(OpCode.CREATE, ErrorCode.OK, "/a", stat, List.of()));
        assertThat(at("/a").stat()).isEqualTo(stat);
        assertThat(at("/").storedStat().cversion()).isEqualTo(3);
        assertThat(at("/").stat().cversion()).isEqualTo(2 * 3 - 2);
        assertThat(at("/").stat().pzxid()).isEqualTo(7);
        assertThat(last.changes()).containsExactly(new Change(EventType.CREATED, "/a", Acl.OPEN, Acl.OPEN));
        assertThat(tree.zxid()).isEqualTo(new Zxid(7));
    }

    @Test
    void olderTreeStaysAsItWas() {
        Tree before = tree;
        apply(7, create("/a", 3));

        assertThat(before.find("/a")).isNull();
        assertThat(before.sameAs(Tree.fresh())).isTrue();
    }

    @Test
    void onlyThePathWithASlashNamesTheRoot() {
        assertThat(tree.find("/")).isNotNull();
        assertThat(tree.find("")).isNull();
        assertThat(tree.find("//")).isNull();
        assertThat(tree.find("zookeeper")).isNull();
        assertThat(tree.find("/zookeeper/")).isNull();
    }

    @Test
    void closeSessionTakesTheListedEphemeralsFirstAndThenTheLeftOvers() {
        apply(1, new Txn.CreateSession(8000));
        apply(2, ephemeral("/a", 1));
        apply(3, ephemeral("/b", 2));
        apply(4, ephemeral("/c", 3));
        assertThat(tree.ephemeralsOf(SESSION).keys()).containsExactly("/a", "/b", "/c");
        assertThat(at("/a").stat().ephemeralOwner()).isEqualTo(SESSION.value());

        TxnResult result = apply(5, new Txn.CloseSession(List.of("/c", "/gone", "/b")));

        assertThat(result.error()).isEqualTo(ErrorCode.OK);
        assertThat(last.changes()).extracting(Change::path).containsExactly("/c", "/b", "/a");
        assertThat(tree.sessions()).isEmpty();
        assertThat(tree.ephemeralOwners()).isEmpty();
        assertThat(at("/").stat().pzxid()).isEqualTo(5);
    }

    @Test
    void closeSessionLeavesOthersAlone() {
        apply(OTHER, 2, ephemeral("/a", 1));
        apply(5, new Txn.CloseSession(null));

        assertThat(at("/a").owner()).isEqualTo(OTHER);
        assertThat(tree.ephemeralOwners()).containsExactly(OTHER);
    }

    @Test
    void deleteRaisesTheParentsPzxidButNotItsCounter() {
        apply(1, create("/a", 1));
        assertThat(apply(2, delete("/a")).error()).isEqualTo(ErrorCode.OK);

        assertThat(tree.find("/a")).isNull();
        assertThat(at("/").stat().pzxid()).isEqualTo(2);
        assertThat(at("/").storedStat().cversion()).isEqualTo(1);
        assertThat(last.changes()).containsExactly(new Change(EventType.DELETED, "/a", Acl.OPEN, Acl.OPEN));
    }

    @Test
    void failedMultiExecutesNothing() {
        TxnResult result =
                apply(9, new Txn.Multi(List.of(create("/a", 1), new Txn.Failed(ErrorCode.BAD_VERSION), delete("/b"))));

        assertThat(tree.find("/a")).isNull();
        assertThat(result.error()).isEqualTo(ErrorCode.BAD_VERSION);
        assertThat(result.parts())
                .extracting(TxnResult::error)
                .containsExactly(ErrorCode.OK, ErrorCode.BAD_VERSION, ErrorCode.RUNTIME_INCONSISTENCY);
        assertThat(tree.zxid()).isEqualTo(new Zxid(9));
    }
}
