package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.protocol.txn.TxnHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    @Test
    void digestsOfTheRootAndOfItsOnlyContributingChildAreTheKnownOnes() {
        assertThat(at("/").digest()).isEqualTo(68323592L);
        assertThat(at("/zookeeper").digest()).isEqualTo(1303661912L);
        assertThat(at("/zookeeper/quota").digest()).isZero();
        assertThat(at("/zookeeper/config").digest()).isZero();
    }

    @Test
    void whatIsBelowZookeeperDoesNotChangeTheDigestOtherThanThroughItsParent() {
        apply(1, create("/zookeeper/quota/a", 1));
        assertThat(tree.digest()).isEqualTo(Tree.fresh().digest());
        apply(2, create("/zookeeper/x", 1));
        assertThat(tree.digest()).isNotEqualTo(Tree.fresh().digest());
    }

    @Test
    void creationBelowAMissingParentIsAnErrorAndNothingElse() {
        TxnResult result = apply(4, create("/a/b", 1));

        assertThat(result).isEqualTo(new TxnResult(OpCode.CREATE, ErrorCode.NO_NODE, null, null, List.of()));
        assertThat(last.changes()).isEmpty();
        assertThat(tree.digest()).isEqualTo(Tree.fresh().digest());
        assertThat(tree.zxid()).isEqualTo(new Zxid(4));
    }

    @Test
    void creationWithoutACounterCountsOnFromTheParents() {
        apply(1, create("/a", -1));
        apply(2, create("/b", -1));
        assertThat(at("/").storedStat().cversion()).isEqualTo(2);
    }

    @Test
    void creationNeverLowersTheParentsCounterOrPzxid() {
        apply(8, create("/a", 8));
        apply(5, create("/b", 5));

        assertThat(at("/b").stat().czxid()).isEqualTo(5);
        assertThat(at("/").storedStat().cversion()).isEqualTo(8);
        assertThat(at("/").stat().pzxid()).isEqualTo(8);
        assertThat(tree.zxid()).isEqualTo(new Zxid(8));
    }

    @Test
    void plainCreationOfWhatIsThereMendsItsAclAndItsParent() {
        apply(3, ephemeral("/a", 3));
        TxnResult result = apply(6, create("/a", 6));

        assertThat(result).isEqualTo(new TxnResult(OpCode.CREATE, ErrorCode.NODE_EXISTS, null, null, List.of()));
        assertThat(last.changes()).isEmpty();
        assertThat(at("/a").stat().czxid()).isEqualTo(3);
        assertThat(at("/a").data()).isNull();
        assertThat(at("/a").acl()).isEqualTo(Acl.OPEN);
        assertThat(at("/").storedStat().cversion()).isEqualTo(6);
        assertThat(at("/").stat().pzxid()).isEqualTo(6);
    }

    @Test
    void otherCreationsOfWhatIsThereMendItsAclOnly() {
        apply(3, create("/a", 3));
        apply(6, ephemeral("/a", 6));

        assertThat(at("/a").acl()).isEqualTo(SECRET);
        assertThat(at("/").storedStat().cversion()).isEqualTo(3);
        assertThat(at("/").stat().pzxid()).isEqualTo(3);
    }

    @Test
    void deletionOfWhatIsGoneStillRaisesTheParentsPzxid() {
        assertThat(apply(4, delete("/a")).error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(at("/").stat().pzxid()).isEqualTo(4);
        assertThat(last.changes()).isEmpty();
        assertThat(apply(5, delete("/a/b")).error()).isEqualTo(ErrorCode.NO_NODE);
    }

    @Test
    void deletionTakesTheSubtreeThatALaterNamesakeMayHave() {
        apply(1, create("/a", 1));
        apply(2, create("/a/b", 1));
        apply(3, ephemeral("/a/b/c", 1));
        apply(4, delete("/a"));

        assertThat(tree.find("/a/b/c")).isNull();
        assertThat(tree.ephemeralCount()).isZero();
        assertThat(tree.ephemeralOwners()).isEmpty();
        assertThat(tree.znodeCount()).isEqualTo(5);
        assertThat(tree.approximateDataSize()).isEqualTo(44);
        assertThat(last.changes()).extracting(Change::path).containsExactly("/a");
    }

    @Test
    void setDataTakesTheVersionOfTheTxn() {
        apply(1, create("/a", 1));
        TxnResult result = apply(5, new Txn.SetData(OpCode.SET_DATA, "/a", new byte[9], 42));

        Stat stat = new Stat(1, 5, 1000, 5000, 42, 0, 0, 0, 9, 0, 1);
        assertThat(result).isEqualTo(new TxnResult(OpCode.SET_DATA, ErrorCode.OK, null, stat, List.of()));
        assertThat(last.changes()).containsExactly(new Change(EventType.DATA_CHANGED, "/a", Acl.OPEN, Acl.OPEN));
        assertThat(apply(6, new Txn.SetData(OpCode.SET_DATA, "/b", DATA, 1)).error())
                .isEqualTo(ErrorCode.NO_NODE);
    }

    @Test
    void rootMayHaveDataToo() {
        apply(5, new Txn.SetData(OpCode.SET_DATA, "/", new byte[9], 1));

        assertThat(at("/").data()).hasSize(9);
        assertThat(last.changes()).containsExactly(new Change(EventType.DATA_CHANGED, "/", Acl.OPEN, List.of()));
    }

    @Test
    void nullDataIsKeptApartFromEmptyData() {
        apply(1, ephemeral("/a", 1));
        assertThat(at("/a").data()).isNull();
        assertThat(at("/a").stat().dataLength()).isZero();
        assertThat(at("/zookeeper").data()).isEmpty();
    }

    @Test
    void setAclChangesTheAclAndItsVersionOnly() {
        apply(1, create("/a", 1));
        TxnResult result = apply(5, new Txn.SetAcl("/a", SECRET, 7));

        Stat stat = new Stat(1, 1, 1000, 1000, 0, 0, 7, 0, 3, 0, 1);
        assertThat(result).isEqualTo(new TxnResult(OpCode.SET_ACL, ErrorCode.OK, null, stat, List.of()));
        assertThat(at("/a").acl()).isEqualTo(SECRET);
        assertThat(last.changes()).isEmpty();
        assertThat(apply(6, new Txn.SetAcl("/b", SECRET, 1)).error()).isEqualTo(ErrorCode.NO_NODE);
    }

    @Test
    void membersOfAMultiShareItsZxidAndSeeOneAnother() {
        TxnResult result = apply(
                9, new Txn.Multi(List.of(create("/a", 1), create("/a/b", 1), new Txn.Check("/a", 1), delete("/a/b"))));

        assertThat(result.error()).isEqualTo(ErrorCode.OK);
        assertThat(result.parts())
                .extracting(TxnResult::type)
                .containsExactly(OpCode.CREATE, OpCode.CREATE, OpCode.CHECK, OpCode.DELETE);
        assertThat(result.parts().get(1).path()).isEqualTo("/a/b");
        assertThat(at("/a").stat()).isEqualTo(new Stat(9, 9, 9000, 9000, 0, 2, 0, 0, 3, 0, 9));
        assertThat(last.changes()).extracting(Change::path).containsExactly("/a", "/a/b", "/a/b");
    }

    @Test
    void replayedMultiGoesOnAfterAMemberThatIsDoneAlready() {
        apply(8, create("/a", 1));
        TxnResult result = apply(9, new Txn.Multi(List.of(create("/a", 1), create("/b", 2))));

        assertThat(result.error()).isEqualTo(ErrorCode.NODE_EXISTS);
        assertThat(tree.find("/b")).isNotNull();
    }

    @Test
    void containersAndTtlsAreNobodysEphemerals() {
        apply(1, new Txn.Create(OpCode.CREATE_CONTAINER, "/c", null, Acl.OPEN, false, 1, 0));
        apply(2, new Txn.Create(OpCode.CREATE_TTL, "/t", null, Acl.OPEN, false, 2, 60_000));

        assertThat(at("/c").isContainer()).isTrue();
        assertThat(at("/c").storedStat().ephemeralOwner()).isEqualTo(Long.MIN_VALUE);
        assertThat(at("/c").stat().ephemeralOwner()).isZero();
        assertThat(at("/t").isTtl()).isTrue();
        assertThat(at("/t").ttlMillis()).isEqualTo(60_000);
        assertThat(at("/t").stat().ephemeralOwner()).isZero();
        assertThat(tree.containers().keyList()).containsExactly("/c");
        assertThat(tree.ttls().keyList()).containsExactly("/t");
        assertThat(tree.ephemeralCount()).isZero();

        apply(3, new Txn.Delete(OpCode.DELETE_CONTAINER, "/c"));
        apply(4, new Txn.Delete(OpCode.DELETE_CONTAINER, "/t"));
        assertThat(tree.containers()).isEmpty();
        assertThat(tree.ttls()).isEmpty();
    }

    @Test
    void sessionsOfServer255AreNotTakenForTtls() {
        SessionId session = new SessionId(0xFF01_94F0_0000_0001L);
        apply(session, 1, ephemeral("/a", 1));

        assertThat(at("/a").isTtl()).isFalse();
        assertThat(at("/a").owner()).isEqualTo(session);
    }

    @Test
    void configIsRewrittenWithoutATxn() {
        apply(3, create("/a", 1));
        Tree configured = tree.withConfig("server.1=h:2888:3888\nversion=100000000", 0x1_0000_0000L, 77);

        Znode config = Objects.requireNonNull(configured.find("/zookeeper/config"));
        assertThat(new String(Objects.requireNonNull(config.data()), StandardCharsets.UTF_8))
                .endsWith("version=100000000");
        assertThat(config.storedStat()).isEqualTo(new StoredStat(0, 0x1_0000_0000L, 0, 77, -1, 0, -1, 0, 0));
        assertThat(config.acl()).isEqualTo(Acl.READ_ONLY);
        assertThat(configured.digest()).isEqualTo(tree.digest());
        assertThat(configured.zxid()).isEqualTo(tree.zxid());
        assertThat(at("/zookeeper/config").data()).isEmpty();
    }

    @Test
    void configIsMadeWhereASnapshotLacksIt() {
        Tree.Builder builder = new Tree.Builder();
        builder.znode(new ZnodeImage("", DATA, null, StoredStat.ZERO));
        builder.znode(new ZnodeImage("/zookeeper", DATA, null, StoredStat.ZERO));
        Tree configured = builder.build(Zxid.ZERO).withConfig("version=0", 0, 77);

        Znode config = Objects.requireNonNull(configured.find("/zookeeper/config"));
        assertThat(config.storedStat()).isEqualTo(new StoredStat(0, 0, 0, 77, -1, 0, -1, 0, 0));
        assertThat(config.acl()).isEqualTo(Acl.READ_ONLY);
    }

    @Test
    void equalAclsAreKeptOnce() {
        List<Acl> copy = new ArrayList<>(SECRET);
        apply(1, new Txn.Create(OpCode.CREATE, "/a", null, SECRET, false, 1, 0));
        apply(2, new Txn.Create(OpCode.CREATE, "/b", null, copy, false, 2, 0));

        assertThat(at("/b").acl()).isSameAs(at("/a").acl()).isEqualTo(SECRET);
        copy.clear();
        assertThat(at("/b").acl()).isEqualTo(SECRET);
    }

    @Test
    void distinctAclsAreForgottenAtABoundAndStayWithTheirZnodes() {
        for (int i = 1; i <= 5000; i++) {
            List<Acl> acl = List.of(new Acl(Acl.ALL, new Identity("digest", "u" + i)));
            apply(i, new Txn.Create(OpCode.CREATE, "/a" + i, null, acl, false, i, 0));
        }
        assertThat(tree.acls().byHash().size()).isLessThan(4097);
        assertThat(at("/a1").acl().getFirst().identity().id()).isEqualTo("u1");
        assertThat(at("/a5000").acl().getFirst().identity().id()).isEqualTo("u5000");
    }

    @Test
    void thousandsOfLevelsAreNoProblem() {
        StringBuilder path = new StringBuilder();
        for (int i = 1; i <= 1200; i++) {
            apply(i, create(path.append("/d").toString(), 1));
        }
        assertThat(at(path.toString()).stat().czxid()).isEqualTo(1200);
        apply(1201, delete("/d"));
        assertThat(tree.znodeCount()).isEqualTo(5);
        assertThat(tree.digest().treeDigest() - at("/").digest())
                .isEqualTo(at("/zookeeper").digest());
    }

    @Test
    void treesAreTheSameByWhatTheyHold() {
        apply(1, create("/a", 1));
        Tree first = tree;
        apply(2, new Txn.SetAcl("/a", SECRET, 0));
        Tree second = tree;
        apply(2, new Txn.SetAcl("/a", Acl.OPEN, 0));

        assertThat(first.sameAs(second)).isFalse();
        assertThat(second.sameAs(tree)).isFalse();
        assertThat(first.sameAs(first.withConfig("", 0, 1))).isFalse();
        assertThat(first.apply(header(SESSION, 1), new Txn.Failed(ErrorCode.NO_NODE))
                        .tree()
                        .sameAs(first))
                .isTrue();
    }
}
