package io.quorate.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.client.ApacheServer;
import io.quorate.client.ClientSettings;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What our shell does of its own, at Apache's server.
final class ShellTest {
    @TempDir
    private Path directory;

    /// Types `lines` at the prompt of a new shell.
    private static Outcome type(String server, String lines) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (Shell shell = new Shell(ClientSettings::of, printed, new PrintStream(err, true, StandardCharsets.UTF_8))) {
            shell.connect(server);
            shell.client().awaitConnected(10_000);
            LineSource source = new PlainLines(new BufferedReader(new StringReader(lines)), printed);
            int code = new Prompt(shell, source, false).run();
            return new Outcome(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), code);
        }
    }

    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void eventsOfACommandAreShownBeforeItsOutput() throws Exception {
        try (ApacheServer server = new ApacheServer(directory)) {
            Outcome outcome = Outcome.at(server.address(), List.of("ls", "/"));
            assertThat(outcome.out()).isEqualTo("""
                    Connecting to %s

                    WATCHER::

                    WatchedEvent state:SyncConnected type:None path:null zxid: -1
                    [zookeeper]
                    """.formatted(server.address()));
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.exitCode()).isZero();
        }
    }

    @Test
    void promptShowsServersStateAndTheNumberOfTheCommand() throws Exception {
        try (ApacheServer server = new ApacheServer(directory)) {
            Outcome outcome = type(server.address(), """
                    printwatches off

                    create /i "a b  c"
                    get /i
                    create /j '{"x": 1}'
                    get /j
                    set /j "no end
                    close
                    get /j
                    """);
            assertThat(afterGreeting(outcome)).isEqualTo("""
                    [zk: AT(CONNECTED) 0] [zk: AT(CONNECTED) 1] [zk: AT(CONNECTED) 1] [zk: AT(CONNECTED) 2] a b  c
                    [zk: AT(CONNECTED) 3] [zk: AT(CONNECTED) 4] {"x": 1}
                    [zk: AT(CONNECTED) 5] [zk: AT(CONNECTED) 6] [zk: AT(CLOSED) 7] Not connected
                    [zk: AT(CLOSED) 8] \
                    """.replace("AT", server.address()));
            assertThat(outcome.err()).isEqualTo("""
                    Created /i
                    Created /j
                    Quote without an end: "no end
                    """);
            assertThat(outcome.exitCode()).isEqualTo(1);
        }
    }

    /// The news of the connection come from a thread of their own: before the first prompt, or behind it.
    private static String afterGreeting(Outcome outcome) {
        String connected = """

                WATCHER::

                WatchedEvent state:SyncConnected type:None path:null zxid: -1
                """;
        return outcome.out().substring(outcome.out().indexOf("[zk: ")).replace(connected, "");
    }

    @Test
    void historyIsShownAndRepeated() throws Exception {
        try (ApacheServer server = new ApacheServer(directory)) {
            Outcome outcome = type(server.address(), """
                    printwatches off
                    ls /
                    redo 1
                    history
                    redo 1
                    redo 99
                    redo 5
                    redo x
                    """);
            assertThat(afterGreeting(outcome).replaceAll("\\[zk: [^]]*] ", "")).isEqualTo("""
                    [zookeeper]
                    [zookeeper]
                    0 - printwatches off
                    1 - ls /
                    2 - ls /
                    3 - history
                    [zookeeper]
                    """);
            assertThat(outcome.err()).isEqualTo("""
                    Command index out of range
                    No redoing redos
                    Command index out of range
                    """);
        }
    }

    @Test
    void quitLeavesWithTheCodeOfTheCommandBefore() throws Exception {
        try (ApacheServer server = new ApacheServer(directory)) {
            assertThat(type(server.address(), "ls /none\nquit\nls /\n").exitCode())
                    .isEqualTo(1);
            assertThat(type(server.address(), "ls /none\nls /\nexit\nls /none\n")
                            .exitCode())
                    .isZero();
            assertThat(type(server.address(), "nope\n").exitCode()).isEqualTo(127);
        }
    }

    @Test
    void connectMovesToOtherServersAndBelowAChroot() throws Exception {
        try (ApacheServer server = new ApacheServer(directory)) {
            assertThat(Outcome.at(server.address(), List.of("create", "/app")).exitCode())
                    .isZero();
            Outcome outcome = type(server.address(), """
                    printwatches off
                    connect %s/app
                    create /x data
                    setquota -n 10 /x
                    listquota /x
                    config
                    ls -R /
                    connect nowhere:port
                    """.formatted(server.address()));
            assertThat(afterGreeting(outcome).replaceAll("\\[zk: [^]]*] ", "")).isEqualTo("""
                    Output quota for /x count=10,bytes=-1=;byteHardLimit=-1;countHardLimit=-1
                    Output stat for /x count=1,bytes=4

                    /
                    /x
                    """);
            assertThat(outcome.err()).isEqualTo("""
                    Created /x
                    absolute path is /zookeeper/quota/app/x/zookeeper_limits
                    server address 'nowhere:port' has port 'port'; expected a number from 1 to 65535
                    """);
        }
    }

    @Test
    void watchesAreShownWithTheirZxidUnlessSwitchedOff() throws Exception {
        try (ApacheServer server = new ApacheServer(directory)) {
            Outcome outcome = type(server.address(), """
                    create /w
                    addWatch /w
                    set /w x
                    printwatches
                    printwatches off
                    set /w y
                    removewatches /w
                    """);
            assertThat(outcome.out())
                    .contains("\nWATCHER::\n\nWatchedEvent state:SyncConnected type:NodeDataChanged path:/w zxid: 3\n")
                    .contains("printwatches is on\n")
                    .doesNotContain("zxid: 4")
                    .doesNotContain("Removed");
        }
    }

    @Test
    void silentServersAreNamed() throws Exception {
        String dead = "127.0.0.1:" + deadPort();
        assertThat(Outcome.at(dead, List.of("ls", "/")))
                .isEqualTo(new Outcome(
                        "Connecting to " + dead + "\n",
                        "KeeperErrorCode = ConnectionLoss for / (" + dead + ": Connection refused)\n",
                        1));
        assertThat(Outcome.of("-server", dead, "-timeout", "300", "-waitforconnection", "ls", "/"))
                .isEqualTo(new Outcome(
                        "Connecting to " + dead + "\n",
                        "No server answered within 300 ms: " + dead + ": Connection refused\n",
                        1));
    }

    @Test
    void waitsForAServerThatIsStillStarting() throws Exception {
        try (ApacheServer server = new ApacheServer(directory)) {
            String at = server.address();
            server.stop();
            Thread later = Thread.ofVirtual().start(server::start);
            Outcome outcome = Outcome.of("-server", at, "-waitforconnection", "ls", "/");
            later.join();
            assertThat(outcome.out()).endsWith("[zookeeper]\n");
        }
    }

    @Test
    void wrongOptionsAndConfigurationsHaveCodesOfTheirOwn() throws Exception {
        assertThat(Outcome.of("-nonsense").exitCode()).isEqualTo(1);
        assertThat(Outcome.of("-timeout", "soon").err()).contains("soon");
        assertThat(Outcome.of("-server", "a:b", "ls", "/").exitCode()).isEqualTo(1);
        Outcome missing =
                Outcome.of("-client-configuration", directory.resolve("none").toString(), "ls", "/");
        assertThat(missing.exitCode()).isEqualTo(2);
        Path file = Files.writeString(
                directory.resolve("client.properties"),
                "zookeeper.client.secure=true\nzookeeper.ssl.trustStore.location=/nowhere/trust.pem\n");
        Outcome unusable = Outcome.of("-client-configuration", file.toString(), "ls", "/");
        assertThat(unusable.exitCode()).isEqualTo(2);
        assertThat(unusable.err()).contains("zookeeper.ssl.trustStore.location /nowhere/trust.pem");
    }

    @Test
    void everyCommandIsExplained() throws Exception {
        Outcome help = Outcome.of("--help");
        assertThat(help.exitCode()).isZero();
        for (Command command : Commands.all()) {
            assertThat(help.out()).containsPattern("(?m)^  " + command.name() + " +\\w");
            assertThat(command.meaning()).isNotBlank();
        }
        try (ApacheServer server = new ApacheServer(directory)) {
            assertThat(Outcome.at(server.address(), List.of("help", "set")).out())
                    .endsWith("""
                    set path data [-s] [-v version] [-b]
                        change the data of a znode
                        -s            show the new stat
                        -v version    only if the znode has this version
                        -b            the data are base64
                    """);
        }
    }

    @Test
    void subtreeIsDeletedInManySmallSteps() throws Exception {
        try (ApacheServer server = new ApacheServer(directory)) {
            StringBuilder lines = new StringBuilder("create /t\n");
            for (int i = 0; i < 50; i++) {
                lines.append("create /t/")
                        .append(i)
                        .append("\ncreate /t/")
                        .append(i)
                        .append("/x\n");
            }
            assertThat(type(server.address(), lines + "deleteall /t -b 3\n").exitCode())
                    .isZero();
            assertThat(type(server.address(), lines + "deleteall /t -b 0\n").exitCode())
                    .isZero();
            assertThat(type(server.address(), lines + "deleteall /t\n").exitCode())
                    .isZero();
            assertThat(Outcome.at(server.address(), List.of("ls", "/")).out()).endsWith("[zookeeper]\n");
            Outcome refused = Outcome.at(server.address(), List.of("deleteall", "/zookeeper"));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).startsWith("Failed to delete some node(s) in the subtree!");
        }
    }

    @Test
    void setAclOfASubtreePassesByWhatIsNotItsOwn() throws Exception {
        try (ApacheServer server = new ApacheServer(directory)) {
            Outcome outcome = type(server.address(), """
                    printwatches off
                    create /t
                    create /t/1 data digest:u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=:r
                    create /t/2
                    setAcl -R /t world:anyone:r
                    getAcl /t/2
                    """);
            assertThat(afterGreeting(outcome).replaceAll("\\[zk: [^]]*] ", "")).isEqualTo("""
                    KeeperErrorCode = NoAuth for /t/1
                    'world,'anyone
                    : r
                    """);
        }
    }

    @Test
    void clientAddressesOfAConfigurationAreShownOnOneLine() {
        assertThat(EnsembleCommands.forClients("""
                server.1=a:2888:3888:participant;0.0.0.0:2181
                server.2=b:2888:3888:observer;b:2182
                server.3=c:2888:3888:participant
                version=100000003""")).isEqualTo("100000003 0.0.0.0:2181,b:2182");
    }
}
