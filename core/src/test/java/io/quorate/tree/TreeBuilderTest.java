package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.TxnDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.zookeeper.server.EphemeralType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read from a snapshot is what was written, in whatever order the znodes come, as long as parents
/// come first.
class TreeBuilderTest {
    private final Tree.Builder builder = new Tree.Builder();

    private static ZnodeImage image(String path) {
        return new ZnodeImage(path, new byte[] {1}, Acl.OPEN, StoredStat.ZERO);
    }

    private static List<ZnodeImage> images(Tree tree) {
        List<ZnodeImage> images = new ArrayList<>();
        tree.znodes().forEachRemaining(images::add);
        return images;
    }

    private Tree load(Tree source, List<ZnodeImage> images) {
        source.sessions().forEach(session -> builder.session(session.getKey(), session.getValue()));
        images.forEach(builder::znode);
        return builder.build(source.zxid());
    }

    private static void assertSame(Tree tree, Tree expected) {
        assertThat(tree.sameAs(expected)).isTrue();
        assertThat(tree.digest()).isEqualTo(expected.digest());
        assertThat(tree.znodeCount()).isEqualTo(expected.znodeCount());
        assertThat(tree.approximateDataSize()).isEqualTo(expected.approximateDataSize());
        assertThat(tree.ephemeralCount()).isEqualTo(expected.ephemeralCount());
        assertThat(tree.ephemerals()).isEqualTo(expected.ephemerals());
        assertThat(tree.containers()).isEqualTo(expected.containers());
        assertThat(tree.ttls()).isEqualTo(expected.ttls());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void loadsWhatATreeGives(long seed) {
        Tree tree = History.of(seed, 400).end();
        assertSame(load(tree, images(tree)), tree);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void loadsParentsBeforeChildrenInAnyOrder(long seed) {
        Tree tree = History.of(seed, 400).end();
        List<ZnodeImage> images = images(tree);
        Collections.shuffle(images, new Random(seed));
        images.sort(Comparator.comparingInt(image -> image.path().length()));
        assertSame(load(tree, images), tree);
    }

    @Test
    void loadsWideTrees() {
        builder.znode(image(""));
        for (int i = 0; i < 20_000; i++) {
            builder.znode(image("/n" + Integer.reverse(i)));
        }
        Tree tree = builder.build(new Zxid(5));
        assertThat(tree.znodeCount()).isEqualTo(20_002);
        assertThat(images(tree)).hasSize(20_001);
        assertThat(tree.find("/n" + Integer.reverse(777))).isNotNull();
    }

    @Test
    void loadsAndWalksDeepTrees() {
        builder.znode(image(""));
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            builder.znode(image(path.append("/d").toString()));
        }
        Tree tree = builder.build(new Zxid(5));
        assertThat(tree.find(path.toString())).isNotNull();
        assertThat(images(tree)).hasSize(5001);
        assertThat(images(tree).getLast().path()).isEqualTo(path.toString());
    }

    @Test
    void keepsTheDigestThatTheSnapshotPromises() {
        assertThat(builder.promise()).isNull();
        TxnDigest digest = new TxnDigest(2, 77);
        builder.digest(new Zxid(9), digest);
        assertThat(builder.promise()).isEqualTo(new Tree.Builder.Promise(new Zxid(9), digest));
    }

    @Test
    void takesTheZxidItIsTold() {
        builder.znode(image(""));
        builder.session(new SessionId(3), 4000);
        Tree tree = builder.build(new Zxid(12));
        assertThat(tree.zxid()).isEqualTo(new Zxid(12));
        assertThat(tree.sessions().get(new SessionId(3))).isEqualTo(4000);
    }

    @Test
    void refusesAChildBeforeItsParent() {
        builder.znode(image(""));
        builder.znode(image("/a"));
        assertThatThrownBy(() -> builder.znode(image("/a/b/c")))
                .isInstanceOf(MalformedException.class)
                .hasMessage("snapshot: the znode /a/b/c comes before its parent");
    }

    @Test
    void refusesASnapshotThatDoesNotBeginWithTheRoot() {
        assertThatThrownBy(() -> builder.znode(image("/a")))
                .isInstanceOf(MalformedException.class)
                .hasMessage("snapshot: the first znode is /a; expected the root");
        assertThatThrownBy(() -> builder.build(Zxid.ZERO)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/", "/a/", "a/b", "//b", "/a//b"})
    void refusesPathsThatAreNone(String path) {
        builder.znode(image(""));
        builder.znode(image("/a"));
        assertThatThrownBy(() -> builder.znode(image(path))).isInstanceOf(MalformedException.class);
    }

    @Test
    void refusesAZnodeThatComesTwice() {
        builder.znode(image(""));
        builder.znode(image("/a"));
        builder.znode(image("/b"));
        builder.znode(image("/a"));
        assertThatThrownBy(() -> builder.build(Zxid.ZERO))
                .isInstanceOf(MalformedException.class)
                .hasMessage("snapshot: the znode /a occurs twice; expected once");
    }

    private static ZnodeImage owned(String path, long owner) {
        return new ZnodeImage(path, null, Acl.OPEN, new StoredStat(1, 1, 1, 1, 0, 0, 0, owner, 1));
    }

    private Tree owned(Tree.Builder by) {
        by.session(new SessionId(0xFF00_0000_0000_0007L), 1000);
        by.znode(image(""));
        by.znode(owned("/container", Long.MIN_VALUE));
        by.znode(owned("/ephemeral", 0x1234));
        by.znode(owned("/of-server-255", 0xFF00_0000_0000_0007L));
        by.znode(owned("/old-ttl", 0x8000_0000_0000_0005L));
        by.znode(owned("/ttl", 0xFF00_0000_0000_0009L));
        return by.build(new Zxid(1));
    }

    @Test
    void theSessionsOfASnapshotAreNotTakenForTtls() {
        Tree tree = owned(builder);
        assertThat(tree.ttls().keyList()).containsExactly("/ttl");
        assertThat(tree.containers().keyList()).containsExactly("/container");
        assertThat(tree.ephemeralsOf(new SessionId(0xFF00_0000_0000_0007L)).keyList())
                .containsExactly("/of-server-255");
        assertThat(tree.ephemeralsOf(new SessionId(0x8000_0000_0000_0005L)).keyList())
                .containsExactly("/old-ttl");
    }

    @Test
    void whatThreeFiveThreeWroteIsATtlWhereThatIsWanted() {
        Tree tree = owned(new Tree.Builder(TtlForms.MARKED_OR_NEGATIVE));
        assertThat(tree.ttls().keyList()).containsExactly("/old-ttl", "/ttl");
        Znode old = Objects.requireNonNull(tree.find("/old-ttl"));
        assertThat(old.ttlMillis()).isEqualTo(5);
        assertThat(old.stat().ephemeralOwner()).isZero();
        assertThat(old.storedStat().ephemeralOwner()).isEqualTo(0x8000_0000_0000_0005L);
        Znode changed = old.withContent("/old-ttl", old.content().withData(new byte[] {1}));
        assertThat(changed.isTtl()).isTrue();
        assertThat(changed.ttlMillis()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                0x7FFF_FFFF_FFFF_FFFFL,
                Long.MIN_VALUE,
                0x8000_0000_0000_0001L,
                0x8000_00FF_FFFF_FFFFL,
                0x8123_4567_89AB_CDEFL,
                0xFF00_0000_0000_0001L,
                0xFF00_00FF_FFFF_FFFFL,
                -1
            })
    void ownersMeanWhatTheyMeanToApacheWhenItEmulates(long owner) {
        System.setProperty("zookeeper.extendedTypesEnabled", "true");
        System.setProperty("zookeeper.emulate353TTLNodes", "true");
        try {
            Ownership ours = Ownership.of(owner, TtlForms.MARKED_OR_NEGATIVE, OrderedMap.empty());
            EphemeralType theirs = EphemeralType.get(owner);
            assertThat(ours)
                    .isEqualTo(
                            switch (theirs) {
                                case VOID -> Ownership.NOBODY;
                                case NORMAL -> Ownership.SESSION;
                                case CONTAINER -> Ownership.CONTAINER;
                                case TTL -> Ownership.TTL;
                            });
            if (theirs == EphemeralType.TTL) {
                assertThat(Ownership.ttlMillis(owner)).isEqualTo(theirs.getValue(owner));
            }
        } finally {
            System.clearProperty("zookeeper.extendedTypesEnabled");
            System.clearProperty("zookeeper.emulate353TTLNodes");
        }
    }
}
