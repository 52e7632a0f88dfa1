package io.quorate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteReader;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.peer.PeerCodec;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.snapshot.SnapshotSink;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import io.quorate.tree.Tree;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A leader's port and a learner's, in one JVM, or one of them and a socket that plays the other.
final class QuorumPortTest {
    private static final LinkId DIALLED = new LinkId(-1);
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final PeerMessage.FromLearner GREETING =
            new PeerMessage.LearnerInfo(false, 3, new ServerId(2), PeerCodec.PROTOCOL_VERSION, 0);

    private final Mailbox leaders = new Mailbox();
    private final Mailbox learners = new Mailbox();
    private final QuorumPort leader = port(leaders, QuorumSettings.listeningOn(ANYWHERE));
    private final QuorumPort learner = port(learners, QuorumSettings.listeningOn(ANYWHERE));

    @AfterEach
    void close() {
        learner.close();
        leader.close();
    }

    @Test
    void leaderAndLearnerTalk() throws Exception {
        LinkId accepted = connect();
        learner.send(DIALLED, GREETING);
        learner.flush();
        assertThat(leaders.next(Event.FromLearner.class)).isEqualTo(new Event.FromLearner(accepted, GREETING));

        leader.send(accepted, new PeerMessage.LeaderInfo(4, PeerCodec.PROTOCOL_VERSION));
        leader.send(accepted, new PeerMessage.Diff(new Zxid(7)));
        leader.flush();
        assertThat(learners.next(Event.FromLeader.class).message())
                .isEqualTo(new PeerMessage.LeaderInfo(4, PeerCodec.PROTOCOL_VERSION));
        assertThat(learners.next(Event.FromLeader.class).message()).isEqualTo(new PeerMessage.Diff(new Zxid(7)));

        learner.send(DIALLED, new PeerMessage.AckEpoch(new Zxid(7), OptionalLong.empty()));
        learner.send(DIALLED, new PeerMessage.LearnerPing(Zxid.ZERO, Map.of(new SessionId(5), 4000)));
        learner.flush();
        leaders.next(Event.FromLearner.class);
        assertThat(leaders.next(Event.FromLearner.class).message())
                .isEqualTo(new PeerMessage.LearnerPing(Zxid.ZERO, Map.of(new SessionId(5), 4000)));
    }

    @Test
    void endOfALinkIsToldOnBothSidesOnce() throws Exception {
        LinkId accepted = connect();
        learner.drop(DIALLED);
        assertThat(learners.next(Event.LinkLost.class).link()).isEqualTo(DIALLED);
        assertThat(leaders.next(Event.LinkLost.class).link()).isEqualTo(accepted);
        learner.drop(DIALLED);
        leader.drop(accepted);
        leader.send(accepted, new PeerMessage.UpToDate());
        leader.flush();
        close();
        assertThat(learners.nextIfAny()).isNull();
        assertThat(leaders.nextIfAny()).isNull();
    }

    @Test
    void whatWasSentBeforeADropLeaves() throws Exception {
        LinkId accepted = connect();
        leader.send(accepted, new PeerMessage.UpToDate());
        leader.drop(accepted);
        assertThat(learners.next(Event.FromLeader.class).message()).isInstanceOf(PeerMessage.UpToDate.class);
        learners.next(Event.LinkLost.class);
    }

    @Test
    void dialThatNobodyAnswersIsALostLink() throws Exception {
        learner.dial(DIALLED, List.of(vacantAddress()), 5_000);
        assertThat(learners.next(Event.LinkLost.class).link()).isEqualTo(DIALLED);
        close();
        assertThat(learners.nextIfAny()).isNull();
    }

    @Test
    void dialEndsWithItsTime() throws Exception {
        learner.dial(DIALLED, List.of(vacantAddress()), 1);
        assertThat(learners.next(Event.LinkLost.class).link()).isEqualTo(DIALLED);
    }

    @Test
    void dialThatIsNoLongerWantedIsALostLink() throws Exception {
        learner.dial(DIALLED, List.of(vacantAddress()), 60_000);
        learner.drop(DIALLED);
        assertThat(learners.next(Event.LinkLost.class).link()).isEqualTo(DIALLED);
        close();
        assertThat(learners.nextIfAny()).isNull();
    }

    @Test
    void oneAddressThatAnswersIsEnough() throws Exception {
        leader.acceptLearners(true);
        InetSocketAddress named = InetSocketAddress.createUnresolved(
                "localhost", leader.learnersPort().orElseThrow());
        learner.dial(DIALLED, List.of(vacantAddress(), named), 5_000);
        learners.next(Event.LeaderDialled.class);
        leaders.next(Event.LearnerArrived.class);
    }

    @Test
    void portThatIsTakenIsOpenedWhenItIsFree() throws Exception {
        QuorumPort patient;
        InetSocketAddress address;
        try (ServerSocket squatter = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = (InetSocketAddress) squatter.getLocalSocketAddress();
            patient = port(leaders, QuorumSettings.listeningOn(address));
            patient.acceptLearners(true);
            assertThat(patient.learnersPort()).isEmpty();
        }
        try (patient) {
            // The five tries of a dial may be over before the port is opened, so there may have to be more.
            Event end;
            long link = -1;
            do {
                learner.dial(new LinkId(link), List.of(address), 5_000);
                link--;
                end = learners.next(Event.class);
            } while (end instanceof Event.LinkLost);
            assertThat(end).isInstanceOf(Event.LeaderDialled.class);
            leaders.next(Event.LearnerArrived.class);
        }
    }

    @Test
    void whoNoLongerLeadsHasNoLearners() throws Exception {
        LinkId accepted = connect();
        int port = leader.learnersPort().orElseThrow();
        leader.acceptLearners(false);
        assertThat(leaders.next(Event.LinkLost.class).link()).isEqualTo(accepted);
        learners.next(Event.LinkLost.class);
        assertThat(leader.learnersPort()).isEmpty();
        // The port is free at once.
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
        }
        leader.acceptLearners(true);
        assertThat(leader.learnersPort()).isPresent();
    }

    // ---- bytes

    @Test
    void packetsAreUnderstoodByteForByte() throws Exception {
        leader.acceptLearners(true);
        try (Socket socket = socketToLeader()) {
            JuteWriter out = new JuteWriter();
            PeerCodec.write(GREETING, out);
            PeerCodec.write(new PeerMessage.LearnerPing(Zxid.ZERO, Map.of(new SessionId(5), 4000)), out);
            for (byte one : out.toByteArray()) {
                socket.getOutputStream().write(one);
            }
            leaders.next(Event.LearnerArrived.class);
            assertThat(leaders.next(Event.FromLearner.class).message()).isEqualTo(GREETING);
            assertThat(leaders.next(Event.FromLearner.class).message()).isInstanceOf(PeerMessage.LearnerPing.class);
        }
        leaders.next(Event.LinkLost.class);
    }

    @Test
    void unreasonablePacketCostsOnlyItsOwnLink() throws Exception {
        LinkId accepted = connect();
        try (Socket socket = socketToLeader()) {
            LinkId bad = leaders.next(Event.LearnerArrived.class).link();
            JuteWriter out = new JuteWriter();
            out.writeInt(11);
            out.writeLong(0);
            out.writeInt(Integer.MAX_VALUE);
            socket.getOutputStream().write(out.toByteArray());
            assertThat(leaders.next(Event.LinkLost.class).link()).isEqualTo(bad);
            assertThat(socket.getInputStream().read()).isNegative();
        }
        learner.send(DIALLED, GREETING);
        learner.flush();
        assertThat(leaders.next(Event.FromLearner.class).link()).isEqualTo(accepted);
    }

    @Test
    void peerThatDoesNotReadIsDropped() throws Exception {
        try (QuorumPort strict =
                port(leaders, new QuorumSettings(ANYWHERE, JuteReader.MAX_BUFFER_BYTES, 1 << 20, 10))) {
            strict.acceptLearners(true);
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), strict.learnersPort().orElseThrow())) {
                LinkId link = leaders.next(Event.LearnerArrived.class).link();
                PeerMessage large = new PeerMessage.NewLeader(new Zxid(1), "x".repeat(1 << 20));
                for (int i = 0; i < 64; i++) {
                    strict.send(link, large);
                    strict.flush();
                }
                assertThat(leaders.next(Event.LinkLost.class).link()).isEqualTo(link);
                assertThat(socket.isConnected()).isTrue();
            }
        }
    }

    // ---- snapshots

    @Test
    void snapshotArrivesInItsPlaceAmongMessages() throws Exception {
        Tree tree = largeTree();
        LinkId accepted = connect();
        leader.send(accepted, new PeerMessage.LeaderInfo(4, PeerCodec.PROTOCOL_VERSION));
        leader.send(accepted, new PeerMessage.Snap(tree.zxid()));
        leader.sendSnapshot(accepted, tree);
        leader.send(accepted, new PeerMessage.NewLeader(new Zxid(9), "config"));
        leader.flush();
        leader.send(accepted, new PeerMessage.UpToDate());
        leader.flush();

        assertThat(learners.next(Event.FromLeader.class).message()).isInstanceOf(PeerMessage.LeaderInfo.class);
        assertThat(learners.next(Event.FromLeader.class).message()).isEqualTo(new PeerMessage.Snap(tree.zxid()));
        Event.SnapshotReceived received = learners.next(Event.SnapshotReceived.class);
        assertThat(received.link()).isEqualTo(DIALLED);
        assertThat(received.tree().sameAs(tree)).isTrue();
        assertThat(learners.next(Event.FromLeader.class).message())
                .isEqualTo(new PeerMessage.NewLeader(new Zxid(9), "config"));
        assertThat(learners.next(Event.FromLeader.class).message()).isInstanceOf(PeerMessage.UpToDate.class);
    }

    @Test
    void snapshotMayBeFollowedByAnother() throws Exception {
        Tree tree = Tree.fresh();
        LinkId accepted = connect();
        for (int i = 0; i < 3; i++) {
            leader.send(accepted, new PeerMessage.Snap(tree.zxid()));
            leader.sendSnapshot(accepted, tree);
        }
        leader.send(accepted, new PeerMessage.UpToDate());
        leader.flush();
        for (int i = 0; i < 3; i++) {
            learners.next(Event.FromLeader.class);
            learners.next(Event.SnapshotReceived.class);
        }
        assertThat(learners.next(Event.FromLeader.class).message()).isInstanceOf(PeerMessage.UpToDate.class);
    }

    @Test
    void damagedSnapshotLosesTheLink() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            learner.dial(DIALLED, List.of((InetSocketAddress) server.getLocalSocketAddress()), 5_000);
            try (Socket socket = server.accept()) {
                JuteWriter out = new JuteWriter();
                PeerCodec.write(new PeerMessage.Snap(new Zxid(1)), out);
                out.writeInt(-7);
                socket.getOutputStream().write(out.toByteArray());
                learners.next(Event.LeaderDialled.class);
                learners.next(Event.FromLeader.class);
                learners.next(Event.LinkLost.class);
            }
        }
    }

    @Test
    void learnerThatLeavesInTheMiddleOfASnapshotIsLost() throws Exception {
        Tree tree = largeTree();
        leader.acceptLearners(true);
        LinkId link;
        try (Socket socket = socketToLeader()) {
            link = leaders.next(Event.LearnerArrived.class).link();
            leader.send(link, new PeerMessage.Snap(tree.zxid()));
            leader.sendSnapshot(link, tree);
            leader.send(link, new PeerMessage.UpToDate());
            leader.flush();
            new DataInputStream(socket.getInputStream()).readFully(new byte[100_000]);
        }
        assertThat(leaders.next(Event.LinkLost.class).link()).isEqualTo(link);
    }

    /// Some megabytes of znodes.
    private static Tree largeTree() {
        Tree tree = Tree.fresh();
        for (int i = 1; i <= 8_000; i++) {
            TxnHeader header = new TxnHeader(new SessionId(1), i, new Zxid(i), 1_000L * i);
            byte[] data = new byte[1_000];
            data[i % data.length] = 1;
            tree = tree.apply(header, new Txn.Create(OpCode.CREATE, "/znode-" + i, data, Acl.OPEN, false, i, 0))
                    .tree();
        }
        return tree;
    }

    private LinkId connect() throws InterruptedException {
        leader.acceptLearners(true);
        learner.dial(DIALLED, List.of(leadersAddress()), 5_000);
        assertThat(learners.next(Event.LeaderDialled.class).link()).isEqualTo(DIALLED);
        LinkId accepted = leaders.next(Event.LearnerArrived.class).link();
        assertThat(accepted.value()).isPositive();
        return accepted;
    }

    private InetSocketAddress leadersAddress() {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), leader.learnersPort().orElseThrow());
    }

    private Socket socketToLeader() throws IOException {
        Socket socket =
                new Socket(leadersAddress().getAddress(), leadersAddress().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// An address that somebody has just given up.
    private static InetSocketAddress vacantAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    private static QuorumPort port(Mailbox mailbox, QuorumSettings settings) {
        return new QuorumPort(settings, mailbox, (link, zxid) -> new SnapshotArrival() {
            private final Tree.Builder builder = new Tree.Builder();

            @Override
            public SnapshotSink sink() {
                return builder;
            }

            @Override
            public Event complete() {
                return new Event.SnapshotReceived(link, builder.build(zxid));
            }
        });
    }
}
