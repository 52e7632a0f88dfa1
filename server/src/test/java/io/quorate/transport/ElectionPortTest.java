package io.quorate.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ElectionNotification;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.peer.Vote;
import io.quorate.replica.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Election ports in one JVM that talk to each other, or one of them and sockets that play its peers.
final class ElectionPortTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<ElectionPort> opened = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox();

    @AfterEach
    void close() {
        opened.forEach(ElectionPort::close);
    }

    // ---- among themselves

    @Test
    void threeServersHearOneAnother() throws Exception {
        Map<ServerId, ElectionPort> ports = new HashMap<>();
        Map<ServerId, Mailbox> mailboxes = new HashMap<>();
        Map<ServerId, List<InetSocketAddress>> members = new HashMap<>();
        for (long id = 1; id <= 3; id++) {
            Mailbox ear = new Mailbox();
            ElectionPort port = new ElectionPort(ElectionSettings.of(new ServerId(id), ANYWHERE, ""), ear);
            opened.add(port);
            ports.put(new ServerId(id), port);
            mailboxes.put(new ServerId(id), ear);
            members.put(new ServerId(id), List.of(local(port.start())));
        }
        ports.values().forEach(port -> port.members(members));
        ports.forEach((self, port) -> members.keySet().forEach(other -> port.notify(other, saying(self.value()))));
        for (Mailbox ear : mailboxes.values()) {
            Set<ServerId> heard = new HashSet<>();
            while (heard.size() < 3) {
                Event.NotificationReceived received = ear.next(Event.NotificationReceived.class);
                assertThat(received.notification())
                        .isEqualTo(saying(received.from().value()));
                heard.add(received.from());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    void whoeverSpeaksFirstIsHeard(long other) throws Exception {
        ElectionPort two = open(2);
        Mailbox othersMailbox = new Mailbox();
        ElectionPort port = new ElectionPort(ElectionSettings.of(new ServerId(other), ANYWHERE, ""), othersMailbox);
        opened.add(port);
        members(two, other, local(port.start()));
        members(port, 2, local(two.start()));

        port.notify(new ServerId(2), saying(7));
        assertThat(mailbox.next(Event.NotificationReceived.class))
                .isEqualTo(new Event.NotificationReceived(new ServerId(other), saying(7)));
        two.notify(new ServerId(other), saying(8));
        assertThat(othersMailbox.next(Event.NotificationReceived.class).notification())
                .isEqualTo(saying(8));
    }

    @Test
    void peerThatStartsLateHearsOnlyTheNewest() throws Exception {
        InetSocketAddress later = vacantAddress();
        ElectionPort early = new ElectionPort(ElectionSettings.of(new ServerId(3), ANYWHERE, ""), new Mailbox());
        opened.add(early);
        int earlyPort = early.start();
        members(early, 2, later);
        for (int i = 1; i <= 20; i++) {
            early.notify(new ServerId(2), saying(i));
        }
        ElectionPort late = new ElectionPort(ElectionSettings.of(new ServerId(2), later, ""), mailbox);
        opened.add(late);
        members(late, 3, local(earlyPort));
        late.start();
        assertThat(mailbox.next(Event.NotificationReceived.class).notification())
                .isEqualTo(saying(20));
    }

    @Test
    void serverHearsItself() throws Exception {
        ElectionPort two = open(2);
        two.notify(new ServerId(2), saying(1));
        assertThat(mailbox.next(Event.NotificationReceived.class).from()).isEqualTo(new ServerId(2));
    }

    // ---- with a larger peer, which dials

    @Test
    void largerPeersConnectionIsKeptAndUnderstoodByteForByte() throws Exception {
        ElectionPort two = open(2);
        int port = two.start();
        members(two, 3, vacantAddress());
        try (RawPeer three = new RawPeer(port)) {
            byte[] bytes = RawClient.together(
                    RawPeer.hello(3, "127.0.0.1:3888"), RawPeer.framed(saying(1)), RawPeer.framed(saying(2)));
            for (byte one : bytes) {
                three.send(new byte[] {one});
            }
            assertThat(mailbox.next(Event.NotificationReceived.class))
                    .isEqualTo(new Event.NotificationReceived(new ServerId(3), saying(1)));
            assertThat(mailbox.next(Event.NotificationReceived.class).notification())
                    .isEqualTo(saying(2));
            two.notify(new ServerId(3), saying(5));
            assertThat(three.readNotification()).isEqualTo(saying(5));
        }
    }

    @Test
    void helloWithSeveralAddressesOrNoneWillDo() throws Exception {
        int port = open(2).start();
        try (RawPeer three = new RawPeer(port);
                RawPeer four = new RawPeer(port)) {
            three.send(RawClient.together(RawPeer.hello(3, "127.0.0.1:3888", "[::1]:3888"), RawPeer.framed(saying(1))));
            assertThat(mailbox.next(Event.NotificationReceived.class).from()).isEqualTo(new ServerId(3));
            four.send(RawClient.together(RawPeer.hello(4), RawPeer.framed(saying(1))));
            assertThat(mailbox.next(Event.NotificationReceived.class).from()).isEqualTo(new ServerId(4));
        }
    }

    @Test
    void newConnectionReplacesTheOldAndHearsTheLastAgain() throws Exception {
        ElectionPort two = open(2);
        int port = two.start();
        members(two, 3, vacantAddress());
        try (RawPeer first = new RawPeer(port)) {
            first.send(RawClient.together(RawPeer.hello(3, "127.0.0.1:3888"), RawPeer.framed(saying(1))));
            mailbox.next(Event.NotificationReceived.class);
            two.notify(new ServerId(3), saying(5));
            assertThat(first.readNotification()).isEqualTo(saying(5));
            try (RawPeer second = new RawPeer(port)) {
                second.send(RawPeer.hello(3, "127.0.0.1:3888"));
                assertThat(second.readNotification()).isEqualTo(saying(5));
                assertThat(first.isClosed()).isTrue();
            }
        }
    }

    @Test
    void largerPeerIsOnlyWoken() throws Exception {
        ElectionPort two = open(2);
        int port = two.start();
        try (ServerSocket three = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            members(two, 3, (InetSocketAddress) three.getLocalSocketAddress());
            two.notify(new ServerId(3), saying(5));
            try (RawPeer woken = new RawPeer(three.accept())) {
                var hello = woken.readHello();
                assertThat(hello.server()).isEqualTo(new ServerId(2));
                assertThat(hello.addresses()).containsExactly("127.0.0.1:" + port);
                assertThat(woken.isClosed()).isTrue();
            }
            // As long as it does not dial back it is woken again.
            try (RawPeer again = new RawPeer(three.accept())) {
                assertThat(again.readHello().server()).isEqualTo(new ServerId(2));
            }
            try (RawPeer back = new RawPeer(port)) {
                back.send(RawPeer.hello(3, "127.0.0.1:3888"));
                assertThat(back.readNotification()).isEqualTo(saying(5));
            }
        }
    }

    // ---- with a smaller peer, which is dialled

    @Test
    void smallerPeerIsDialledAndKept() throws Exception {
        ElectionPort two = open(2);
        two.start();
        try (ServerSocket one = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            members(two, 1, (InetSocketAddress) one.getLocalSocketAddress());
            two.notify(new ServerId(1), saying(5));
            try (RawPeer first = new RawPeer(one.accept())) {
                assertThat(first.readHello().server()).isEqualTo(new ServerId(2));
                assertThat(first.readNotification()).isEqualTo(saying(5));
                first.send(RawPeer.framed(saying(6)));
                assertThat(mailbox.next(Event.NotificationReceived.class))
                        .isEqualTo(new Event.NotificationReceived(new ServerId(1), saying(6)));
            }
            // The connection is lost: it comes back with the last message.
            try (RawPeer second = new RawPeer(one.accept())) {
                second.readHello();
                assertThat(second.readNotification()).isEqualTo(saying(5));
            }
        }
    }

    @Test
    void smallerPeerIsDialledBackAtTheAddressOfItsHello() throws Exception {
        ElectionPort two = open(2);
        int port = two.start();
        members(two, 1, vacantAddress());
        try (ServerSocket one = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RawPeer wakeUp = new RawPeer(port)) {
            wakeUp.send(RawPeer.hello(1, "127.0.0.1:" + one.getLocalPort()));
            assertThat(wakeUp.isClosed()).isTrue();
            try (RawPeer kept = new RawPeer(one.accept())) {
                assertThat(kept.readHello().server()).isEqualTo(new ServerId(2));
                // A second wake-up costs the connection, since it says that the peer has none.
                try (RawPeer again = new RawPeer(port)) {
                    again.send(RawPeer.hello(1, "127.0.0.1:" + one.getLocalPort()));
                    assertThat(kept.isClosed()).isTrue();
                    try (RawPeer next = new RawPeer(one.accept())) {
                        assertThat(next.readHello().server()).isEqualTo(new ServerId(2));
                    }
                }
            }
        }
    }

    @Test
    void serverThatTheConfigurationDoesNotKnowIsNotDialled() throws Exception {
        ElectionPort two = open(2);
        int port = two.start();
        try (ServerSocket one = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                ServerSocket known = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            members(two, 0, (InetSocketAddress) known.getLocalSocketAddress());
            two.notify(new ServerId(1), saying(1));
            try (RawPeer stranger = new RawPeer(port)) {
                stranger.send(RawPeer.hello(1, "127.0.0.1:" + one.getLocalPort()));
                assertThat(stranger.isClosed()).isTrue();
            }
            // Had it been dialled, then before the one that is known.
            two.notify(new ServerId(0), saying(1));
            try (RawPeer dialled = new RawPeer(known.accept())) {
                dialled.readHello();
            }
            one.setSoTimeout(1);
            assertThatThrownBy(one::accept).isInstanceOf(IOException.class);
        }
    }

    // ---- what goes wrong

    @Test
    void silentPeerIsClosedAndHindersNobody() throws Exception {
        ElectionPort two =
                new ElectionPort(new ElectionSettings(new ServerId(2), ANYWHERE, "", 1, 5_000, 500), mailbox);
        opened.add(two);
        int port = two.start();
        try (RawPeer silent = new RawPeer(port);
                RawPeer three = new RawPeer(port)) {
            three.send(RawClient.together(RawPeer.hello(3, "127.0.0.1:3888"), RawPeer.framed(saying(1))));
            mailbox.next(Event.NotificationReceived.class);
            assertThat(silent.isClosed()).isTrue();
            // The limit is for the hello alone.
            three.send(RawPeer.framed(saying(2)));
            assertThat(mailbox.next(Event.NotificationReceived.class).notification())
                    .isEqualTo(saying(2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 512 * 1024 + 1, Integer.MAX_VALUE})
    void impossibleLengthClosesOnlyItsConnection(int length) throws Exception {
        int port = open(2).start();
        try (RawPeer three = new RawPeer(port);
                RawPeer four = new RawPeer(port)) {
            four.send(RawClient.together(RawPeer.hello(4, "127.0.0.1:3888"), RawPeer.framed(saying(1))));
            mailbox.next(Event.NotificationReceived.class);
            three.send(RawClient.together(RawPeer.hello(3, "127.0.0.1:3888"), RawClient.length(length)));
            assertThat(three.isClosed()).isTrue();
            four.send(RawPeer.framed(saying(2)));
            assertThat(mailbox.next(Event.NotificationReceived.class).from()).isEqualTo(new ServerId(4));
        }
    }

    @Test
    void notificationThatMakesNoSenseIsPassedOver() throws Exception {
        int port = open(2).start();
        try (RawPeer three = new RawPeer(port)) {
            three.send(RawClient.together(
                    RawPeer.hello(3, "127.0.0.1:3888"),
                    RawClient.framed(new byte[36]),
                    RawClient.framed(new byte[] {1}),
                    RawPeer.framed(saying(2))));
            assertThat(mailbox.next(Event.NotificationReceived.class).notification())
                    .isEqualTo(saying(2));
        }
    }

    @Test
    void helloThatIsNoneCloses() throws Exception {
        int port = open(2).start();
        try (RawPeer wrong = new RawPeer(port);
                RawPeer impostor = new RawPeer(port)) {
            wrong.send(RawClient.together(RawClient.length(-1), RawClient.length(-1)));
            assertThat(wrong.isClosed()).isTrue();
            impostor.send(RawPeer.hello(2, "127.0.0.1:3888"));
            assertThat(impostor.isClosed()).isTrue();
        }
    }

    @Test
    void busyPortIsToldInOneSentence() throws Exception {
        InetSocketAddress taken = local(open(1).start());
        ElectionPort two =
                new ElectionPort(new ElectionSettings(new ServerId(2), taken, "", 1, 5_000, 10_000), mailbox);
        opened.add(two);
        assertThatThrownBy(two::start)
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageStartingWith("Cannot listen for elections on ")
                .hasMessageContaining(":" + taken.getPort());
    }

    private ElectionPort open(long id) {
        ElectionPort port = new ElectionPort(ElectionSettings.of(new ServerId(id), ANYWHERE, ""), mailbox);
        opened.add(port);
        return port;
    }

    private static void members(ElectionPort port, long other, InetSocketAddress address) {
        port.members(Map.of(new ServerId(other), List.of(address)));
    }

    private static ElectionNotification saying(long number) {
        Vote vote = new Vote(new ServerId(number), new Zxid(0x100000001L), 1, 1);
        return new ElectionNotification(ServerState.LOOKING, vote, 2, "version=0");
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static InetSocketAddress vacantAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }
}
