package io.quorate.runtime.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.model.ServerId;
import io.quorate.replica.NewSessions;
import io.quorate.zab.quorum.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file is written, read, and the values or the sentence looked at.
final class ConfigReaderTest {
    private static final String THREE_SERVERS = """
            initLimit=10
            syncLimit=5
            server.1=zk1:2888:3888
            server.2=zk2:2888:3888
            server.3=zk3:2888:3888
            """;

    @TempDir
    Path directory;

    private final Properties system = new Properties();

    @Test
    void theSampleFileMakesAServerAlone() throws Exception {
        ServerConfig config = read("tickTime=2000\ninitLimit=10\nsyncLimit=5\nclientPort=2181\n");

        assertThat(config.membership().standalone()).isTrue();
        assertThat(config.membership().self()).isEqualTo(new ServerId(0));
        assertThat(config.clients().port()).isEqualTo(2181);
        assertThat(config.clients().host()).isNull();
        assertThat(config.clients().maxPerAddress()).isEqualTo(60);
        assertThat(config.timing()).isEqualTo(new ServerConfig.Timing(2000, 4000, 40_000, 10, 5));
        assertThat(config.directories().snapshots()).isEqualTo(directory.resolve("version-2"));
        assertThat(config.directories().logs()).isEqualTo(directory.resolve("version-2"));
        assertThat(config.storage().snapCount()).isEqualTo(100_000);
        assertThat(config.storage().purgeInterval()).isZero();
        assertThat(config.fourLetterWords()).containsExactly("srvr");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void theSecondFormIsPortDirectoryTickAndConnections() throws Exception {
        ServerConfig two = ConfigReader.read(List.of("2181", directory.toString()), system);
        ServerConfig four = ConfigReader.read(List.of("2181", directory.toString(), "500", "7"), system);

        assertThat(two.clients().port()).isEqualTo(2181);
        assertThat(two.clients().maxPerAddress()).as("no limit").isZero();
        assertThat(two.timing().tickMillis()).isEqualTo(3000);
        assertThat(four.timing().tickMillis()).isEqualTo(500);
        assertThat(four.clients().maxPerAddress()).isEqualTo(7);
    }

    @Test
    void severalServersMakeAnEnsembleInWhichMyidNamesThisOne() throws Exception {
        myid("  2 \n");
        ServerConfig config = read(THREE_SERVERS + "clientPort=2181\n");

        assertThat(config.membership().standalone()).isFalse();
        assertThat(config.membership().self()).isEqualTo(new ServerId(2));
        assertThat(config.membership().ensemble().text()).isEqualTo("""
                server.1=zk1:2888:3888:participant
                server.2=zk2:2888:3888:participant
                server.3=zk3:2888:3888:participant
                version=0""");
    }

    @Test
    void aServerLineMaySayTheClientPortWhichThenCounts() throws Exception {
        myid("1");
        ServerConfig config = read("""
                initLimit=10
                syncLimit=5
                clientPort=9999
                server.1=[::1]:2888:3888:PARTICIPANT;[::1]:2181
                server.2=[fe80::2]:2888:3888;2182
                server.3=h:2888:3888
                """);

        assertThat(config.clients().port()).isEqualTo(2181);
        assertThat(config.clients().host()).isEqualTo("::1");
        assertThat(config.membership().own())
                .isEqualTo(new Member(new ServerId(1), "::1", 2888, 3888, Member.Role.PARTICIPANT, "[::1]:2181"));
        assertThat(config.membership().ensemble().members().get(new ServerId(2)))
                .isEqualTo(new Member(new ServerId(2), "fe80::2", 2888, 3888, Member.Role.PARTICIPANT, "0.0.0.0:2182"));
    }

    @Test
    void aSingleServerLineIsIgnoredExceptForItsClientPort() throws Exception {
        myid("1");
        ServerConfig config = read("server.1=h:2888:3888;2181\n");

        assertThat(config.membership().standalone()).isTrue();
        assertThat(config.clients().port()).isEqualTo(2181);
        assertThat(config.warnings()).anyMatch(warning -> warning.contains("Only one server"));
    }

    @Test
    void aSingleServerMayBeAnEnsembleIfAskedTo() throws Exception {
        myid("1");
        ServerConfig config =
                read("standaloneEnabled=false\nclientPort=1\ninitLimit=10\nsyncLimit=5\nserver.1=h:2888:3888\n");

        assertThat(config.membership().standalone()).isFalse();
        assertThat(config.membership().ensemble().voters()).isEqualTo(1);
    }

    @Test
    void changesAreRememberedForPersistentWatchesUnlessThereIsNoRoomForThem() throws Exception {
        assertThat(read("clientPort=1\n").membership().service().watchHistoryBytes())
                .isEqualTo(8 << 20);
        assertThat(read("clientPort=1\nwatchHistoryBytes=0\n")
                        .membership()
                        .service()
                        .watchHistoryBytes())
                .isZero();
    }

    @Test
    void readsAreConfirmedOnlyIfAskedFor() throws Exception {
        assertThat(read("clientPort=1\n").membership().service().linearizableReads())
                .isFalse();
        assertThat(read("clientPort=1\nlinearizableReads=true\n")
                        .membership()
                        .service()
                        .linearizableReads())
                .isTrue();
    }

    @Test
    void keysAndValuesAreTrimmedAndColonsSeparateToo() throws Exception {
        ServerConfig config = read("  tickTime :  500  \nclientPort =2181\t \n! remark\nsnapCount 7\n");

        assertThat(config.timing().tickMillis()).isEqualTo(500);
        assertThat(config.clients().port()).isEqualTo(2181);
        assertThat(config.storage().snapCount()).isEqualTo(7);
    }

    @Test
    void theFileWinsOverSystemPropertiesAndNeedsNoPrefix() throws Exception {
        system.setProperty("zookeeper.snapCount", "11");
        system.setProperty("zookeeper.preAllocSize", "13");
        system.setProperty("jute.maxbuffer", "0xfffff");
        ServerConfig config = read("clientPort=1\nsnapCount=22\n");

        assertThat(config.storage().snapCount()).isEqualTo(22);
        assertThat(config.storage().preallocationBytes()).isEqualTo(13 * 1024);
        assertThat(config.clients().maxFrameBytes()).isEqualTo(0xfffff);
    }

    @Test
    void aKeyWithThePrefixOfSystemPropertiesIsUnderstoodWithARemark() throws Exception {
        ServerConfig config = read("clientPort=1\nzookeeper.snapCount=22\n");

        assertThat(config.storage().snapCount()).isEqualTo(22);
        assertThat(config.warnings())
                .containsExactly("zookeeper.snapCount is read as snapCount; in a file the prefix is left out.");
    }

    @Test
    void fourLetterWordsAreTrimmedAndSrvrIsAlwaysThere() throws Exception {
        assertThat(read("clientPort=1\n4lw.commands.whitelist=stat, ruok ,mntr\n")
                        .fourLetterWords())
                .containsExactlyInAnyOrder("srvr", "stat", "ruok", "mntr");
    }

    @Test
    void thePurgeIntervalIsInHoursUnlessAUnitFollows() throws Exception {
        assertThat(purge("24")).isEqualTo(Duration.ofHours(24));
        assertThat(purge("90m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(purge("500 ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(sentence("clientPort=1\nautopurge.purgeInterval=daily\n"))
                .isEqualTo(
                        "autopurge.purgeInterval=daily cannot be used: expected hours, 0 for never, or a number followed by"
                                + " ms, s, m, h or d");
    }

    @Test
    void aPurgeIntervalThatNoThreadCanWaitForIsRefused() throws Exception {
        assertThat(sentence("clientPort=1\nautopurge.purgeInterval=9223372036854775807s\n"))
                .startsWith("autopurge.purgeInterval=9223372036854775807s cannot be used");
    }

    @Test
    void aTickWhoseMultiplesOverflowIsRefused() throws Exception {
        assertThat(sentence("clientPort=1\ntickTime=2000000000\n")).startsWith("tickTime=2000000000 cannot be used");
    }

    @Test
    void limitsThatAreLongerThanDeadlinesCanBeAreRefused() throws Exception {
        assertThat(sentence("clientPort=1\ntickTime=2000\nsyncLimit=2147483647\n"))
                .isEqualTo("syncLimit=2147483647 cannot be used: expected a number of ticks, such as 5, and less than"
                        + " 25 days of ticks");
    }

    @Test
    void noSessionIsGivenATimeoutThatWouldEndIt() throws Exception {
        assertThat(read("clientPort=1\nminSessionTimeout=0\n").timing().minSessionTimeoutMillis())
                .isEqualTo(1);
    }

    @Test
    void framesThatFitIntoNoBufferAreRefused() throws Exception {
        assertThat(sentence("clientPort=1\njute.maxbuffer=2147483647\n"))
                .isEqualTo("jute.maxbuffer=2147483647 cannot be used: expected a number of bytes from 1 to 1073741824");
        ServerConfig most = read("clientPort=1\njute.maxbuffer=0x40000000\njute.maxbuffer.extrasize=2147483647\n");
        assertThat(most.storage().maxRecordBytes()).isBetween(1 << 30, Integer.MAX_VALUE - (1 << 21));
    }

    /// What was written when limits were larger can still be read.
    @Test
    void txnsOfTheUsualSizeAreReadHoweverSmallFramesAre() throws Exception {
        for (String small : List.of("jute.maxbuffer=4096", "jute.maxbuffer.extrasize=0")) {
            assertThat(read("clientPort=1\n" + small + "\n").storage().maxRecordBytes())
                    .as(small)
                    .isEqualTo(2_097_150);
        }
    }

    @Test
    void noTxnIsProposedThatAServerWithTheSameSettingsCannotRead() throws Exception {
        assertThat(txnBytes("")).isEqualTo(2_097_150);
        assertThat(txnBytes("jute.maxbuffer=4194304\n")).isEqualTo(8_388_608);
        assertThat(txnBytes("jute.maxbuffer=4194304\njute.maxbuffer.extrasize=1048576\n"))
                .isEqualTo(5_242_880);
        assertThat(txnBytes("jute.maxbuffer=4096\njute.maxbuffer.extrasize=0\n"))
                .isEqualTo(4096 + 1024);
    }

    private int txnBytes(String text) throws Exception {
        return read("clientPort=1\n" + text).storage().maxTxnBytes();
    }

    @Test
    void nobodyIsThrottledUnlessItIsAskedFor() throws Exception {
        assertThat(read("clientPort=1\n").clients().throttling())
                .isEqualTo(new ServerConfig.Throttling(
                        0, 0, -1, 100 << 20, new ServerConfig.ConnectionTokens(0, 1, 1, -1, 0.02, 0.002, 0, 1, 1)));
    }

    @Test
    void throttlingHasZooKeepersKeys() throws Exception {
        ServerConfig config = read("""
                clientPort=1
                request_throttle_max_requests=5
                throttled_op_wait_time=6
                largeRequestThreshold=7
                largeRequestMaxBytes=8
                connection_throttle_tokens=9
                connection_throttle_fill_time=10
                connection_throttle_fill_count=11
                connection_throttle_freeze_time=12
                connection_throttle_drop_increase=0.13
                connection_throttle_drop_decrease=0.14
                connection_throttle_decrease_ratio=0.15
                connection_throttle_weight_enabled=true
                connection_throttle_global_session_weight=4
                """);
        assertThat(config.clients().throttling())
                .isEqualTo(new ServerConfig.Throttling(
                        5, 6, 7, 8, new ServerConfig.ConnectionTokens(9, 10, 11, 12, 0.13, 0.14, 0.15, 4, 2)));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void throttlingThatCannotWorkIsRefused() throws Exception {
        assertThat(sentence("clientPort=1\nconnection_throttle_drop_increase=2\n"))
                .isEqualTo("connection_throttle_drop_increase=2 cannot be used: expected a number from 0 to 1");
        assertThat(sentence("clientPort=1\nconnection_throttle_tokens=2\nconnection_throttle_weight_enabled=true\n"))
                .startsWith("connection_throttle_tokens=2 cannot be used: expected at least 3");
    }

    @Test
    void throttlingThatHasNoMeaningHereIsSaid() throws Exception {
        ServerConfig config = read("""
                clientPort=1
                request_throttle_stall_time=50
                request_throttle_drop_stale=false
                request_stale_connection_check=false
                request_stale_latency_check=true
                """);
        assertThat(config.warnings()).hasSize(4).allMatch(warning -> warning.contains(" has no effect: "));
    }

    @Test
    void newSessionsAreGlobalUnlessTheOperatorSaysOtherwise() throws Exception {
        String both = "localSessionsEnabled=true\nlocalSessionsUpgradingEnabled=true\n";
        assertThat(member("").membership().service().newSessions()).isEqualTo(NewSessions.GLOBAL);
        assertThat(member("localSessionsEnabled=true\n").membership().service().newSessions())
                .isEqualTo(NewSessions.LOCAL);
        assertThat(member(both).membership().service().newSessions()).isEqualTo(NewSessions.UPGRADABLE);
        assertThat(member("localSessionsUpgradingEnabled=true\n").warnings())
                .containsExactly("localSessionsUpgradingEnabled has no effect without localSessionsEnabled=true: every"
                        + " session is global.");
    }

    @Test
    void aServerAloneHasNoLocalSessions() throws Exception {
        ServerConfig config = read("clientPort=1\nlocalSessionsEnabled=true\n");
        assertThat(config.membership().service().newSessions()).isEqualTo(NewSessions.GLOBAL);
        assertThat(config.warnings()).hasSize(1).first().asString().startsWith("localSessionsEnabled has no effect");
    }

    @Test
    void aServerMayOfferReadsWithoutALeaderAndThenSaysSo() throws Exception {
        assertThat(member("").membership().service().readOnlyMode()).isFalse();
        ServerConfig config = member("readonlymode.enabled=true\n");
        assertThat(config.membership().service().readOnlyMode()).isTrue();
        assertThat(config.fourLetterWords()).containsExactlyInAnyOrder("srvr", "isro");
    }

    @Test
    void readOnlyModeMayBeASystemProperty() throws Exception {
        system.setProperty("readonlymode.enabled", "true");
        assertThat(member("").membership().service().readOnlyMode()).isTrue();
    }

    @Test
    void localSessionsTakeTheirOwnNumberOfTokens() throws Exception {
        String weights = """
                connection_throttle_weight_enabled=true
                connection_throttle_global_session_weight=5
                connection_throttle_local_session_weight=2
                """;
        assertThat(member(weights).clients().throttling().connectionTokens().forNewSession())
                .isEqualTo(5);
        assertThat(member(weights + "localSessionsEnabled=true\n")
                        .clients()
                        .throttling()
                        .connectionTokens()
                        .forNewSession())
                .isEqualTo(2);
    }

    private Duration purge(String text) throws Exception {
        return read("clientPort=1\nautopurge.purgeInterval=" + text + "\n")
                .storage()
                .purgeInterval();
    }

    @Test
    void unknownKeysAreAcceptedWithTheNearestKnownOne() throws Exception {
        assertThat(read("clientPort=1\ntickTim=2000\nsomething.else=1\n").warnings())
                .containsExactlyInAnyOrder(
                        "tickTim is not a known key and has no effect; is tickTime meant?",
                        "something.else is not a known key and has no effect.");
    }

    @Test
    void knownKeysWithoutSupportAreSaidOnceAndWithoutTheirValue() throws Exception {
        ServerConfig config = read("""
                clientPort=1
                admin.serverPort=8080
                ssl.keyStore.password=secret
                readonlymode.enabled=false
                commitProcessor.numWorkerThreads=4
                """);

        assertThat(config.warnings())
                .containsExactlyInAnyOrder(
                        "admin.serverPort is not supported yet and has no effect.",
                        "ssl.keyStore.password is not supported yet and has no effect.");
    }

    @Test
    void relativePathsAreMentionedUnlessMarked() throws Exception {
        assertThat(ConfigReader.read(List.of("1", "data"), system).warnings())
                .singleElement()
                .asString()
                .contains("data is a relative path");
        assertThat(ConfigReader.read(List.of("1", "./data"), system).warnings()).isEmpty();
    }

    @Test
    void whatDoesNotFitTogetherStopsTheStart() throws Exception {
        myid("1");
        assertThat(sentence("dataDir=\n")).isEqualTo("dataDir is not set");
        assertThat(sentence("clientPortAddress=h\n")).isEqualTo("clientPortAddress is set but clientPort is not set");
        assertThat(sentence("secureClientPortAddress=h\n"))
                .isEqualTo("secureClientPortAddress is set but secureClientPort is not set");
        assertThat(sentence("tickTime=0\n")).isEqualTo("tickTime is not set");
        assertThat(sentence("minSessionTimeout=3\nmaxSessionTimeout=2\n"))
                .isEqualTo("minSessionTimeout must not be larger than maxSessionTimeout");
        assertThat(sentence("electionAlg=2\n")).isEqualTo("Invalid electionAlg value. Only 3 is supported.");
        assertThat(sentence("peerType=arbiter\n" + THREE_SERVERS)).isEqualTo("Unrecognised peertype: arbiter");
        assertThat(sentence("reconfigEnabled=yes\n"))
                .isEqualTo("Invalid option yes for reconfigEnabled. Choose 'true' or 'false.'");
        assertThat(sentence("standaloneEnabled=false\n"))
                .isEqualTo("standaloneEnabled = false then number of participants should be >0");
        assertThat(sentence("server.1=h:1:2:observer\n"))
                .isEqualTo("Observers w/o participants is an invalid configuration");
        assertThat(sentence("server.1=h:1:2\nserver.2=h:3:4:observer\n"))
                .isEqualTo("Observers w/o quorum is an invalid configuration");
        assertThat(sentence(THREE_SERVERS.replace("initLimit", "#"))).isEqualTo("initLimit is not set");
        assertThat(sentence(THREE_SERVERS.replace("syncLimit", "#"))).isEqualTo("syncLimit is not set");
        assertThat(sentence("quorum.auth.serverRequireSasl=true\n"))
                .isEqualTo("quorum.auth.enableSasl is disabled, so cannot enable quorum.auth.serverRequireSasl");
        assertThat(sentence(
                        "clientPort=1\nclientPortAddress=a\n" + THREE_SERVERS.replace("zk1:2888:3888", "h:1:2;b:1")))
                .isEqualTo("Client address in the line of server.1 is b:1, but clientPortAddress and clientPort say"
                        + " a:1: expected the same, or no clientPortAddress");
    }

    @Test
    void wrongValuesAreNamedWithWhatWasExpected() throws Exception {
        assertThat(sentence("clientPort=http\n"))
                .isEqualTo(
                        "clientPort=http cannot be used: expected a port from 1 to 65535, or 0 for any that is free");
        assertThat(sentence("clientPort=70000\n")).startsWith("clientPort=70000 cannot be used");
        assertThat(sentence("tickTime=2s\n"))
                .isEqualTo("tickTime=2s cannot be used: expected milliseconds, a whole number, such as 2000");
        assertThat(sentence("snapCount=many\n")).isEqualTo("snapCount=many cannot be used: expected a number of txns");
        assertThat(sentence("DigestAuthenticationProvider.digestAlg=SHA9\n"))
                .startsWith("DigestAuthenticationProvider.digestAlg=SHA9 cannot be used");
        assertThat(sentence("a=\\u00zz\n")).startsWith("The configuration is not in properties syntax");
    }

    @Test
    void serverLinesAreCheckedPartByPart() throws Exception {
        assertThat(sentence("server.1=h:2888\n"))
                .startsWith("server.1=h:2888 does not have the form host:port:port or host:port:port:type");
        assertThat(sentence("server.1=[::1:2888:3888\n")).contains("does not have the form");
        assertThat(sentence("server.1=h:2888:\n")).isEqualTo("Missing election port for server: 1");
        assertThat(sentence("server.1=h:2888:2888\n")).startsWith("Client and election port must be different!");
        assertThat(sentence("server.1=h:2888:99999\n")).contains("expected a port from 1 to 65535 instead of '99999'");
        assertThat(sentence("server.one=h:1:2\n")).startsWith("server.one does not name a server");
        assertThat(sentence("server.1=h:1:2:arbiter\n")).isEqualTo("Unrecognised peertype: arbiter");
        assertThat(sentence("server.1=h:1:2\nserver.1=g:1:2\n")).startsWith("server.1 is in the file twice");
        assertThat(sentence("server.1=h:1:2\nserver.01=g:1:2\n")).startsWith("server.1 is in the file twice");
    }

    @Test
    void anEnsembleNeedsAMyidThatIsInTheList() throws Exception {
        assertThat(sentence(THREE_SERVERS)).startsWith("myid file is missing");
        myid("two");
        assertThat(sentence(THREE_SERVERS))
                .startsWith("serverid two is not a number")
                .endsWith("myid");
        myid("4");
        assertThat(sentence(THREE_SERVERS)).endsWith("but the configuration names only 1, 2, 3");
    }

    @Test
    void whatProtectsSomethingAndIsNotSupportedStopsTheStart() throws Exception {
        myid("1");
        for (String line : List.of(
                "secureClientPort=2281",
                "sslQuorum=true",
                "portUnification=true",
                "quorum.auth.enableSasl=true",
                "reconfigEnabled=true",
                "dynamicConfigFile=/x",
                "sessionRequireClientSASLAuth=true",
                "audit.enable=true",
                "client.portUnification=true",
                "authProvider.sasl=org.apache.zookeeper.server.auth.SASLAuthenticationProvider",
                "group.1=1:2",
                "weight.1=2",
                "oraclePath=/x",
                "server.4=h:1:2:observer",
                "peerType=observer",
                "server.4=h:1:2|i:1:2",
                "server.4=h:1:2;2181;2281")) {
            String key = line.substring(0, line.indexOf('='));
            assertThat(sentence(THREE_SERVERS + line + "\n"))
                    .as(line)
                    .startsWith(key)
                    .contains("not supported yet");
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatExceptionOfType(InvalidConfigException.class)
                .isThrownBy(() -> ConfigReader.read(List.of("/nowhere/zoo.cfg"), system))
                .withMessage("/nowhere/zoo.cfg file is missing");
    }

    private void myid(String text) throws IOException {
        Files.writeString(directory.resolve("myid"), text);
    }

    private ServerConfig read(String text) throws IOException, InvalidConfigException {
        Path file = directory.resolve("zoo.cfg");
        Files.writeString(file, "dataDir=" + directory + "\n" + text, StandardCharsets.ISO_8859_1);
        return ConfigReader.read(List.of(file.toString()), system);
    }

    private ServerConfig member(String text) throws IOException, InvalidConfigException {
        myid("1");
        return read("clientPort=1\n" + THREE_SERVERS + text);
    }

    private String sentence(String text) throws IOException {
        try {
            read(text);
            return "accepted";
        } catch (InvalidConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
