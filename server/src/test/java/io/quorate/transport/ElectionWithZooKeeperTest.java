package io.quorate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ServerId;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.peer.Vote;
import io.quorate.replica.Event;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.server.quorum.Election;
import org.apache.zookeeper.server.quorum.QuorumPeer;
import org.apache.zookeeper.server.quorum.QuorumPeer.QuorumServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The stock election, in this JVM, is one of two servers; the other is the port with a test that votes as the stock
/// one does. It can only decide if both hear each other, whichever of them has to dial.
final class ElectionWithZooKeeperTest {
    private static final long SELF = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 9})
    void stockServerDecidesWithTheHelpOfThisPort(long stock, @TempDir Path directory) throws Exception {
        Mailbox mailbox = new Mailbox();
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress stockAddress = vacantAddress();
        try (ElectionPort port = new ElectionPort(ElectionSettings.of(new ServerId(SELF), anywhere, ""), mailbox)) {
            InetSocketAddress own = new InetSocketAddress(InetAddress.getLoopbackAddress(), port.start());
            port.members(Map.of(new ServerId(stock), List.of(stockAddress)));

            QuorumPeer peer = stockPeer(stock, stockAddress, own, directory);
            ExecutorService looking = Executors.newSingleThreadExecutor();
            try {
                peer.startLeaderElection();
                Election election = peer.getElectionAlg();
                CompletableFuture<org.apache.zookeeper.server.quorum.Vote> decided = new CompletableFuture<>();
                var _ = looking.submit(() -> decided.complete(election.lookForLeader()));

                // Agrees with whatever the stock server proposes.
                Event.NotificationReceived received = mailbox.next(Event.NotificationReceived.class);
                assertThat(received.from()).isEqualTo(new ServerId(stock));
                assertThat(received.notification().state()).isEqualTo(ServerState.LOOKING);
                assertThat(received.notification().config()).contains("server." + stock + "=");
                Vote proposed = received.notification().vote();
                port.notify(
                        new ServerId(stock),
                        new ElectionNotification(
                                ServerState.LOOKING,
                                proposed,
                                2,
                                received.notification().config()));
                assertThat(decided.get(20, TimeUnit.SECONDS).getId()).isEqualTo(stock);
            } finally {
                peer.getElectionAlg().shutdown();
                looking.shutdownNow();
            }
        }
    }

    private static QuorumPeer stockPeer(
            long id, InetSocketAddress election, InetSocketAddress othersElection, Path directory) throws Exception {
        Map<Long, QuorumServer> servers = new HashMap<>();
        servers.put(id, new QuorumServer(id, vacantAddress(), election));
        servers.put(SELF, new QuorumServer(SELF, vacantAddress(), othersElection));
        int fastLeaderElection = 3;
        return new QuorumPeer(
                servers, directory.toFile(), directory.toFile(), 0, fastLeaderElection, id, 1000, 2, 2, 2);
    }

    private static InetSocketAddress vacantAddress() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }
}
