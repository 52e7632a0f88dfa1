package io.quorate.protocol.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.Stock;
import io.quorate.protocol.txn.TxnDigest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.zookeeper.server.DataNode;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.persistence.FileSnap;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.TxnHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stock server's tree is written by its own code and read by ours, and the other way round.
class StockSnapshotsTest {
    private static final List<Acl> CREATOR_ONLY = List.of(new Acl(Acl.ALL, new Identity("digest", "j\u00fcrgen:x=")));

    @TempDir
    Path directory;

    @Test
    void weReadTheFilesOfAStockServer() throws Exception {
        DataTree tree = stockTree();
        Recording read = new Recording();
        byte[] bytes = stockFile(tree);
        SnapshotDecoder decoder = SnapshotDecoder.file(read);

        decoder.feed(bytes, 0, bytes.length);

        assertThat(decoder.finished()).isTrue();
        assertThat(decoder.lastZxid()).isEqualTo(new Zxid(tree.lastProcessedZxid));
        assertThat(read.zxid).isEqualTo(new Zxid(tree.lastProcessedZxid));
        assertThat(read.digest).isEqualTo(new TxnDigest(2, tree.getTreeDigest()));
        assertThat(read.sessions).containsExactly(Map.entry(new SessionId(77), 8000));
        assertIsTheTree(read, tree);
    }

    @Test
    void weReadTheStreamOfAStockLeader() throws Exception {
        DataTree tree = stockTree();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryOutputArchive archive = BinaryOutputArchive.getArchive(bytes);
        SerializeUtils.serializeSnapshot(tree, archive, Map.of(77L, 8000));
        archive.writeString("BenWasHere", "signature");
        Recording read = new Recording();
        SnapshotDecoder decoder = SnapshotDecoder.stream(read);

        assertThat(decoder.feed(bytes.toByteArray(), 0, bytes.size())).isEqualTo(bytes.size());

        assertThat(decoder.finished()).isTrue();
        assertIsTheTree(read, tree);
    }

    @Test
    void aStockServerReadsOurFiles() throws Exception {
        Recording snapshot = ours();
        // A name below the digest's zxid, so that the stock server keeps the digest for later.
        Path file = directory.resolve("snapshot.100000008");
        Files.write(file, SnapshotCodecTest.encoded(SnapshotEncoder.file(snapshot)));
        DataTree tree = new DataTree();
        Map<Long, Integer> sessions = new HashMap<>();

        long zxid = new FileSnap(directory.toFile()).deserialize(tree, sessions);

        assertThat(zxid).isEqualTo(0x100000008L);
        assertThat(sessions).containsExactly(Map.entry(77L, 8000));
        assertThat(tree.getDigestFromLoadedSnapshot()).isNotNull();
        assertThat(tree.getDigestFromLoadedSnapshot().getDigest()).isEqualTo(-9);
        assertIsTheTree(snapshot, tree);
    }

    @Test
    void aStockLearnerReadsOurStream() throws Exception {
        Recording snapshot = ours();
        BinaryInputArchive archive = BinaryInputArchive.getArchive(
                new ByteArrayInputStream(SnapshotCodecTest.encoded(SnapshotEncoder.stream(snapshot))));
        DataTree tree = new DataTree();
        Map<Long, Integer> sessions = new HashMap<>();

        SerializeUtils.deserializeSnapshot(tree, archive, sessions);

        assertThat(archive.readString("signature")).isEqualTo("BenWasHere");
        assertThat(sessions).containsExactly(Map.entry(77L, 8000));
        assertIsTheTree(snapshot, tree);
    }

    private byte[] stockFile(DataTree tree) throws IOException {
        Path file = directory.resolve("snapshot.1");
        new FileSnap(directory.toFile()).serialize(tree, new HashMap<>(Map.of(77L, 8000)), file.toFile(), false);
        return Files.readAllBytes(file);
    }

    private static DataTree stockTree() {
        DataTree tree = new DataTree();
        for (int i = 1; i <= 200; i++) {
            List<Acl> acl = i % 2 == 0 ? Acl.OPEN : CREATOR_ONLY;
            TxnHeader header = new TxnHeader(77, i, 0x100000000L + i, 1000 + i, OpCode.CREATE.code());
            byte[] data = i % 5 == 0 ? null : new byte[i];
            tree.processTxn(header, new CreateTxn("/\u00e9" + i, data, Stock.acl(acl), i % 3 == 0, i));
        }
        return tree;
    }

    private static Recording ours() {
        Recording snapshot = new Recording();
        snapshot.session(new SessionId(77), 8000);
        snapshot.znode(new ZnodeImage("", new byte[0], null, new StoredStat(0, 0, 0, 0, 0, 2, 0, 0, 5)));
        snapshot.znode(new ZnodeImage("/zookeeper", new byte[0], null, StoredStat.ZERO));
        snapshot.znode(new ZnodeImage("/zookeeper/quota", new byte[0], null, StoredStat.ZERO));
        snapshot.znode(new ZnodeImage("/zookeeper/config", new byte[0], Acl.READ_ONLY, StoredStat.ZERO));
        snapshot.znode(new ZnodeImage("/e", new byte[] {1}, CREATOR_ONLY, new StoredStat(1, 2, 3, 4, 5, 6, 7, 77, 8)));
        snapshot.znode(new ZnodeImage("/n", null, Acl.OPEN, new StoredStat(1, 2, 3, 4, 5, 6, 7, 0, 8)));
        snapshot.digest(new Zxid(0x100000009L), new TxnDigest(2, -9));
        return snapshot;
    }

    private static void assertIsTheTree(Recording snapshot, DataTree tree) {
        // The stock tree knows its root by two names.
        assertThat(snapshot.znodes).hasSize(tree.getNodeCount() - 1);
        List<String> seen = new ArrayList<>();
        for (ZnodeImage znode : snapshot.znodes) {
            DataNode stock = tree.getNode(znode.path());
            assertThat(stock).as(znode.path()).isNotNull();
            assertThat(stock.getData()).as(znode.path()).isEqualTo(znode.data());
            assertThat(tree.getACL(stock))
                    .as(znode.path())
                    .isEqualTo(Stock.acl(znode.acl() == null ? Acl.OPEN : znode.acl()));
            assertThat(storedStat(stock)).as(znode.path()).isEqualTo(znode.stat());
            seen.add(znode.path());
        }
        assertThat(seen).doesNotHaveDuplicates().startsWith("");
    }

    private static StoredStat storedStat(DataNode stock) {
        return new StoredStat(
                stock.stat.getCzxid(),
                stock.stat.getMzxid(),
                stock.stat.getCtime(),
                stock.stat.getMtime(),
                stock.stat.getVersion(),
                stock.stat.getCversion(),
                stock.stat.getAversion(),
                stock.stat.getEphemeralOwner(),
                stock.stat.getPzxid());
    }
}
