package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CheckedInputStream;
import org.apache.jute.BinaryInputArchive;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.persistence.FileSnap;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;
import org.apache.zookeeper.server.persistence.SnapStream;
import org.apache.zookeeper.server.persistence.TxnLog.TxnIterator;

/// Reads the files of a server that is not running with the classes of Apache's server.
public final class ApacheReader {
    private static final String SNAPSHOT = "snapshot.";

    private ApacheReader() {}

    /// What a restart finds.
    ///
    /// @param sessions their timeouts by id
    public record Restored(DataTree tree, Map<Long, Integer> sessions, long zxid) {
        TreeImage image() throws Exception {
            return TreeImage.of(tree);
        }
    }

    /// Loads the newest snapshot and replays the log as a restart does; a digest that does not agree is
    /// a failure.
    public static Restored restore(Member member) throws Exception {
        File directory = member.dataDirectory().toFile();
        var tree = new DataTree();
        if (exact(member)) {
            tree.addDigestWatcher(zxid -> {
                throw new AssertionError(
                        "the digest does not agree at 0x" + Long.toHexString(zxid) + " in " + directory);
            });
        }
        var sessions = new HashMap<Long, Integer>();
        var files = new FileTxnSnapLog(directory, directory);
        try {
            long zxid = files.restore(tree, sessions, (_, _, _) -> {});
            return new Restored(tree, sessions, zxid);
        } finally {
            files.close();
        }
    }

    /// Reads all logs, record by record, checksums included; returns the zxids, which must ascend
    /// without a hole; a snapshot that came from the leader may stand for what is missing.
    static List<Long> zxidsInLogs(Member member) throws Exception {
        var zxids = new ArrayList<Long>();
        try (var log = new FileTxnLog(member.versionTwo().toFile());
                TxnIterator txns = log.read(0)) {
            if (txns.getHeader() == null) {
                return zxids;
            }
            do {
                assertThat(txns.getTxn()).as("a txn in %s", member).isNotNull();
                zxids.add(txns.getHeader().getZxid());
            } while (txns.next());
        }
        Set<Long> snapshots = snapshots(member).keySet();
        for (int i = 1; i < zxids.size(); i++) {
            long before = zxids.get(i - 1);
            long zxid = zxids.get(i);
            assertThat(follows(zxid, before)
                            || snapshots.stream().anyMatch(snapshot -> snapshot > before && follows(zxid, snapshot)))
                    .as("0x%x follows 0x%x in the log of %s", zxid, before, member)
                    .isTrue();
        }
        return zxids;
    }

    /// Whether snapshots are of one moment. Apache's own are written while the tree changes, and when
    /// they are the digest in them may be of another moment than the zxid beside it.
    private static boolean exact(Member member) {
        return member.flavor() == Flavor.QUORATE;
    }

    private static boolean follows(long zxid, long before) {
        return zxid == before + 1 || (zxid >>> 32 > before >>> 32 && (zxid & 0xffffffffL) == 1);
    }

    /// Reads every snapshot with all of its seals; returns how many there are.
    static int readSnapshots(Member member) throws Exception {
        SortedMap<Long, Path> snapshots = snapshots(member);
        for (Map.Entry<Long, Path> snapshot : snapshots.entrySet()) {
            assertThat(SnapStream.isValidSnapshot(snapshot.getValue().toFile()))
                    .as("%s looks whole", snapshot)
                    .isTrue();
            readSnapshot(snapshot.getValue(), snapshot.getKey(), exact(member));
        }
        return snapshots.size();
    }

    private static SortedMap<Long, Path> snapshots(Member member) throws IOException {
        try (Stream<Path> files = Files.list(member.versionTwo())) {
            var snapshots = new TreeMap<Long, Path>();
            files.filter(file -> file.getFileName().toString().startsWith(SNAPSHOT))
                    .forEach(file -> snapshots.put(
                            Long.parseLong(file.getFileName().toString().substring(SNAPSHOT.length()), 16), file));
            return snapshots;
        }
    }

    /// @param exact whether the snapshot was taken at one moment; Apache's own are written while the
    /// tree changes
    private static void readSnapshot(Path snapshot, long zxid, boolean exact) throws Exception {
        var tree = new DataTree();
        try (CheckedInputStream in = SnapStream.getInputStream(snapshot.toFile())) {
            var archive = BinaryInputArchive.getArchive(in);
            FileSnap.deserialize(tree, new HashMap<>(), archive);
            SnapStream.checkSealIntegrity(in, archive);
            if (tree.deserializeZxidDigest(archive, zxid)) {
                SnapStream.checkSealIntegrity(in, archive);
            }
            DataTree.ZxidDigest digest = tree.getDigestFromLoadedSnapshot();
            if (exact && digest != null) {
                assertThat(digest.getZxid())
                        .as("zxid of the digest in %s", snapshot)
                        .isEqualTo(zxid);
                assertThat(digest.getDigest()).as("digest in %s", snapshot).isEqualTo(tree.getTreeDigest());
            }
            if (tree.deserializeLastProcessedZxid(archive)) {
                SnapStream.checkSealIntegrity(in, archive);
            }
        }
    }
}
