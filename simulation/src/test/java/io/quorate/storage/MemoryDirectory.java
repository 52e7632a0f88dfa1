package io.quorate.storage;

import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.tree.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A data directory on a disk in memory, which tests open, close and tamper with.
final class MemoryDirectory {
    static final Path ROOT = Path.of("/data");
    static final Path FILES = ROOT.resolve("version-2");

    final FaultyDisk disk = new FaultyDisk();
    StorageSettings settings = settings(true, false);

    static StorageSettings settings(boolean autocreateDatabase, boolean trustEmptySnapshot) {
        return new StorageSettings(0, 0, true, 100, 1 << 20, true, autocreateDatabase, trustEmptySnapshot);
    }

    /// A directory with a fresh snapshot and the promise of many epochs.
    static MemoryDirectory fresh() {
        MemoryDirectory directory = new MemoryDirectory();
        directory.load();
        directory.write("acceptedEpoch", "9");
        return directory;
    }

    DataDirectory open() {
        return DataDirectory.open(disk, ROOT, ROOT, settings);
    }

    Loaded<Tree> load() {
        try (DataDirectory data = open()) {
            return data.load(new TreeState());
        }
    }

    /// Appends one small txn for each counter to a file of its own.
    void append(long epoch, long from, long to) {
        try (DataDirectory data = open()) {
            data.load(new TreeState());
            for (long counter = from; counter <= to; counter++) {
                data.log().append(Txns.at(epoch, counter));
            }
            data.log().flush();
        }
    }

    /// Writes a snapshot of what is there.
    void snapshot() {
        try (DataDirectory data = open()) {
            data.writeSnapshot(data.load(new TreeState()).state());
        }
    }

    void truncate(Zxid zxid) throws MissingZxid {
        try (DataDirectory data = open()) {
            data.load(new TreeState());
            data.truncate(zxid);
        }
    }

    void write(String name, String content) {
        disk.put(FILES.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    void delete(String name) {
        try {
            disk.delete(FILES.resolve(name));
            disk.syncDirectory(FILES);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    void rename(String from, String to) {
        try {
            disk.rename(FILES.resolve(from), FILES.resolve(to));
            disk.syncDirectory(FILES);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /// Puts a log file with these txns there, whatever is there already.
    void putLog(LoggedTxn... txns) {
        List<LoggedTxn> list = List.of(txns);
        disk.put(LogFile.named(FILES, list.getFirst().zxid()).path(), bytesOf(list));
    }

    /// Changes a byte in the middle of a file.
    void damage(String name) {
        byte[] content = content(name);
        content[content.length / 2] ^= 0x10;
        disk.put(FILES.resolve(name), content);
    }

    byte[] content(String name) {
        return disk.contentOf(FILES.resolve(name));
    }

    String text(String name) {
        return new String(content(name), StandardCharsets.UTF_8);
    }

    /// What an epoch file says, without its checksum.
    String epoch(String name) {
        return text(name).lines().findFirst().orElse("");
    }

    boolean has(String name) {
        return disk.exists(FILES.resolve(name));
    }

    List<String> names() {
        try {
            return disk.list(FILES);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /// The names that begin with `log.` or `snapshot.`.
    List<String> logsAndSnapshots() {
        return names().stream()
                .filter(name -> name.startsWith("log.") || name.startsWith("snapshot."))
                .toList();
    }

    /// The zxids in all log files together.
    List<Zxid> logged() throws IOException {
        List<Zxid> zxids = new ArrayList<>();
        for (LogFile file : LogFile.in(disk, FILES)) {
            try (LogReader reader = LogReader.open(disk, file, settings.maxRecordBytes())) {
                for (LogReader.Entry entry = reader.next(); entry != null; entry = reader.next()) {
                    zxids.add(entry.zxid());
                }
            }
        }
        return zxids;
    }

    /// A log file with records as they are, also in orders that the log itself would refuse.
    private static byte[] bytesOf(List<LoggedTxn> txns) {
        byte[] all = TornLogTest.logOf(txns.subList(0, 1));
        // As in Apache's files, what came before is not told.
        Arrays.fill(all, Long.BYTES, LogFile.HEADER_BYTES, (byte) 0);
        for (LoggedTxn txn : txns.subList(1, txns.size())) {
            byte[] one = TornLogTest.logOf(List.of(txn));
            byte[] longer = Arrays.copyOf(all, all.length + one.length - LogFile.HEADER_BYTES);
            System.arraycopy(one, LogFile.HEADER_BYTES, longer, all.length, one.length - LogFile.HEADER_BYTES);
            all = longer;
        }
        return all;
    }
}
