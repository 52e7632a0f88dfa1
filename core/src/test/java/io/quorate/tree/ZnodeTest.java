package io.quorate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.protocol.txn.Txn;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A znode gives back what was packed into it.
class ZnodeTest {
    private static Znode packed(String path, byte[] data, StoredStat stat) {
        return Znode.at(path, new ZnodeContent(data, Acl.OPEN, stat));
    }

    private static Znode owned(long owner) {
        return packed("/a", new byte[0], new StoredStat(1, 1, 1, 1, 0, 0, 0, owner, 1));
    }

    @Test
    void givesBackAnyStat() {
        Random random = new Random(1);
        long[] longs = {0, 1, -1, 77, Long.MIN_VALUE, Long.MAX_VALUE, 0x1_0000_0001L};
        int[] ints = {0, 0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
        for (int i = 0; i < 5000; i++) {
            StoredStat stat = new StoredStat(
                    longs[random.nextInt(longs.length)],
                    longs[random.nextInt(longs.length)],
                    longs[random.nextInt(longs.length)],
                    longs[random.nextInt(longs.length)],
                    ints[random.nextInt(ints.length)],
                    ints[random.nextInt(ints.length)],
                    ints[random.nextInt(ints.length)],
                    longs[random.nextInt(longs.length)],
                    longs[random.nextInt(longs.length)]);
            byte[] data = new byte[random.nextInt(50)];
            random.nextBytes(data);
            Znode znode = packed("/x/name", data, stat);
            assertThat(znode.storedStat()).isEqualTo(stat);
            assertThat(znode.name()).hasToString("name");
            assertThat(znode.data()).isEqualTo(data);
            assertThat(znode.pzxid()).isEqualTo(stat.pzxid());
            assertThat(znode.storedCversion()).isEqualTo(stat.cversion());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 1_000_000})
    void givesBackDataOfAnyLength(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        Znode znode = packed("/a", data, StoredStat.ZERO);
        assertThat(znode.data()).isEqualTo(data);
        assertThat(znode.dataLength()).isEqualTo(length);
        Znode changed = znode.withContent("/a", znode.content().withAversion(3));
        assertThat(changed.data()).isEqualTo(data);
    }

    @Test
    void keepsNullDataApartFromNoBytes() {
        Znode none = Znode.at("/a", new ZnodeContent(null, null, StoredStat.ZERO));
        assertThat(none.data()).isNull();
        assertThat(none.dataLength()).isZero();
        assertThat(none.withContent("/a", none.content().withAversion(3)).data())
                .isNull();
        assertThat(packed("/a", new byte[0], StoredStat.ZERO).data()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 129, 16_383, 16_384, 300_000})
    void givesBackNamesOfAnyLength(int length) {
        String name = "n".repeat(length);
        Znode znode = packed("/a/" + name, new byte[] {1, 2}, StoredStat.ZERO);
        assertThat(znode.name()).hasToString(name);
        assertThat(znode.data()).containsExactly(1, 2);
    }

    @Test
    void namesAreWhatComesBehindTheLastSlash() {
        assertThat(packed("/a/水", new byte[0], StoredStat.ZERO).name()).hasToString("水");
        assertThat(packed("", new byte[0], StoredStat.ZERO).name()).hasToString("");
    }

    @Test
    void ownerFieldSaysWhatKindOfZnodeItIs() {
        assertThat(owned(0).isEphemeral()).isFalse();
        assertThat(owned(0x1234).isEphemeral()).isTrue();
        assertThat(owned(0x1234).owner()).isEqualTo(new SessionId(0x1234));
        assertThat(owned(Txn.CONTAINER_OWNER).isContainer()).isTrue();
        assertThat(owned(Txn.CONTAINER_OWNER).isEphemeral()).isFalse();
        assertThat(owned(Txn.ttlOwner((1L << 40) - 1)).ttlMillis()).isEqualTo((1L << 40) - 1);
        assertThat(owned(Txn.ttlOwner(1)).isEphemeral()).isFalse();
        assertThat(owned(Txn.ttlOwner(1)).owner()).isEqualTo(SessionId.NONE);
        assertThat(owned(0x1234).ttlMillis()).isZero();
    }

    @Test
    void childrenAreFoundByName() {
        Znode parent =
                packed("/p", new byte[0], StoredStat.ZERO).withChild(packed("/p/a", new byte[0], StoredStat.ZERO));
        assertThat(parent.hasChild("a")).isTrue();
        assertThat(parent.hasChild("b")).isFalse();
        assertThat(Objects.requireNonNull(parent.child("a")).name()).isEqualTo(Name.of("a"));
        assertThat(parent.childNames()).containsExactly("a");
        assertThat(parent.childNameList()).containsExactly("a");
        assertThat(parent.childCount()).isEqualTo(1);
    }
}
