package io.quorate.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogTailTest {
    @TempDir
    Path directory;

    @Test
    void linesComeOnceAndWhole() throws IOException {
        Path file = directory.resolve("server.log");
        var log = new LogTail(file);
        assertThat(log.newLines()).isEmpty();

        Files.writeString(file, "one\ntw");
        assertThat(log.newLines()).containsExactly("one");
        assertThat(log.newLines()).isEmpty();

        Files.writeString(file, "o\n", StandardOpenOption.APPEND);
        assertThat(log.newLines()).containsExactly("two");
        assertThat(log.lastLines(1)).containsExactly("two");
        assertThat(log.lastLines(9)).containsExactly("one", "two");
    }

    @Test
    void electionNewsIsKnownByItsLogger() {
        assertThat(LogTail.electionNews("2026-11-22 10:00:00,000 [myid:1] - INFO  [replica:io.quorate.election] -"
                        + " I vote for 2 - it has the larger id"))
                .contains("I vote for 2 - it has the larger id");
        assertThat(LogTail.electionNews("12:00:00.000 INFO i.q.election - I lead"))
                .contains("I lead");
        assertThat(LogTail.electionNews("12:00:00.000 INFO io.quorate.runtime - I lead"))
                .isEmpty();
    }
}
