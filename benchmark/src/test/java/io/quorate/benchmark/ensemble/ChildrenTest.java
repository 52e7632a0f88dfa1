package io.quorate.benchmark.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ChildrenTest {
    @TempDir
    Path temporary = Path.of("");

    @Test
    void closingEndsProcessesRemovesFilesAndAllowsNoMore() throws Exception {
        Path directory = temporary.resolve("run");
        var children = new Children(directory);
        // Reads its input, which is a pipe that we never write to: it would not end by itself.
        Process process = children.start(new ProcessBuilder("cat"));
        Files.writeString(Files.createDirectories(directory.resolve("a/b")).resolve("file"), "text");
        children.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(directory).doesNotExist();
        assertThatThrownBy(() -> children.start(new ProcessBuilder("cat"))).isInstanceOf(IOException.class);
        children.close();
    }
}
