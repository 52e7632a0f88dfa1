package io.quorate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.model.Zxid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The two directories themselves, on the real disk.
class DirectoriesTest {
    @TempDir
    Path root;

    private final RealDisk disk = new RealDisk();
    private final StorageSettings settings = StorageSettings.defaults();

    @Test
    void logAndSnapshotsMayLiveApart() {
        Path data = root.resolve("a/data");
        Path logs = root.resolve("b/logs");
        try (DataDirectory opened = DataDirectory.open(disk, data, logs, settings)) {
            opened.load(new TreeState());
            opened.epochs().save(1, 1);
            opened.log().append(Txns.at(1, 1));
            opened.log().flush();
        }
        assertThat(data.resolve("version-2/snapshot.0")).exists();
        assertThat(data.resolve("version-2/currentEpoch")).content().startsWith("1\n");
        assertThat(logs.resolve("version-2/log.100000001")).exists();
        try (DataDirectory opened = DataDirectory.open(disk, data, logs, settings)) {
            assertThat(opened.load(new TreeState()).lastLogged()).isEqualTo(Zxid.of(1, 1));
        }
    }

    @Test
    void twoServersCannotShareADirectory() {
        Path data = root.resolve("data");
        Path logs = root.resolve("logs");
        try (DataDirectory first = DataDirectory.open(disk, data, logs, settings)) {
            assertThat(first.log()).isNotNull();
            for (Path other : new Path[] {data, logs}) {
                assertThatExceptionOfType(StorageFailure.class)
                        .isThrownBy(() -> DataDirectory.open(disk, other, other, settings))
                        .withMessageContaining(other.resolve("version-2") + " is in use by another server")
                        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(3));
            }
        }
        DataDirectory.open(disk, data, logs, settings).close();
    }

    @Test
    void filesInTheWrongDirectoryAreASignOfAMixUp() throws IOException {
        Path data = root.resolve("data");
        Path logs = root.resolve("logs");
        Files.createDirectories(logs.resolve("version-2"));
        Files.createFile(logs.resolve("version-2/snapshot.5"));
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> DataDirectory.open(disk, data, logs, settings))
                .withMessageContaining("found " + logs.resolve("version-2/snapshot.5"))
                .withMessageContaining("check dataDir and dataLogDir");
    }

    @Test
    void missingDirectoriesAreMadeUnlessThatIsForbidden() {
        StorageSettings strict = new StorageSettings(0, 0, true, 500, 1 << 20, false, true, false);
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> DataDirectory.open(disk, root.resolve("new"), root.resolve("new"), strict))
                .withMessage(
                        root.resolve("new/version-2") + " does not exist, and zookeeper.datadir.autocreate is false");
        assertThat(root.resolve("new")).doesNotExist();
    }

    @Test
    void aPlaceThatIsNoDirectoryIsSaid() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        assertThatExceptionOfType(StorageFailure.class)
                .isThrownBy(() -> DataDirectory.open(disk, file, file, settings))
                .withMessageContaining("cannot use " + file)
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(3));
    }
}
