package io.quorate.protocol.snapshot;

import static io.quorate.protocol.Bytes.hex;
import static io.quorate.protocol.Bytes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.Bytes;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.txn.TxnDigest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Adler32;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
    private static final StoredStat STAT = new StoredStat(1, 2, 3, 4, 5, 6, 7, 8, 9);
    private static final List<Acl> OTHER_ACL = List.of(new Acl(Acl.READ, new Identity("digest", "a:b=")));
    private static final int ONE_SEAL = 13;
    private static final int DIGEST_SECTION = 20;
    private static final int LAST_ZXID_SECTION = 8;

    @Test
    void aStreamIsAsTheStockLeaderSendsIt() {
        Recording snapshot = new Recording();
        snapshot.znode(new ZnodeImage("", new byte[0], Acl.OPEN, STAT));
        snapshot.znode(new ZnodeImage("/a", null, null, StoredStat.ZERO));

        assertThat(Bytes.hex(encoded(SnapshotEncoder.stream(snapshot))))
                .isEqualTo(Bytes.hex(hex("00000000 00000001"
                        + "| 0000000000000001 00000001 0000001f 00000005 776f726c64 00000006 616e796f6e65"
                        + "| 00000000 00000000 0000000000000001"
                        + "  0000000000000001 0000000000000002 0000000000000003 0000000000000004"
                        + "  00000005 00000006 00000007 0000000000000008 0000000000000009"
                        + "| 00000002 2f61 ffffffff ffffffffffffffff" + "00".repeat(60)
                        + "| 00000001 2f 0000000a 42656e57617348657265")));
    }

    @Test
    void aFileComesBackAsItWasWritten() {
        Recording snapshot = sample(2000);
        byte[] bytes = encoded(SnapshotEncoder.file(snapshot));
        Recording read = new Recording();
        SnapshotDecoder decoder = SnapshotDecoder.file(read);

        assertThat(decoder.feed(bytes, 0, bytes.length)).isEqualTo(bytes.length);

        assertThat(decoder.finished()).isTrue();
        assertThat(decoder.lastZxid()).isEqualTo(snapshot.zxid);
        assertSame(read, snapshot);
    }

    @Test
    void piecesMayBeCutAnywhere() {
        Recording snapshot = sample(300);
        byte[] bytes = encoded(SnapshotEncoder.file(snapshot));
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int most = 1 + random.nextInt(round < 100 ? 7 : 5000);
            Recording read = new Recording();
            SnapshotDecoder decoder = SnapshotDecoder.file(read);
            for (int position = 0; position < bytes.length; ) {
                int length = Math.min(1 + random.nextInt(most), bytes.length - position);
                // What was fed may be overwritten at once.
                byte[] piece = Arrays.copyOfRange(bytes, position, position + length);
                assertThat(decoder.feed(piece, 0, length)).isEqualTo(length);
                Arrays.fill(piece, (byte) 0x55);
                position += length;
            }
            assertThat(decoder.finished()).isTrue();
            assertSame(read, snapshot);
        }
    }

    @Test
    void whatFollowsAStreamIsLeftToTheCaller() {
        Recording snapshot = sample(10);
        byte[] stream = encoded(SnapshotEncoder.stream(snapshot));
        byte[] more = Arrays.copyOf(stream, stream.length + 20);
        for (int cut = 0; cut < stream.length; cut++) {
            Recording read = new Recording();
            SnapshotDecoder decoder = SnapshotDecoder.stream(read);

            assertThat(decoder.feed(more, 0, cut)).isEqualTo(cut);
            assertThat(decoder.finished()).isFalse();
            assertThat(decoder.feed(more, cut, more.length - cut)).isEqualTo(stream.length - cut);

            assertThat(decoder.finished()).isTrue();
            assertThat(decoder.feed(more, 0, more.length)).isZero();
            assertThat(read.znodes).hasSize(11);
            assertThat(read.digest).isNull();
        }
    }

    @Test
    void filesOfOlderReleasesEndEarlier() {
        Recording snapshot = sample(3);
        byte[] whole = encoded(SnapshotEncoder.file(snapshot));
        byte[] before39 = Arrays.copyOf(whole, whole.length - LAST_ZXID_SECTION - ONE_SEAL);
        byte[] before36 = Arrays.copyOf(before39, before39.length - DIGEST_SECTION - ONE_SEAL);

        for (byte[] bytes : List.of(before39, before36)) {
            Recording read = new Recording();
            SnapshotDecoder decoder = SnapshotDecoder.file(read);
            decoder.feed(bytes, 0, bytes.length);

            assertThat(decoder.finished()).isTrue();
            assertThat(decoder.lastZxid()).isNull();
            assertThat(read.znodes).hasSize(4);
            assertThat(read.digest).isEqualTo(bytes.length == before39.length ? snapshot.digest : null);
        }
    }

    /// Where digests are switched off but the last zxid is not. The stock server can read this only if it is
    /// configured in the same way.
    @Test
    void theDigestMayBeMissingBeforeTheLastZxid() {
        byte[] whole = encoded(SnapshotEncoder.file(sample(3)));
        int trailer = DIGEST_SECTION + ONE_SEAL + LAST_ZXID_SECTION + ONE_SEAL;
        byte[] bytes = sealedAgain(Arrays.copyOf(whole, whole.length - trailer), hex("0000000500000007"));
        Recording read = new Recording();
        SnapshotDecoder decoder = SnapshotDecoder.file(read);

        decoder.feed(bytes, 0, bytes.length);

        assertThat(decoder.finished()).isTrue();
        assertThat(decoder.lastZxid()).isEqualTo(new Zxid(0x500000007L));
        assertThat(read.digest).isNull();
    }

    @Test
    void aDigestOfTheFirstSchemeIsPassedOver() {
        byte[] whole = encoded(SnapshotEncoder.file(sample(3)));
        int trailer = DIGEST_SECTION + ONE_SEAL + LAST_ZXID_SECTION + ONE_SEAL;
        byte[] bytes = sealedAgain(
                Arrays.copyOf(whole, whole.length - trailer), hex("0000000500000007 00000001 00000002 6162"));
        Recording read = new Recording();
        SnapshotDecoder decoder = SnapshotDecoder.file(read);

        for (byte piece : bytes) {
            decoder.feed(new byte[] {piece}, 0, 1);
        }

        assertThat(decoder.finished()).isTrue();
        assertThat(read.digest).isNull();
    }

    /// As a stock server writes it when no txn has had a digest yet; the tail was seen in a file.
    @Test
    void aDigestOfZxidZeroIsNone() {
        Recording snapshot = sample(0);
        snapshot.zxid = Zxid.ZERO;
        byte[] bytes = encoded(SnapshotEncoder.file(snapshot));
        Recording read = new Recording();
        SnapshotDecoder decoder = SnapshotDecoder.file(read);

        decoder.feed(bytes, 0, bytes.length);

        assertThat(read.zxid).isNull();
        assertThat(decoder.lastZxid()).isEqualTo(Zxid.ZERO);
    }

    @Test
    void aFileThatIsCutIsNotFinished() {
        byte[] bytes = encoded(SnapshotEncoder.file(sample(3)));
        int lastZxid = bytes.length - LAST_ZXID_SECTION - ONE_SEAL;
        int digest = lastZxid - DIGEST_SECTION - ONE_SEAL;
        for (int length = 0; length < bytes.length; length++) {
            SnapshotDecoder decoder = SnapshotDecoder.file(new Recording());
            decoder.feed(bytes, 0, length);

            assertThat(decoder.finished()).as("cut at %s", length).isEqualTo(length == lastZxid || length == digest);
        }
    }

    @Test
    void aFlippedBitBreaksASeal() {
        byte[] bytes = encoded(SnapshotEncoder.file(sample(3)));
        // The version and the database of the header are covered by the seals too.
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            SnapshotDecoder decoder = SnapshotDecoder.file(new Recording());
            try {
                decoder.feed(damaged, 0, damaged.length);
                assertThat(decoder.finished()).as("bit %s", bit).isFalse();
            } catch (MalformedException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void aMissingAclIsOpen() {
        byte[] bytes = written(out -> {
            out.writeInt(0);
            out.writeInt(0);
            writeZnode("", 7, out);
            out.writeString("/");
            out.writeString("BenWasHere");
        });
        Recording read = new Recording();

        SnapshotDecoder.stream(read).feed(bytes, 0, bytes.length);

        assertThat(read.znodes.getFirst().acl()).isEqualTo(Acl.OPEN);
    }

    @Test
    void equalAclsAreWrittenOnce() {
        Recording snapshot = new Recording();
        snapshot.znode(new ZnodeImage("", null, OTHER_ACL, STAT));
        snapshot.znode(new ZnodeImage("/a", null, Acl.OPEN, STAT));
        snapshot.znode(new ZnodeImage("/b", null, List.copyOf(List.of(OTHER_ACL.getFirst())), STAT));

        byte[] bytes = encoded(SnapshotEncoder.stream(snapshot));

        assertThat(Bytes.hex(bytes)).startsWith("00000000" + "00000002" + "0000000000000001");
        Recording read = new Recording();
        SnapshotDecoder.stream(read).feed(bytes, 0, bytes.length);
        assertSame(read, snapshot);
    }

    @Test
    void chunksAreNeitherSmallNorHuge() {
        SnapshotEncoder encoder = SnapshotEncoder.file(sample(5000));
        while (encoder.hasNext()) {
            byte[] chunk = encoder.next();
            assertThat(chunk.length).isLessThan(68 * 1024);
            if (encoder.hasNext()) {
                assertThat(chunk.length).isGreaterThanOrEqualTo(64 * 1024);
            }
        }
    }

    @Test
    void anUnreasonableLengthIsFoundBeforeItsBytesArrive() {
        byte[] path = hex("00000000 00000000 7fffffff");
        byte[] data = hex("00000000 00000000 00000000 00200000");
        byte[] acl = hex("00000000 00000001 0000000000000001 7fffffff");
        byte[] sessions = hex("80000000");
        for (byte[] bytes : List.of(path, data, acl, sessions)) {
            assertThatThrownBy(() -> SnapshotDecoder.stream(new Recording()).feed(bytes, 0, bytes.length))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aWrongMagicOrSignatureIsMalformed() {
        assertThatThrownBy(() ->
                        SnapshotDecoder.file(new Recording()).feed(hex("5a4b4c47 00000002 0000000000000000"), 0, 16))
                .isInstanceOf(MalformedException.class)
                .hasMessage("snapshot begins with 5a4b4c47; expected 5a4b534e");
        byte[] unsigned = hex("00000000 00000000 00000001 2f 0000000a 42656e57617348657266");
        assertThatThrownBy(() -> SnapshotDecoder.stream(new Recording()).feed(unsigned, 0, unsigned.length))
                .isInstanceOf(MalformedException.class);
    }

    static Recording sample(int znodes) {
        Random random = new Random(znodes);
        Recording snapshot = new Recording();
        snapshot.session(new SessionId(0x1000011f7cc0000L), 8000);
        snapshot.session(new SessionId(-2), 30000);
        snapshot.znode(new ZnodeImage("", new byte[0], null, StoredStat.ZERO));
        for (int i = 0; i < znodes; i++) {
            byte[] data = new byte[random.nextInt(100)];
            random.nextBytes(data);
            snapshot.znode(new ZnodeImage(
                    "/znode-\u00e9-" + i,
                    random.nextInt(10) == 0 ? null : data,
                    random.nextBoolean() ? Acl.OPEN : random.nextBoolean() ? OTHER_ACL : null,
                    new StoredStat(i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, random.nextLong(), i + 8)));
        }
        snapshot.digest(new Zxid(0x100000009L), new TxnDigest(2, random.nextLong()));
        return snapshot;
    }

    static byte[] encoded(SnapshotEncoder encoder) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        encoder.forEachRemaining(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static byte[] sealedAgain(byte[] sealed, byte[] section) {
        Adler32 checksum = new Adler32();
        checksum.update(sealed);
        checksum.update(section);
        return written(out -> {
            out.writeBytes(sealed);
            out.writeBytes(section);
            out.writeLong(checksum.getValue());
            out.writeString("/");
        });
    }

    private static void writeZnode(String path, long aclIndex, JuteWriter out) {
        out.writeString(path);
        out.writeBuffer(null);
        out.writeLong(aclIndex);
        StoredStatCodec.write(STAT, out);
    }

    private static void assertSame(Recording read, Recording written) {
        assertThat(read.sessions).isEqualTo(written.sessions);
        assertThat(read.znodes).hasSameSizeAs(written.znodes);
        for (int i = 0; i < read.znodes.size(); i++) {
            ZnodeImage was = written.znodes.get(i);
            ZnodeImage is = read.znodes.get(i);
            // Records compare arrays by identity.
            assertThat(is.data()).isEqualTo(was.data());
            assertThat(new ZnodeImage(is.path(), null, is.acl(), is.stat()))
                    .isEqualTo(new ZnodeImage(was.path(), null, was.acl(), was.stat()));
        }
        if (read.digest != null) {
            assertThat(read.digest).isEqualTo(written.digest);
            assertThat(read.zxid).isEqualTo(written.zxid);
        }
    }
}
