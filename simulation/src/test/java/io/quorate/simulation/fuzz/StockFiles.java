package io.quorate.simulation.fuzz;

import io.quorate.protocol.txn.LoggedTxn;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.zookeeper.server.DataTree;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.TxnLogEntry;
import org.apache.zookeeper.server.persistence.FileSnap;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.persistence.SnapStream;
import org.apache.zookeeper.server.util.SerializeUtils;

/// Files as the stock server writes them.
final class StockFiles {
    private static final int PADDING_BYTES = 4096;

    private StockFiles() {}

    /// A log file with all of `txns`, and zeros behind them.
    static byte[] log(List<LoggedTxn> txns) throws IOException {
        return written(directory -> {
            FileTxnLog.setPreallocSize(PADDING_BYTES);
            try (FileTxnLog log = new FileTxnLog(directory)) {
                for (LoggedTxn txn : txns) {
                    TxnLogEntry entry = SerializeUtils.deserializeTxn(txn.encoded());
                    log.append(new Request(entry.getHeader(), entry.getTxn(), entry.getDigest()));
                }
                log.commit();
            }
        });
    }

    /// The state after `txns`.
    ///
    /// @param compression as in `zookeeper.snapshot.compression.method`
    static byte[] snapshot(List<LoggedTxn> txns, String compression) throws IOException {
        DataTree tree = new DataTree();
        Map<Long, Integer> sessions = new HashMap<>();
        for (LoggedTxn txn : txns) {
            TxnLogEntry entry = SerializeUtils.deserializeTxn(txn.encoded());
            tree.processTxn(entry.getHeader(), entry.getTxn(), entry.getDigest());
        }
        sessions.put(0x1000012345600L, 8000);
        SnapStream.StreamMode before = SnapStream.getStreamMode();
        SnapStream.setStreamMode(SnapStream.StreamMode.fromString(compression));
        try {
            String suffix = compression.isEmpty() ? "" : "." + compression;
            return written(directory -> new FileSnap(directory)
                    .serialize(tree, sessions, new File(directory, "snapshot.1" + suffix), false));
        } finally {
            SnapStream.setStreamMode(before);
        }
    }

    private interface Writing {
        void into(File directory) throws IOException;
    }

    /// The one file that was written.
    private static byte[] written(Writing writing) throws IOException {
        Path directory = Files.createTempDirectory("quorate-stock");
        try {
            writing.into(directory.toFile());
            try (Stream<Path> files = Files.list(directory)) {
                return Files.readAllBytes(files.findFirst().orElseThrow());
            }
        } finally {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
