package io.quorate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The words are asked of a server whose every number is set by hand.
final class WordsTest {
    private static final Status ALONE = status(ServerState.LEADING, "broadcast", true, true);
    private static final Status LEADER = status(ServerState.LEADING, "broadcast", true, false);
    private static final Status LOOKING = status(ServerState.LOOKING, "election", false, false);
    private static final Status IN_THE_DARK = status(ServerState.LOOKING, "election", false, true, false);

    private static final Connections.Row CLIENT = new Connections.Row(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000),
            new SessionId(0x1000L),
            4000,
            true,
            1,
            12,
            11,
            1_700_000_000_000L,
            OpCode.GET_DATA,
            7,
            new Zxid(0x2a),
            99,
            3,
            new Connections.Latency(0, 1.23456, 5));

    private static final Connections.Row STRANGER = new Connections.Row(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_001),
            SessionId.NONE,
            0,
            true,
            0,
            0,
            0,
            1_700_000_000_000L,
            null,
            0,
            Zxid.ZERO,
            0,
            0,
            new Connections.Latency(0, 0, 0));

    private static final Connections TWO = new Connections(
            List.of(CLIENT, STRANGER),
            5,
            4,
            1,
            new Connections.Latency(0, 2.33333, 4),
            Map.of("connection_rejected", "3"));

    @Test
    void srvrOfAServerAlone() {
        assertThat(answer("srvr", ALONE)).isEqualTo("""
                Zookeeper version: 3.9.6-quorate-0.1.0, built on 2026-11-22 00:00 UTC
                Latency min/avg/max: 0/2.3333/4
                Received: 5
                Sent: 4
                Connections: 2
                Outstanding: 1
                Zxid: 0x10000002a
                Mode: standalone
                Node count: 5
                """);
    }

    @Test
    void srvrOfALeaderAddsTheSizesOfProposals() {
        assertThat(answer("srvr", LEADER)).endsWith("""
                Mode: leader
                Node count: 5
                Proposal sizes last/min/max: 40/20/60
                """);
    }

    @Test
    void aServerThatOnlyLetsReadSaysSo() {
        assertThat(answer("isro", IN_THE_DARK)).isEqualTo("ro");
        assertThat(answer("srvr", IN_THE_DARK)).startsWith("""
                        Zookeeper version: 3.9.6-quorate-0.1.0, built on 2026-11-22 00:00 UTC
                        READ-ONLY mode; serving only read-only clients
                        Latency""").contains("Mode: read-only\n");
        assertThat(answer("mntr", IN_THE_DARK))
                .contains("zk_server_state\tread-only\n", "zk_local_sessions\t10\n")
                .doesNotContain("zk_peer_state");
    }

    @Test
    void statListsConnectionsBeforeTheNumbers() {
        assertThat(answer("stat", ALONE)).isEqualTo("""
                Zookeeper version: 3.9.6-quorate-0.1.0, built on 2026-11-22 00:00 UTC
                Clients:
                 /127.0.0.1:50000[1](queued=1,recved=12,sent=11)
                 /127.0.0.1:50001[1](queued=0,recved=0,sent=0)

                Latency min/avg/max: 0/2.3333/4
                Received: 5
                Sent: 4
                Connections: 2
                Outstanding: 1
                Zxid: 0x10000002a
                Mode: standalone
                Node count: 5
                """);
    }

    @Test
    void consSaysAllAboutConnectionsThatHaveASession() {
        assertThat(answer("cons", ALONE)).isEqualTo("""
                 /127.0.0.1:50000[1](queued=1,recved=12,sent=11,sid=0x1000,lop=GETD,est=1700000000000,to=4000,\
                lcxid=0x7,lzxid=0x2a,lresp=99,llat=3,minlat=0,avglat=1.2346,maxlat=5)
                 /127.0.0.1:50001[1](queued=0,recved=0,sent=0)

                """);
    }

    @Test
    void confOfAServerAlone() {
        assertThat(answer("conf", ALONE)).isEqualTo("""
                clientPort=2181
                secureClientPort=-1
                dataDir=/d/version-2
                dataDirSize=100
                dataLogDir=/l/version-2
                dataLogSize=200
                tickTime=2000
                maxClientCnxns=60
                minSessionTimeout=4000
                maxSessionTimeout=40000
                clientPortListenBacklog=-1
                serverId=3
                """);
    }

    @Test
    void confOfAMemberAddsTheEnsemble() {
        assertThat(answer("conf", LEADER)).endsWith("""
                serverId=3
                initLimit=10
                syncLimit=5
                electionAlg=3
                electionPort=3888
                quorumPort=2888
                peerType=0
                membership:\s
                server.1=h:1:2:participant
                version=0""");
    }

    @Test
    void mntrSeparatesByTabsAndHasTheKeysThatMonitorsNeed() {
        assertThat(answer("mntr", LEADER).lines())
                .contains(
                        "zk_version\t3.9.6-quorate-0.1.0, built on 2026-11-22 00:00 UTC",
                        "zk_server_state\tleader",
                        "zk_peer_state\tleading - broadcast",
                        "zk_avg_latency\t2.3333",
                        "zk_num_alive_connections\t2",
                        "zk_znode_count\t5",
                        "zk_watch_count\t6",
                        "zk_ephemerals_count\t7",
                        "zk_approximate_data_size\t8",
                        "zk_global_sessions\t9",
                        "zk_quorum_size\t3",
                        "zk_learners\t2",
                        "zk_synced_followers\t1",
                        "zk_pending_syncs\t0");
        assertThat(answer("mntr", ALONE)).doesNotContain("zk_peer_state", "zk_learners", "zk_quorum_size");
    }

    @Test
    void onlySrvrIsAnsweredUnlessAllowed() {
        assertThat(answer(Set.of(), "ruok", ALONE))
                .isEqualTo("ruok is not executed because it is not in the whitelist.\n");
        assertThat(answer(Set.of(), "telnet close", ALONE))
                .isEqualTo("telnet close is not executed because it is not in the whitelist.\n");
        assertThat(answer(Set.of("srvr"), "srvr", ALONE)).startsWith("Zookeeper version: ");
        assertThat(answer(Set.of("ruok"), "ruok", ALONE)).isEqualTo("imok");
        assertThat(answer(Set.of("RUOK"), "ruok", ALONE)).startsWith("ruok is not executed");
    }

    @Test
    void whatIsNoWordHasNoAnswer() {
        assertThat(answer("quit", ALONE)).isEqualTo("none");
    }

    @Test
    void aServerThatDoesNotServeSaysSo() {
        String sentence = "This ZooKeeper instance is not currently serving requests\n";
        for (String word : List.of("srvr", "stat", "mntr", "conf", "cons", "dirs", "srst", "crst")) {
            assertThat(answer(word, LOOKING)).as(word).isEqualTo(sentence);
        }
        assertThat(answer("ruok", LOOKING)).isEqualTo("imok");
        assertThat(answer("isro", LOOKING)).isEqualTo("null");
        assertThat(answer("gtmk", LOOKING)).isEqualTo("306");
        assertThat(answer("envi", LOOKING)).startsWith("Environment:\nzookeeper.version=3.9.6");
    }

    @Test
    void theSmallOnes() {
        assertThat(answer("isro", ALONE)).isEqualTo("rw");
        assertThat(answer("dirs", ALONE)).isEqualTo("datadir_size: 100\nlogdir_size: 200\n");
        assertThat(answer("wchs", ALONE)).isEqualTo("3 connections watching 4 paths\nTotal watches:6\n");
        assertThat(answer("srst", ALONE)).isEqualTo("Server stats reset.\n");
        assertThat(answer("crst", ALONE)).isEqualTo("Connection stats reset.\n");
    }

    @Test
    void proposalSizesStartWithNone() {
        assertThat(Subject.ProposalSizes.NONE.and(5)).isEqualTo(new Subject.ProposalSizes(5, 5, 5));
        assertThat(Subject.ProposalSizes.NONE.and(5).and(9).and(2)).isEqualTo(new Subject.ProposalSizes(2, 2, 9));
    }

    private static String answer(String word, Status status) {
        return answer(Set.of("*"), word, status);
    }

    private static String answer(Set<String> allowed, String word, Status status) {
        String answer = new Words(allowed, new FixedSubject(status)).answer(word, TWO);
        return answer == null ? "none" : answer;
    }

    private static Status status(ServerState state, String phase, boolean serving, boolean standalone) {
        return status(state, phase, serving, false, standalone);
    }

    private static Status status(
            ServerState state, String phase, boolean serving, boolean readOnly, boolean standalone) {
        return new Status(
                state,
                phase,
                serving,
                readOnly,
                standalone,
                serving ? new ServerId(3) : null,
                1,
                new Zxid(0x10000002aL),
                new Status.Counts(5, 6, 3, 4, 7, 8, 9, 10, 2),
                2,
                1,
                0,
                0,
                "server.1=h:1:2:participant\nversion=0");
    }

    private record FixedSubject(Status status) implements Subject {
        @Override
        public String version() {
            return "3.9.6-quorate-0.1.0, built on 2026-11-22 00:00 UTC";
        }

        @Override
        public Configured configured() {
            @Nullable Membership member = status.standalone() ? null : new Membership(10, 5, 3888, 2888, 3);
            return new Configured(
                    2181, Path.of("/d/version-2"), Path.of("/l/version-2"), 2000, 60, 4000, 40_000, -1, 3, member);
        }

        @Override
        public long uptimeMillis() {
            return 1;
        }

        @Override
        public long leaderUptimeMillis() {
            return 1;
        }

        @Override
        public ProposalSizes proposalSizes() {
            return new ProposalSizes(40, 20, 60);
        }

        @Override
        public long snapshotBytes() {
            return 100;
        }

        @Override
        public long logBytes() {
            return 200;
        }

        @Override
        public void resetTotals() {}

        @Override
        public void resetConnections() {}
    }
}
