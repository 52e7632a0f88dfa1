package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.Distribution.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `quorate up` as a process, without a terminal, so that it tells in lines what happens.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class UpTest {
    @TempDir
    Path temporary;

    private String quorate = "";
    private int port;

    @BeforeEach
    void unpack() throws IOException, InterruptedException {
        quorate = Distribution.unpack(temporary.resolve("unpacked"))
                .resolve("bin/quorate")
                .toString();
        port = freeRange();
    }

    /// The first of some neighbours that are free, and whose partners 700 and 1700 above are free as well.
    private static int freeRange() throws IOException {
        for (int candidate = 20_000; candidate < 60_000; candidate += 10) {
            if (isFree(candidate) && isFree(candidate + 700) && isFree(candidate + 1_700)) {
                return candidate;
            }
        }
        throw new IOException("no free ports");
    }

    private static boolean isFree(int first) {
        for (int port = first; port < first + 5; port++) {
            try (var socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                assertThat(socket.isBound()).isTrue();
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    @Test
    void threeServersElectALeaderAndEndTogether() throws Exception {
        Path data = temporary.resolve("data of up");
        Process up = Distribution.builder(
                        temporary,
                        Map.of(),
                        List.of(quorate, "up", "--data", data.toString(), "--port", Integer.toString(port)))
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = up.inputReader()) {
            lines.addAll(readUntil(out, "Ctrl-C stops all servers"));
            String all = "127.0.0.1:" + port + ",127.0.0.1:" + (port + 1) + ",127.0.0.1:" + (port + 2);
            Outcome status = Distribution.run(temporary, Map.of(), List.of(quorate, "status", "--server", all));
            assertThat(status.out()).contains("LEADING");
            assertThat(status.exitCode()).isZero();

            Outcome second = Distribution.run(
                    temporary, Map.of(), List.of(quorate, "up", "--data", data.toString(), "--port", "1"));
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).contains("is already up");

            // As a signal from outside: `Process.destroy` would close the pipe as well.
            up.toHandle().destroy();
            lines.addAll(readUntil(out, "All servers have ended."));
        } finally {
            up.destroy();
            up.waitFor();
        }
        assertThat(lines)
                .anyMatch(line -> line.matches("server [123]: is elected and leads"))
                .anyMatch(line -> line.matches("server [123]: LEADING, epoch 1 .*"));
        assertThat(isFree(port)).isTrue();
    }

    @Test
    void aPortInUseStopsItBeforeAnythingIsWritten() throws Exception {
        try (var taken = new ServerSocket(port + 1_702, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Outcome up = Distribution.run(
                    temporary,
                    Map.of(),
                    List.of(
                            quorate,
                            "up",
                            "--data",
                            temporary.resolve("data").toString(),
                            "--port",
                            Integer.toString(port)));

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.err())
                    .startsWith("Port " + taken.getLocalPort() + " is in use on 127.0.0.1, so nothing was started");
            assertThat(Files.exists(temporary.resolve("data"))).isFalse();
        }
    }

    @Test
    void nobodyThereIsAStatusToo() throws Exception {
        Outcome status =
                Distribution.run(temporary, Map.of(), List.of(quorate, "status", "--server", "127.0.0.1:" + port));

        assertThat(status.out()).contains("DOWN").contains("refused");
        assertThat(status.exitCode()).isEqualTo(1);
    }

    private static List<String> readUntil(BufferedReader out, String wanted) throws IOException {
        var lines = new ArrayList<String>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.startsWith(wanted)) {
                return lines;
            }
        }
        throw new AssertionError("up ended before it said '" + wanted + "': " + lines);
    }
}
