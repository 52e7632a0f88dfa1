package io.quorate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, whose last words and exit codes are what scripts rely on.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ServerMainTest {
    @TempDir
    Path directory;

    private record End(int code, String output) {}

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void withoutArgumentsItTellsItsUsage() throws Exception {
        End end = run();

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.output()).contains("Usage: ");
    }

    @Test
    void aConfigurationThatCannotBeUsedIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("zoo.cfg"), "clientPort=2181\n");
        End end = run(file.toString());

        assertThat(end.code()).isEqualTo(2);
        assertThat(end.output()).contains("dataDir is not set", "Invalid config, exiting abnormally");
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        End end = run("0", file.toString());

        assertThat(end.code()).isEqualTo(3);
        assertThat(end.output()).contains("Unable to access datadir, exiting abnormally");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            End end = run(Integer.toString(taken.getLocalPort()), directory.toString());

            assertThat(end.code()).isEqualTo(1);
            assertThat(end.output()).contains("Is another server running there?");
        }
    }

    @Test
    void anElectionPortThatIsTakenHasItsOwnCode() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Files.writeString(directory.resolve("myid"), "1");
            Path file = Files.writeString(directory.resolve("zoo.cfg"), """
                    dataDir=%s
                    clientPort=0
                    initLimit=10
                    syncLimit=5
                    standaloneEnabled=false
                    electionPortBindRetry=1
                    server.1=127.0.0.1:1:%d
                    """.formatted(directory, taken.getLocalPort()));
            assertThat(run(file.toString()).code()).isEqualTo(14);
        }
    }

    @Test
    void askedToStopItEndsInOrder() throws Exception {
        Process process = start("0", directory.toString());
        StringBuilder output = new StringBuilder();
        try (var lines = process.inputReader()) {
            String line;
            while ((line = lines.readLine()) != null) {
                output.append(line).append('\n');
                if (line.contains("Started in")) {
                    process.toHandle().destroy();
                }
            }
        }

        assertThat(process.waitFor()).as(output.toString()).isZero();
        assertThat(output).contains("binding to port", "Peer state changed: ", "Stopped");
    }

    private End run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new End(process.exitValue(), output);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // What operators get, instead of what tests are content with.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        processes.add(process);
        return process;
    }
}
