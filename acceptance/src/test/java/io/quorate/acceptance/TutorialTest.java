package io.quorate.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Archive;
import io.quorate.acceptance.harness.Command;
import io.quorate.acceptance.harness.Command.Outcome;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.FourLetterWord;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Mode;
import io.quorate.acceptance.harness.Ports;
import io.quorate.acceptance.harness.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The walk-through that many have learned ZooKeeper by, done as it says: an ensemble of three on one
/// machine, told apart by ports, with nothing but the archive, an editor and the scripts; then the
/// election among five.
final class TutorialTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private final List<Integer> clientPorts =
            IntStream.range(0, 3).mapToObj(_ -> Ports.reserve(List.of(0))).toList();

    private Path home(int id) {
        return stage.directory().resolve("zookeeper cluster/zookeeper-" + id);
    }

    /// Steps 1 to 5, in a directory with a blank in its name: unpack, make `data`, rename the sample,
    /// copy three times, edit, write `myid`.
    private void setUp() throws IOException {
        Path unpacked = Archive.unpackInto(stage.directory());
        Files.createDirectory(unpacked.resolve("data"));
        Files.move(unpacked.resolve("conf/zoo_sample.cfg"), unpacked.resolve("conf/zoo.cfg"));
        Files.createDirectory(stage.directory().resolve("zookeeper cluster"));
        String servers = IntStream.rangeClosed(1, 3)
                .mapToObj(id -> "server." + id + "=127.0.0.1:" + Ports.reserve(List.of(0)) + ":"
                        + Ports.reserve(List.of(0)) + "\n")
                .reduce("", String::concat);
        for (int id = 1; id <= 3; id++) {
            String _ = Command.of("cp", "-r", unpacked.toString(), home(id).toString())
                    .in(stage.directory())
                    .run()
                    .succeeded();
            Path config = home(id).resolve("conf/zoo.cfg");
            Files.writeString(
                    config,
                    Files.readString(config)
                                    .replaceFirst("(?m)^clientPort=2181$", "clientPort=" + clientPorts.get(id - 1))
                                    .replaceFirst("(?m)^dataDir=.*$", "dataDir=" + home(id).resolve("data"))
                            + servers);
            Files.writeString(home(id).resolve("data/myid"), id + "\n");
        }
    }

    private Command script(int id, String name, String... arguments) {
        var words =
                Stream.concat(Stream.of("bin/" + name), Stream.of(arguments)).toList();
        return Flavor.marked(Command.of(words)).in(home(id));
    }

    private Outcome zkServer(int id, String verb) {
        return script(id, "zkServer.sh", verb).run();
    }

    private Outcome zkCli(String... arguments) {
        var words = Stream.concat(Stream.of("-server", "127.0.0.1:" + clientPorts.get(0)), Stream.of(arguments))
                .toArray(String[]::new);
        return script(1, "zkCli.sh", words).run();
    }

    /// What `status` shows once the server serves.
    private String awaitMode(int id) {
        return Eventually.yields(
                "status of server " + id + " shows a mode",
                () -> zkServer(id, "status")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith("Mode: "))
                        .findFirst());
    }

    @Test
    void threeServersOnOneMachineByHand() throws Exception {
        setUp();
        Outcome early = zkServer(1, "status");
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.out())
                .isEqualTo("Client port found: " + clientPorts.getFirst()
                        + ". Client address: localhost. Client SSL: false.\n"
                        + "Error contacting service. It is probably not running.\n");

        // Server 2 leads whichever way, if it is the second to be up: its id is larger than that of the first.
        startOne(1);
        Eventually.holds("server 1 answers", () -> srvr(1).contains("not currently serving"));
        startOne(2);
        assertThat(awaitMode(2)).isEqualTo("Mode: leader");
        startOne(3);
        assertThat(IntStream.rangeClosed(1, 3).mapToObj(this::awaitMode))
                .containsExactly("Mode: follower", "Mode: leader", "Mode: follower");
        Outcome again = zkServer(1, "start");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.out()).matches("Starting zookeeper \\.\\.\\. {2}already running as process \\d+\\.\n");

        clientsAreServed();
        watchesAreShown();
        oneServerStopsAndTheOthersGoOn();
        scriptsTellAboutThemselves();

        for (int id = 1; id <= 3; id++) {
            assertThat(zkServer(id, "stop").succeeded()).isEqualTo("Stopping zookeeper ... STOPPED\n");
            assertThat(home(id).resolve("data/zookeeper_server.pid")).doesNotExist();
        }
        assertThat(zkServer(1, "stop").succeeded()).startsWith("Stopping zookeeper ... no zookeeper to stop");
    }

    private void startOne(int id) {
        Outcome outcome = zkServer(id, "start");
        assertThat(outcome.succeeded()).isEqualTo("Starting zookeeper ... STARTED\n");
        assertThat(outcome.err())
                .contains("ZooKeeper JMX enabled by default")
                .contains("Using config: "
                        + home(id).resolve("bin/../conf/zoo.cfg").normalize());
        assertThat(home(id).resolve("data/zookeeper_server.pid")).content(UTF_8).containsOnlyDigits();
    }

    private String srvr(int id) throws IOException {
        return FourLetterWord.ask(clientPorts.get(id - 1), "srvr");
    }

    private void clientsAreServed() {
        assertThat(zkCli("create", "/tutorial", "hello").err()).contains("Created /tutorial");
        assertThat(lastLine(zkCli("get", "/tutorial").succeeded())).isEqualTo("hello");
        assertThat(lastLine(zkCli("ls", "/").succeeded())).isEqualTo("[tutorial, zookeeper]");
        String _ = zkCli("set", "/tutorial", "world").succeeded();
        assertThat(zkCli("get", "-s", "/tutorial").succeeded().lines())
                .contains("world", "dataVersion = 1", "dataLength = 5", "ephemeralOwner = 0x0");
        String _ = zkCli("delete", "/tutorial").succeeded();
        Outcome gone = zkCli("get", "/tutorial");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err()).contains("Node does not exist: /tutorial");
    }

    private static String lastLine(String text) {
        return text.lines().toList().getLast();
    }

    private void watchesAreShown() {
        String said = script(1, "zkCli.sh", "-server", "127.0.0.1:" + clientPorts.get(2))
                .typing(
                        "create /watched one",
                        "get -w /watched",
                        "set /watched two",
                        "get /watched",
                        "delete /watched",
                        "quit")
                .run()
                .succeeded();
        assertThat(said)
                .contains("one")
                .contains("WATCHER::")
                .contains("WatchedEvent state:SyncConnected type:NodeDataChanged path:/watched")
                .contains("two");
    }

    private void oneServerStopsAndTheOthersGoOn() throws IOException {
        String _ = zkCli("create", "/goes-on", "1").succeeded();
        assertThat(zkServer(2, "stop").succeeded()).isEqualTo("Stopping zookeeper ... STOPPED\n");
        Outcome status = zkServer(2, "status");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).endsWith("Error contacting service. It is probably not running.\n");
        assertThat(Stream.of(awaitMode(1), awaitMode(3))).containsExactly("Mode: follower", "Mode: leader");
        assertThat(lastLine(zkCli("get", "/goes-on").succeeded())).isEqualTo("1");
        String _ = zkCli("set", "/goes-on", "2").succeeded();
        startOne(2);
        assertThat(awaitMode(2)).isEqualTo("Mode: follower");
        assertThat(zkServer(3, "restart").succeeded())
                .isEqualTo("Stopping zookeeper ... STOPPED\nStarting zookeeper ... STARTED\n");
        assertThat(awaitMode(3)).isEqualTo("Mode: follower");
        assertThat(Stream.of(awaitMode(1), awaitMode(2))).containsOnlyOnce("Mode: leader");
        assertThat(lastLine(zkCli("get", "/goes-on").succeeded())).isEqualTo("2");
    }

    private void scriptsTellAboutThemselves() {
        assertThat(zkServer(1, "version").succeeded()).contains("ZooKeeper 3.9");
        assertThat(zkServer(1, "print-cmd").succeeded()).contains("/bin/java").contains("zoo.cfg");
        Outcome unknown = zkServer(1, "fly");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("{start|start-foreground|stop|version|restart|status|print-cmd}");
    }

    @Test
    void aServerWithAnIdThatIsNoNumberSaysSoAndEnds() throws Exception {
        setUp();
        Files.writeString(home(1).resolve("data/myid"), "one\n");
        Outcome outcome = zkServer(1, "start-foreground");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out() + outcome.err()).contains("myid").contains("one");
    }

    @Test
    void ofFiveServersStartedInOrderTheThirdLeads() throws Exception {
        Ensemble ensemble = stage.ensemble(Collections.nCopies(5, Flavor.QUORATE), Map.of());
        start(ensemble, 1);
        start(ensemble, 2);
        Eventually.stays(
                "two of five are no majority",
                Duration.ofSeconds(2),
                () -> ensemble.member(1).mode().isEmpty()
                        && ensemble.member(2).mode().isEmpty());
        Outcome status = status(ensemble.member(1));
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).endsWith("Error contacting service. It is probably not running.\n");

        ensemble.member(3).start();
        ensemble.awaitServing();
        assertThat(ensemble.leader()).isEqualTo(ensemble.member(3));
        for (int id = 4; id <= 5; id++) {
            ensemble.member(id).start();
            assertThat(ensemble.member(id).awaitServing()).isEqualTo(Mode.FOLLOWER);
        }
        assertThat(ensemble.members().stream()
                        .map(member -> lastLine(status(member).succeeded())))
                .containsExactly(
                        "Mode: follower", "Mode: follower", "Mode: leader", "Mode: follower", "Mode: follower");
    }

    /// Blocks until it answers, and says that it has not found enough others.
    private static void start(Ensemble ensemble, int id) {
        ensemble.member(id).start();
        Eventually.holds(
                "server " + id + " looks",
                () -> ensemble.member(id)
                        .ask("srvr")
                        .contains("This ZooKeeper instance is not currently serving requests"));
    }

    private Outcome status(Member member) {
        String script = Archive.unpackedOnce().resolve("bin/zkServer.sh").toString();
        return Command.of(script, "status", member.config().toString())
                .in(stage.directory())
                .run();
    }
}
