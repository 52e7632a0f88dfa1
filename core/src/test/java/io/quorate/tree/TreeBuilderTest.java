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
import java.util.Random;
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
}
