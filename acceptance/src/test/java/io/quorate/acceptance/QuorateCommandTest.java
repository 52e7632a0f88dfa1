package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Archive;
import io.quorate.acceptance.harness.Command;
import io.quorate.acceptance.harness.Command.Outcome;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Ports;
import io.quorate.acceptance.harness.Stage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The one command, `quorate`, without a terminal: as a service or another program runs it.
final class QuorateCommandTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private static Command quorate(String... arguments) {
        String command = Archive.unpackedOnce().resolve("bin/quorate").toString();
        return Flavor.marked(Command.of(
                Stream.concat(Stream.of(command), Stream.of(arguments)).toList()));
    }

    /// `up` counts its ports on from the first one.
    private static int freePorts(int servers) {
        return Ports.reserve(IntStream.range(0, servers)
                .boxed()
                .flatMap(server -> Stream.of(server, server + 700, server + 1700))
                .toList());
    }

    private static String connectString(int port, int servers) {
        return IntStream.range(port, port + servers)
                .mapToObj(one -> "127.0.0.1:" + one)
                .collect(Collectors.joining(","));
    }

    private Process up(int port, String... arguments) throws Exception {
        var all = Stream.concat(
                        Stream.of("up", "--data", data(), "--port", Integer.toString(port)), Stream.of(arguments))
                .toArray(String[]::new);
        return quorate(all).in(stage.directory()).startInto(log());
    }

    private String data() {
        return stage.directory().resolve("data of up").toString();
    }

    private Path log() {
        return stage.directory().resolve("up.log");
    }

    private void awaitSaid(String sentence) {
        Eventually.holds("up says: " + sentence, () -> Files.readString(log()).contains(sentence));
    }

    /// TERM to `up` ends its servers as well.
    private static void stop(Process up) throws Exception {
        List<ProcessHandle> servers = up.descendants().toList();
        assertThat(servers).isNotEmpty();
        up.destroy();
        assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Eventually.holds("no server is left", () -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void upStartsAnEnsembleThatStatusShowsAndShellUses() throws Exception {
        int port = freePorts(3);
        String servers = connectString(port, 3);
        Process up = up(port, "--servers", "3");
        awaitSaid("Clients are served.");
        Eventually.passes("status shows one leader and two followers", () -> {
            String table = quorate("status", "--server", servers)
                    .in(stage.directory())
                    .run()
                    .succeeded();
            assertThat(table.split("LEADING", -1)).hasSize(2);
            assertThat(table.split("FOLLOWING", -1)).hasSize(3);
        });
        Outcome second = quorate("up", "--data", data()).in(stage.directory()).run();
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("is already up");
        String _ = shell(servers, "create", "/kept", "over-a-restart").succeeded();
        stop(up);
        assertThat(quorate("status", "--server", servers)
                        .in(stage.directory())
                        .run()
                        .exitCode())
                .isEqualTo(1);

        Files.delete(log());
        Process again = up(port);
        awaitSaid("Clients are served.");
        assertThat(shell(servers, "get", "/kept").succeeded()).contains("over-a-restart");
        stop(again);
    }

    private Outcome shell(String servers, String... words) {
        var all = Stream.concat(Stream.of("shell", "--server", servers), Stream.of(words))
                .toArray(String[]::new);
        return quorate(all).in(stage.directory()).run();
    }

    @Test
    void aPortInUseStopsUpBeforeAnythingIsWritten() throws Exception {
        int port = freePorts(3);
        try (var taken = new ServerSocket(port + 1_702, 1, InetAddress.getLoopbackAddress())) {
            Outcome up = quorate("up", "--data", data(), "--port", Integer.toString(port))
                    .in(stage.directory())
                    .run();
            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.err()).startsWith("Port " + taken.getLocalPort() + " is in use on 127.0.0.1");
            assertThat(Path.of(data())).doesNotExist();
        }
    }

    @Test
    void upOneByOneExplainsTheElectionAmongFive() throws Exception {
        Process up = up(freePorts(5), "--servers", "5", "--one-by-one");
        awaitSaid("Server 1 votes for itself and nobody answers.");
        awaitSaid("Servers 1 and 2 have exchanged votes.");
        awaitSaid("server 3 is LEADING, the others are FOLLOWING, and clients are served.");
        awaitSaid(
                "Server 4 has a larger id than server 3, but a majority has already chosen: it hears who leads, and follows.");
        awaitSaid("Server 5 has a larger id than server 3");
        stop(up);
    }
}
