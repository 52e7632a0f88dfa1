package io.quorate.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.snapshot.ZnodeImage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Recovered;
import io.quorate.runtime.StorageWork;
import io.quorate.simulation.disk.FaultyDisk;
import io.quorate.storage.DataDirectory;
import io.quorate.storage.StorageFailure;
import io.quorate.storage.StorageSettings;
import io.quorate.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What is on a server's disk, taken away to be damaged exactly here or there, and to see what a start
/// makes of it. The server itself goes on with its own.
final class Platter {
    private static final Path DATA = Path.of("/data");
    private static final Path LOGS = Path.of("/logs");
    private static final String VERSION = "version-2";

    private final FaultyDisk disk;
    private final StorageSettings settings;

    Platter(FaultyDisk disk, StorageSettings settings) {
        this.disk = disk;
        this.settings = settings;
    }

    static Platter copyOf(Stage stage, int server) {
        return new Platter(
                stage.machine(server).disk().copy(), stage.world().setting().storage());
    }

    /// The state of a new server and one znode more, at the txn 5 of epoch 1.
    static Tree stateWith(String path, StoredStat stat) {
        Tree.Builder builder = new Tree.Builder();
        Tree.fresh().znodes().forEachRemaining(builder::znode);
        builder.znode(new ZnodeImage(path, new byte[0], null, stat));
        return builder.build(Zxid.of(1, 5));
    }

    /// As started with `zookeeper.snapshot.trust.empty`.
    Platter trustingLogs() {
        return new Platter(
                disk,
                new StorageSettings(
                        settings.preallocBytes(),
                        settings.logSizeLimitBytes(),
                        settings.forceSync(),
                        settings.recentTxns(),
                        settings.maxRecordBytes(),
                        true,
                        true,
                        true));
    }

    DataDirectory open() {
        return DataDirectory.open(disk, DATA, LOGS, settings);
    }

    /// What a start would make of it.
    Recovered recover() {
        try (DataDirectory directory = open()) {
            return StorageWork.recover(directory);
        }
    }

    /// As left by a server that had this state when it wrote a snapshot, and logged some more.
    void fill(Tree state, LoggedTxn... log) {
        try (DataDirectory directory = open()) {
            StorageWork.recover(directory);
            directory.installSnapshot(state);
            for (LoggedTxn txn : log) {
                directory.log().append(txn);
            }
            directory.log().flush();
            long epoch = state.zxid().epoch();
            directory.epochs().save(epoch, epoch);
        }
    }

    /// Whether a snapshot or a log file has this text in it, whatever a start would make of that.
    boolean mentions(String text) {
        return Stream.concat(snapshots().stream(), logs().stream())
                .anyMatch(file -> new String(content(file), StandardCharsets.ISO_8859_1).contains(text));
    }

    void refusesToStart(String because) {
        assertThatThrownBy(this::recover).isInstanceOf(StorageFailure.class).hasMessageContaining(because);
    }

    void purge(int retained) {
        try (DataDirectory directory = open()) {
            StorageWork.recover(directory);
            directory.purge(retained);
        }
    }

    // ---- files

    /// Oldest first.
    List<Path> snapshots() {
        return files(DATA, "snapshot.");
    }

    /// Oldest first.
    List<Path> logs() {
        return files(LOGS, "log.");
    }

    private List<Path> files(Path directory, String prefix) {
        try {
            return disk.list(directory.resolve(VERSION)).stream()
                    .filter(name -> name.startsWith(prefix))
                    .sorted(Comparator.comparingLong(name -> Long.parseLong(name.substring(prefix.length()), 16)))
                    .map(directory.resolve(VERSION)::resolve)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path epochFile(String name) {
        return DATA.resolve(VERSION).resolve(name);
    }

    static Path logFile(long firstZxid) {
        return LOGS.resolve(VERSION).resolve("log." + Long.toHexString(firstZxid));
    }

    byte[] content(Path file) {
        return disk.contentOf(file);
    }

    void put(Path file, byte[] content) {
        disk.put(file, content);
    }

    void put(Path file, String text) {
        put(file, text.getBytes(StandardCharsets.UTF_8));
    }

    void delete(Path file) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Changes a bit of the byte at this place.
    void flipAt(Path file, int offset) {
        byte[] content = content(file);
        content[offset] ^= 1;
        put(file, content);
    }

    /// Changes a bit of the first place at which `text` is found.
    void flipIn(Path file, String text) {
        byte[] content = content(file);
        byte[] sought = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + sought.length <= content.length; i++) {
            if (Arrays.equals(content, i, i + sought.length, sought, 0, sought.length)) {
                content[i] ^= 1;
                put(file, content);
                return;
            }
        }
        throw new IllegalArgumentException(file + " does not contain " + text);
    }

    /// Only the beginning of the file is there.
    void cutTo(Path file, int bytes) {
        put(file, Arrays.copyOf(content(file), bytes));
    }
}
