package io.quorate.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.apache.zookeeper.proto.GetDataRequest;
import org.apache.zookeeper.proto.RequestHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sockets say bytes, well-formed or not, and the inbox shows what was understood.
final class ClientFramingTest {
    private static final int MAX_FRAME_BYTES = 4096;
    private static final Request PING = new Request.Bare(OpCode.PING);

    private final Mailbox mailbox = new Mailbox();
    private final ClientListener listener = new ClientListener(
            TransportSettings.defaults().withMaxFrameBytes(MAX_FRAME_BYTES), mailbox, (word, table) -> switch (word) {
                case "ruok" -> "imok";
                case "srvr" -> "Connections: " + table.rows().size() + "\n";
                case FourLetterWords.TELNET_CLOSE -> "bye";
                default -> null;
            });
    private int port;

    @BeforeEach
    void start() {
        port = listener.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void handshakeIsUnderstoodHoweverItIsSplit() throws Exception {
        byte[] handshake = RawClient.handshake();
        for (int split = 1; split < handshake.length; split++) {
            try (RawClient client = new RawClient(port)) {
                client.send(Arrays.copyOf(handshake, split));
                client.send(Arrays.copyOfRange(handshake, split, handshake.length));
                Event.ClientHandshake heard = mailbox.nextOf(Event.ClientHandshake.class);
                assertThat(heard.request().timeoutMillis()).isEqualTo(30_000);
                assertThat(heard.request().hasReadOnlyFlag()).isTrue();
                assertThat(heard.address()).isEqualTo("127.0.0.1");
            }
        }
    }

    @Test
    void requestsAreUnderstoodByteForByte() throws Exception {
        try (RawClient client = new RawClient(port)) {
            open(client);
            byte[] requests = RawClient.together(
                    RawClient.framed(new RequestHeader(1, 4), new GetDataRequest("/a", true)),
                    RawClient.framed(new RequestHeader(2, 4), new GetDataRequest("/b", false)));
            for (byte one : requests) {
                client.send(new byte[] {one});
            }
            assertThat(mailbox.next(Event.ClientRequest.class).request())
                    .isEqualTo(new Request.Watchable(OpCode.GET_DATA, "/a", true));
            Event.ClientRequest second = mailbox.next(Event.ClientRequest.class);
            assertThat(second.request()).isEqualTo(new Request.Watchable(OpCode.GET_DATA, "/b", false));
            assertThat(second.xid()).isEqualTo(2);
        }
    }

    @Test
    void requestsBehindTheHandshakeWaitForItsAnswer() throws Exception {
        try (RawClient eager = new RawClient(port);
                RawClient other = new RawClient(port)) {
            eager.send(
                    RawClient.together(RawClient.handshake(), RawClient.request(1, PING), RawClient.request(2, PING)));
            ConnectionId connection = mailbox.next(Event.ClientHandshake.class).connection();
            // Whatever was to be heard of the eager one has been heard once the other one is.
            other.send(RawClient.handshake());
            mailbox.next(Event.ClientHandshake.class);

            admit(connection);
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(1);
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, MAX_FRAME_BYTES + 1, Integer.MAX_VALUE})
    void impossibleFirstLengthCloses(int length) throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.length(length));
            assertThat(client.isClosedSilently()).isTrue();
        }
        assertThat(listener.table().closed()).containsEntry(ClosedFor.FRAME_LENGTH, 1L);
        assertThat(mailbox.nextIfAny()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, MAX_FRAME_BYTES + 1})
    void impossibleLaterLengthClosesAndIsToldOnce(int length) throws Exception {
        try (RawClient client = new RawClient(port)) {
            ConnectionId connection = open(client);
            client.send(RawClient.length(length));
            assertThat(client.isClosedSilently()).isTrue();
            assertThat(mailbox.next(Event.ClientGone.class).connection()).isEqualTo(connection);
        }
        listener.close();
        assertThat(mailbox.nextIfAny()).isNull();
    }

    @Test
    void frameOfTheGreatestLengthIsPassedOn() throws Exception {
        try (RawClient client = new RawClient(port)) {
            open(client);
            // xid and op code, path and version, and as much data as is left.
            byte[] data = new byte[MAX_FRAME_BYTES - 8 - 4 - 2 - 4 - 4];
            byte[] frame = RawClient.request(1, new Request.SetData("/a", data, -1));
            assertThat(frame).hasSize(4 + MAX_FRAME_BYTES);
            client.send(frame);
            assertThat(mailbox.next(Event.ClientRequest.class).request())
                    .isInstanceOfSatisfying(
                            Request.SetData.class,
                            heard -> assertThat(heard.data()).hasSize(data.length));
        }
    }

    @Test
    void handshakeThatIsNoneClosesWithoutATrace() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.framed(new byte[7]));
            assertThat(client.isClosedSilently()).isTrue();
        }
        assertThat(listener.table().closed()).containsEntry(ClosedFor.BAD_HANDSHAKE, 1L);
        listener.close();
        assertThat(mailbox.nextIfAny()).isNull();
    }

    @Test
    void frameWithoutARequestHeaderCloses() throws Exception {
        try (RawClient client = new RawClient(port)) {
            open(client);
            client.send(RawClient.framed(new byte[7]));
            assertThat(client.isClosedSilently()).isTrue();
            mailbox.next(Event.ClientGone.class);
        }
    }

    @Test
    void bodyThatCannotBeDecodedIsAnAnswersBusinessNotAReasonToClose() throws Exception {
        try (RawClient client = new RawClient(port)) {
            open(client);
            client.send(RawClient.framed(new RequestHeader(7, OpCode.GET_DATA.code())));
            Event.ClientRequest heard = mailbox.next(Event.ClientRequest.class);
            assertThat(heard.xid()).isEqualTo(7);
            assertThat(heard.request()).isInstanceOf(Request.Malformed.class);
        }
    }

    // ---- four-letter words

    @Test
    void wordIsAnsweredAndTheConnectionEnded() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send("ruok");
            assertThat(client.readToTheEnd()).isEqualTo("imok");
        }
    }

    @Test
    void wordIsUnderstoodInPiecesAndWithSomethingBehindIt() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send("sr");
            client.send("vr\r\n and more");
            assertThat(client.readToTheEnd()).isEqualTo("Connections: 1\n");
        }
    }

    @Test
    void whoSaysAWordAndNoMoreStillGetsTheAnswer() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send("ruok\n");
            client.socket().shutdownOutput();
            assertThat(client.readToTheEnd()).isEqualTo("imok");
        }
    }

    @Test
    void impatientTelnetIsAWordToo() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.length(0xfff4fffd));
            assertThat(client.readToTheEnd()).isEqualTo("bye");
        }
    }

    @Test
    void wordThatNobodyKnowsClosesWithoutAnAnswer() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send("what");
            assertThat(client.isClosedSilently()).isTrue();
        }
    }

    @Test
    void wordInASessionIsOnlyALength() throws Exception {
        try (RawClient client = new RawClient(port)) {
            open(client);
            client.send("ruok");
            assertThat(client.isClosedSilently()).isTrue();
        }
    }

    @Test
    void busyPortIsToldInOneSentence() throws IOException {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        assertThatThrownBy(() -> listener.start(taken))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageStartingWith("Cannot listen for clients on ")
                .hasMessageContaining(":" + port);
    }

    @Test
    void addressMayBeAName() throws Exception {
        int named = listener.start(InetSocketAddress.createUnresolved("localhost", 0));
        try (RawClient client = new RawClient(named)) {
            client.send("ruok");
            assertThat(client.readToTheEnd()).isEqualTo("imok");
        }
    }

    @Test
    void nameThatNobodyKnowsIsToldInOneSentence() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no-such-host.invalid", 0);
        assertThatThrownBy(() -> listener.start(unknown))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("no-such-host.invalid")
                .hasMessageEndingWith("the name is not known.");
    }

    private ConnectionId open(RawClient client) throws Exception {
        client.send(RawClient.handshake());
        ConnectionId connection = mailbox.next(Event.ClientHandshake.class).connection();
        admit(connection);
        client.readFrame();
        return connection;
    }

    private void admit(ConnectionId connection) {
        listener.say(
                connection,
                new ServerMessage.Handshake(
                        new ConnectResponse(30_000, new SessionId(0x100), new byte[16], true, false)));
        listener.flush();
    }
}
