package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.tree.Tree;
import io.quorate.tree.Znode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.server.DataNode;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.TxnLogEntry;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.server.persistence.SnapStream;
import org.apache.zookeeper.server.persistence.TxnLog.TxnIterator;
import org.apache.zookeeper.server.util.SerializeUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.SnappyOutputStream;

/// The same directory, read and written by the classes of Apache ZooKeeper 3.9.6 and by ours.
class ApacheFilesTest {
    @TempDir
    Path directory;

    private final List<LoggedTxn> history = Txns.everyKind(1);

    @Test
    void apacheReadsEveryTxnWeLog() throws Exception {
        writeOurs(history);

        List<Long> zxids = new ArrayList<>();
        try (TxnIterator apache = new FileTxnLog(logDirectory()).read(1)) {
            int i = 0;
            do {
                LoggedTxn ours = history.get(i++);
                zxids.add(apache.getHeader().getZxid());
                assertThat(apache.getHeader().getType())
                        .isEqualTo(ours.txn().type().code());
                Request request = new Request(apache.getHeader(), apache.getTxn(), apache.getDigest());
                byte[] again = request.getSerializeData();
                assertThat(again).as("txn %s", ours).isEqualTo(ours.encoded());
            } while (apache.next());
        }
        assertThat(zxids)
                .isEqualTo(history.stream().map(txn -> txn.zxid().value()).toList());
    }

    @Test
    void apacheRestoresTheSameStateFromOurLogAlone() throws Exception {
        writeOurs(history);
        assertApacheRestores(TreeState.after(history));
    }

    @Test
    void apacheRestoresTheSameStateFromOurSnapshotAndLog() throws Exception {
        try (DataDirectory data = open()) {
            data.load(new TreeState());
            append(data, history.subList(0, 8));
            data.log().roll();
            assertThat(data.writeSnapshot(TreeState.after(history.subList(0, 8))))
                    .isTrue();
            append(data, history.subList(8, history.size()));
        }
        assertApacheRestores(TreeState.after(history));
    }

    @Test
    void apacheRestoresTheSameStateFromOurSnapshotAlone() throws Exception {
        try (DataDirectory data = open()) {
            data.load(new TreeState());
            data.installSnapshot(TreeState.after(history));
        }
        assertApacheRestores(TreeState.after(history));
    }

    @Test
    void apacheGoesOnFromWhereWeTruncated() throws Exception {
        try (DataDirectory data = open()) {
            data.load(new TreeState());
            data.epochs().save(1, 1);
            append(data, history.subList(0, 10));
            data.log().roll();
            append(data, history.subList(10, 14));
            data.truncate(Zxid.of(1, 7));
            data.load(new TreeState());
            append(data, history.subList(7, history.size()));
        }
        assertApacheRestores(TreeState.after(history));
    }

    @Test
    void weRestoreTheSameStateFromApachesPaddedLog() throws Exception {
        writeApaches(history);
        assertThat(Files.size(logDirectory().toPath().resolve("log.100000001"))).isGreaterThan(1 << 20);
        assertWeRestore(TreeState.after(history), history);
    }

    @Test
    void weRestoreTheSameStateFromApachesSnapshotAndLog() throws Exception {
        writeApaches(history.subList(0, 8));
        saveWithApache("");
        writeApaches(history.subList(8, history.size()));
        assertWeRestore(TreeState.after(history), history.subList(8, history.size()));
    }

    @Test
    void weReadApachesSnapshotsCompressedWithGzip() throws Exception {
        weReadApachesCompressed("gz");
    }

    @Test
    void weReadApachesSnapshotsCompressedWithSnappy() throws Exception {
        weReadApachesCompressed("snappy");
    }

    private void weReadApachesCompressed(String method) throws Exception {
        writeApaches(history);
        Path log = directory.resolve("version-2/log.100000001");
        Path fresh = directory.resolve("version-2/snapshot.0");
        saveWithApache(method);
        assertThat(directory.resolve("version-2/snapshot.100000010." + method)).exists();
        Files.delete(log);
        Files.delete(fresh);
        try (DataDirectory data = open()) {
            Loaded<Tree> loaded = data.load(new TreeState());
            assertThat(loaded.state().digest())
                    .isEqualTo(TreeState.after(history).digest());
        }
    }

    @Test
    void aLongSnapshotCompressedWithSnappyIsReadByteForByte() throws Exception {
        Random random = new Random(5);
        byte[] content = new byte[300_000];
        for (int i = 0; i < content.length; i++) {
            // Some of it repeats from near and far, some does not at all.
            content[i] = (byte) (i % 5000 < 900 ? random.nextInt() : i < 40_000 ? i / 7 : content[i - 30_011]);
        }
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new SnappyOutputStream(compressed, 1 << 17)) {
            out.write(content);
        }
        byte[] bytes = compressed.toByteArray();
        assertThat(new SnappyStream(new ByteArrayInputStream(bytes)).readAllBytes())
                .isEqualTo(content);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = Arrays.copyOf(bytes, i % 3 == 0 ? random.nextInt(bytes.length) : bytes.length);
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                new SnappyStream(new ByteArrayInputStream(damaged)).readAllBytes();
            } catch (IOException expected) {
                assertThat(expected).hasMessageContaining("snappy");
            }
        }
    }

    @Test
    void aFirstLogFileHasExactlyApachesSize() throws Exception {
        Path ours = directory.resolve("ours");
        try (DataDirectory data = DataDirectory.open(new RealDisk(), ours, ours, StorageSettings.defaults())) {
            data.load(new TreeState());
            append(data, history.subList(0, 1));
            assertThat(Files.size(ours.resolve("version-2/log.100000001"))).isEqualTo(67_108_880);
        }
        assertThat(Files.size(ours.resolve("version-2/log.100000001"))).isLessThan(200);
    }

    private DataDirectory open() {
        return DataDirectory.open(new RealDisk(), directory, directory, StorageSettings.defaults());
    }

    private java.io.File logDirectory() {
        return directory.resolve("version-2").toFile();
    }

    private static void append(DataDirectory data, List<LoggedTxn> txns) {
        txns.forEach(data.log()::append);
        assertThat(data.log().flush()).isEqualTo(txns.getLast().zxid());
    }

    private void writeOurs(List<LoggedTxn> txns) {
        try (DataDirectory data = open()) {
            data.load(new TreeState());
            append(data, txns);
        }
    }

    private void writeApaches(List<LoggedTxn> txns) throws IOException {
        if (Files.notExists(directory.resolve("version-2"))) {
            FileTxnSnapLog fresh = new FileTxnSnapLog(directory.toFile(), directory.toFile());
            fresh.restore(new DataTree(), new ConcurrentHashMap<>(), (header, txn, digest) -> {});
            fresh.close();
        }
        try (FileTxnLog log = new FileTxnLog(logDirectory())) {
            for (LoggedTxn txn : txns) {
                TxnLogEntry entry = SerializeUtils.deserializeTxn(txn.encoded());
                log.append(new Request(entry.getHeader(), entry.getTxn(), entry.getDigest()));
            }
            log.commit();
        }
    }

    private void saveWithApache(String compression) throws IOException {
        System.setProperty(SnapStream.ZOOKEEPER_SHAPSHOT_STREAM_MODE, compression);
        SnapStream.setStreamMode(SnapStream.StreamMode.fromString(compression));
        try {
            DataTree tree = new DataTree();
            ConcurrentHashMap<Long, Integer> sessions = new ConcurrentHashMap<>();
            FileTxnSnapLog apache = new FileTxnSnapLog(directory.toFile(), directory.toFile());
            apache.restore(tree, sessions, (header, txn, digest) -> {});
            apache.save(tree, sessions, true);
            apache.close();
        } finally {
            System.clearProperty(SnapStream.ZOOKEEPER_SHAPSHOT_STREAM_MODE);
            SnapStream.setStreamMode(SnapStream.StreamMode.fromString(""));
        }
    }

    private void assertApacheRestores(Tree expected) throws IOException {
        DataTree apaches = new DataTree();
        ConcurrentHashMap<Long, Integer> sessions = new ConcurrentHashMap<>();
        FileTxnSnapLog log = new FileTxnSnapLog(directory.toFile(), directory.toFile());
        long last = log.restore(apaches, sessions, (header, txn, digest) -> {});
        log.close();
        assertThat(last).isEqualTo(expected.zxid().value());
        assertThat(apaches.getTreeDigest()).isEqualTo(expected.digest().treeDigest());
        assertThat(apaches.getNodeCount()).isEqualTo(expected.znodeCount());
        assertThat(sessions).hasSize(expected.sessionCount());
        expected.sessions()
                .forEach(session ->
                        assertThat(sessions).containsEntry(session.getKey().value(), session.getValue()));
        for (String path : List.of("/a", "/a/c", "/e2", "/soon", "/ü")) {
            DataNode node = apaches.getNode(path);
            Znode ours = expected.find(path);
            assertThat(node).as(path).isNotNull();
            assertThat(ours).as(path).isNotNull();
            if (ours != null) {
                assertThat(node.getData()).isEqualTo(ours.data());
                assertThat(apaches.getACL(node)).hasSameSizeAs(ours.acl());
            }
        }
    }

    private void assertWeRestore(Tree expected, List<LoggedTxn> recent) {
        try (DataDirectory data = open()) {
            Loaded<Tree> loaded = data.load(new TreeState());
            assertThat(loaded.lastLogged()).isEqualTo(expected.zxid());
            assertThat(loaded.mayVote()).isTrue();
            assertThat(loaded.state().zxid()).isEqualTo(expected.zxid());
            assertThat(loaded.state().digest()).isEqualTo(expected.digest());
            assertThat(loaded.state().sessionCount()).isEqualTo(1);
            assertThat(loaded.state().sessions().get(Txns.SESSION)).isEqualTo(12_000);
            assertThat(loaded.state()
                            .ephemeralsOf(new SessionId(Txns.SESSION.value()))
                            .size())
                    .isEqualTo(1);
            assertThat(loaded.recent().stream().map(LoggedTxn::zxid).toList())
                    .containsSubsequence(recent.stream().map(LoggedTxn::zxid).toList());
            assertThat(loaded.recent().getLast().zxid()).isEqualTo(Zxid.of(1, 16));
        }
    }
}
