package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.acceptance.harness.Cable;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.RawSession;
import io.quorate.acceptance.harness.SharedEnsemble;
import io.quorate.acceptance.harness.StockClient;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The life of a session: it begins, moves, goes on after a break, and ends, with its ephemerals.
@ExtendWith(SharedEnsemble.class)
final class JavaClientSessionsTest {
    private static final int SHORT_MILLIS = 2_000;

    private final Ensemble ensemble;
    private final StockClient observer;
    private String root = "";

    JavaClientSessionsTest(Ensemble ensemble) {
        this.ensemble = ensemble;
        observer = StockClient.connect(ensemble.member(1));
    }

    @BeforeEach
    void takeASubtree() throws Exception {
        root = observer.zk().create("/sessions-", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
    }

    @AfterEach
    void hangUp() {
        observer.close();
    }

    private String createEphemeral(ZooKeeper zk, String name) throws Exception {
        return zk.create(root + "/" + name, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
    }

    private void awaitGone(String path) {
        Eventually.holds(path + " is gone", () -> observer.zk().exists(path, false) == null);
    }

    /// The same id and password on another server, as an application does that has kept both.
    private StockClient attach(ZooKeeper session, byte[] password, int server) {
        String address = ensemble.member(server).address();
        return StockClient.attach(address, SHORT_MILLIS, session.getSessionId(), password);
    }

    @Test
    void timeoutsAreNegotiatedWithinTheLimitsOfTheServer() {
        try (StockClient hasty = StockClient.connect(ensemble.member(1).address(), 900);
                StockClient patient = StockClient.connect(ensemble.connectString(), 1_000_000);
                StockClient usual = StockClient.connect(ensemble.connectString(), 12_345)) {
            assertThat(hasty.zk().getSessionTimeout()).isEqualTo(1_000);
            assertThat(patient.zk().getSessionTimeout()).isEqualTo(60_000);
            assertThat(usual.zk().getSessionTimeout()).isEqualTo(12_345);
            assertThat(hasty.zk().getSessionId())
                    .isNotEqualTo(patient.zk().getSessionId())
                    .isNotZero();
        }
    }

    @Test
    void closingASessionRemovesItsEphemeralsFromAllServers() throws Exception {
        String path;
        try (StockClient client = StockClient.connect(ensemble.member(2))) {
            path = createEphemeral(client.zk(), "e");
            Eventually.holds("seen at another server", () -> observer.zk().exists(path, false) != null);
        }
        awaitGone(path);
        assertThat(observer.zk().exists(root, false).getNumChildren()).isZero();
    }

    @Test
    void aSessionMovesToAnotherServerWithItsPassword() throws Exception {
        try (StockClient first = StockClient.connect(ensemble.member(1))) {
            String path = createEphemeral(first.zk(), "e");
            try (StockClient second = attach(first.zk(), first.zk().getSessionPasswd(), 2)) {
                second.awaitConnected();
                assertThat(second.zk().getSessionId()).isEqualTo(first.zk().getSessionId());
                assertThat(second.zk().exists(path, false).getEphemeralOwner())
                        .isEqualTo(first.zk().getSessionId());
                assertThat(second.zk().setData(path, new byte[] {1}, 0).getVersion())
                        .isEqualTo(1);
            }
            awaitGone(path);
        }
    }

    @Test
    void aWrongPasswordEndsTheAttemptAndNotTheSession() throws Exception {
        try (StockClient owner = StockClient.connect(ensemble.member(1))) {
            String path = createEphemeral(owner.zk(), "e");
            try (StockClient thief = attach(owner.zk(), new byte[16], 2)) {
                Eventually.holds("refused", () -> thief.events().states().contains(KeeperState.Expired));
                assertThatThrownBy(() -> thief.zk().exists("/", false))
                        .isInstanceOf(KeeperException.SessionExpiredException.class);
            }
            assertThat(owner.zk().exists(path, false)).isNotNull();
        }
    }

    @Test
    void aSilentSessionExpiresNotBeforeItsTimeoutAndTakesItsEphemeralsAlong() throws Exception {
        String path = root + "/e";
        long lastHeardOf;
        try (var silent = new RawSession(ensemble.member(3), SHORT_MILLIS)) {
            assertThat(silent.timeoutMillis()).isEqualTo(SHORT_MILLIS);
            silent.createEphemeral(path);
            lastHeardOf = System.nanoTime();
            silent.ping();
            Eventually.holds("seen at another server", () -> observer.zk().exists(path, false) != null);
            awaitGone(path);
        }
        long livedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastHeardOf);
        assertThat(livedMillis).isGreaterThanOrEqualTo(SHORT_MILLIS);
    }

    @Test
    void pingsKeepASessionAliveThroughAnyServer() throws Exception {
        try (StockClient idle1 = StockClient.connect(ensemble.member(1).address(), SHORT_MILLIS * 2);
                StockClient idle2 = StockClient.connect(ensemble.member(2).address(), SHORT_MILLIS * 2);
                StockClient idle3 = StockClient.connect(ensemble.member(3).address(), SHORT_MILLIS * 2)) {
            String path1 = createEphemeral(idle1.zk(), "1");
            String path2 = createEphemeral(idle2.zk(), "2");
            String path3 = createEphemeral(idle3.zk(), "3");
            // A session with the same timeout for which nobody pings tells that the time is up.
            try (var clock = new RawSession(ensemble.member(1), SHORT_MILLIS * 2)) {
                clock.createEphemeral(root + "/clock");
                awaitGone(root + "/clock");
            }
            assertThat(observer.zk().getChildren(root, false)).containsExactlyInAnyOrder("1", "2", "3");
            assertThat(idle1.zk().exists(path1, false)).isNotNull();
            assertThat(idle2.zk().exists(path2, false)).isNotNull();
            assertThat(idle3.zk().exists(path3, false)).isNotNull();
        }
    }

    @Test
    void aBrokenConnectionIsReplacedByOneToAnotherServer() throws Exception {
        try (Cable first = Cable.to(ensemble.member(1).clientPort());
                Cable second = Cable.to(ensemble.member(2).clientPort())) {
            second.pull();
            String both = first.address() + "," + second.address();
            try (StockClient client = StockClient.connect(both, 20_000)) {
                long id = client.zk().getSessionId();
                String path = createEphemeral(client.zk(), "e");
                first.pull();
                second.heal();
                Eventually.holds("disconnected", () -> client.events().states().contains(KeeperState.Disconnected));
                client.awaitConnected();
                assertThat(client.zk().getSessionId()).isEqualTo(id);
                assertThat(client.zk().exists(path, false).getEphemeralOwner()).isEqualTo(id);
            }
        }
    }

    @Test
    void whoComesBackAfterTheTimeoutHearsThatTheSessionHasExpired() throws Exception {
        try (Cable cable = Cable.to(ensemble.member(2).clientPort())) {
            try (StockClient client = StockClient.connect(cable.address(), SHORT_MILLIS)) {
                String path = createEphemeral(client.zk(), "e");
                cable.pull();
                awaitGone(path);
                cable.heal();
                Eventually.holds("told", () -> client.events().states().contains(KeeperState.Expired));
            }
        }
    }
}
