package io.quorate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that are not there, not willing, or not sane: played by sockets that a test holds by hand.
final class UnwillingServersTest {
    private static final ConnectResponse GRANTED =
            new ConnectResponse(3000, new SessionId(0x77), new byte[16], true, false);

    private final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();

    private Client open(String servers, int timeoutMillis) {
        return Client.open(
                ClientSettings.of(ConnectString.parse(servers))
                        .withSessionTimeout(Duration.ofMillis(timeoutMillis))
                        .withRequestTimeout(Duration.ofSeconds(10)),
                events::add);
    }

    /// A port that nobody listens on.
    private static int deadPort() throws IOException {
        try (ServerSocket socket = listen()) {
            return socket.getLocalPort();
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static byte[] frame(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return in.readNBytes(in.readInt());
    }

    private static void say(Socket socket, ServerMessage message) throws IOException {
        JuteWriter out = new JuteWriter();
        int begin = out.beginBuffer();
        ClientCodec.writeMessage(message, out);
        out.endBuffer(begin);
        socket.getOutputStream().write(out.toByteArray());
    }

    private WatchEvent.State nextState() throws InterruptedException {
        WatchEvent event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event.state();
    }

    @Test
    void callFailsOnceEveryServerHasBeenTriedAndSaysWhich() throws Exception {
        int first = deadPort();
        int second = deadPort();
        try (Client client = open("127.0.0.1:" + first + ",127.0.0.1:" + second, 3000)) {
            assertThatThrownBy(() -> Client.await(client.getData("/x", false)))
                    .hasMessageStartingWith("KeeperErrorCode = ConnectionLoss for /x (")
                    .hasMessageContaining("127.0.0.1:" + first + ": Connection refused")
                    .hasMessageContaining("127.0.0.1:" + second + ": Connection refused");
            assertThat(client.state()).isEqualTo(ConnectionState.CONNECTING);
            assertThat(client.unanswered()).contains(String.valueOf(first), String.valueOf(second));
        }
    }

    @Test
    void findsTheOneServerThatAnswers(@TempDir Path directory) throws Exception {
        try (ApacheServer server = new ApacheServer(directory);
                Client client = open("127.0.0.1:" + deadPort() + "," + server.address(), 10_000)) {
            assertThat(client.awaitConnected(10_000)).isEqualTo(ConnectionState.CONNECTED);
            assertThat(Client.await(client.getData("/", false)).data()).isEmpty();
        }
    }

    @Test
    void sessionOutlivesARestartOfItsServer(@TempDir Path directory) throws Exception {
        try (ApacheServer server = new ApacheServer(directory);
                Client client = open(server.address(), 10_000)) {
            Client.await(client.create("/e", null, Acl.OPEN, CreateMode.EPHEMERAL, 0));
            SessionId session = client.sessionId();
            server.stop();
            assertThat(nextState()).isEqualTo(WatchEvent.State.SYNC_CONNECTED);
            assertThat(nextState()).isEqualTo(WatchEvent.State.DISCONNECTED);
            server.start();
            assertThat(nextState()).isEqualTo(WatchEvent.State.SYNC_CONNECTED);
            assertThat(client.sessionId()).isEqualTo(session);
            assertThat(Client.await(client.exists("/e", false))).isPresent();
        }
    }

    @Test
    void refusedSessionIsExpiredForGood() throws Exception {
        try (ServerSocket listener = listen();
                Client client = open("127.0.0.1:" + listener.getLocalPort(), 3000)) {
            try (Socket connection = listener.accept()) {
                frame(connection);
                say(connection, new ServerMessage.Handshake(GRANTED));
                assertThat(nextState()).isEqualTo(WatchEvent.State.SYNC_CONNECTED);
            }
            assertThat(nextState()).isEqualTo(WatchEvent.State.DISCONNECTED);
            try (Socket connection = listener.accept()) {
                ConnectRequest again = ClientCodec.readConnectRequest(frame(connection));
                assertThat(again.session()).isEqualTo(GRANTED.session());
                say(connection, new ServerMessage.Handshake(ConnectResponse.refused(true, false)));
                assertThat(nextState()).isEqualTo(WatchEvent.State.EXPIRED);
            }
            assertThatThrownBy(() -> Client.await(client.getData("/x", false)))
                    .hasMessageStartingWith("KeeperErrorCode = Session expired for /x");
        }
    }

    @Test
    void sessionIsGivenUpWhenNobodyAnswersForLongerThanItsTimeout() throws Exception {
        Client client;
        try (ServerSocket listener = listen()) {
            client = open("127.0.0.1:" + listener.getLocalPort(), 600);
            try (Socket connection = listener.accept()) {
                frame(connection);
                say(
                        connection,
                        new ServerMessage.Handshake(
                                new ConnectResponse(600, new SessionId(1), new byte[16], true, false)));
                assertThat(nextState()).isEqualTo(WatchEvent.State.SYNC_CONNECTED);
            }
        }
        try (client) {
            assertThat(nextState()).isEqualTo(WatchEvent.State.DISCONNECTED);
            assertThat(nextState()).isEqualTo(WatchEvent.State.EXPIRED);
        }
    }

    @Test
    void pingsAnIdleServerAndLeavesASilentOne() throws Exception {
        try (ServerSocket listener = listen();
                Client client = open("127.0.0.1:" + listener.getLocalPort(), 900);
                Socket connection = listener.accept()) {
            frame(connection);
            say(
                    connection,
                    new ServerMessage.Handshake(new ConnectResponse(900, new SessionId(1), new byte[16], true, false)));
            assertThat(ClientCodec.readRequest(frame(connection)).xid()).isEqualTo(ClientCodec.PING_XID);
            assertThat(nextState()).isEqualTo(WatchEvent.State.SYNC_CONNECTED);
            assertThat(nextState()).isEqualTo(WatchEvent.State.DISCONNECTED);
            assertThat(client.state()).isNotEqualTo(ConnectionState.CLOSED);
        }
    }

    @Test
    void answerToADifferentRequestCostsTheConnection() throws Exception {
        try (ServerSocket listener = listen();
                Client client = open("127.0.0.1:" + listener.getLocalPort(), 3000);
                Socket connection = listener.accept()) {
            frame(connection);
            say(connection, new ServerMessage.Handshake(GRANTED));
            var call = client.sync("/x");
            int xid = ClientCodec.readRequest(frame(connection)).xid();
            say(connection, new ServerMessage.Reply(xid + 1, new Zxid(5), ErrorCode.OK, new Response.Path("/x")));
            assertThatThrownBy(() -> Client.await(call))
                    .hasMessageStartingWith("KeeperErrorCode = ConnectionLoss for /x (");
        }
    }

    @Test
    void unknownErrorNumbersAreKept() throws Exception {
        try (ServerSocket listener = listen();
                Client client = open("127.0.0.1:" + listener.getLocalPort(), 3000);
                Socket connection = listener.accept()) {
            frame(connection);
            say(connection, new ServerMessage.Handshake(GRANTED));
            var call = client.sync("/x");
            int xid = ClientCodec.readRequest(frame(connection)).xid();
            JuteWriter out = new JuteWriter();
            out.writeInt(16);
            out.writeInt(xid);
            out.writeLong(5);
            out.writeInt(-126);
            connection.getOutputStream().write(out.toByteArray());
            assertThatThrownBy(() -> Client.await(call))
                    .isInstanceOfSatisfying(
                            RequestException.class, e -> assertThat(e.code()).isEqualTo(-126));
        }
    }

    @Test
    void tooLongAnAnswerSaysHowLong() throws Exception {
        try (ServerSocket listener = listen();
                Client client = open("127.0.0.1:" + listener.getLocalPort(), 3000);
                Socket connection = listener.accept()) {
            frame(connection);
            say(connection, new ServerMessage.Handshake(GRANTED));
            var call = client.getChildren("/x", false);
            frame(connection);
            JuteWriter out = new JuteWriter();
            out.writeInt(Integer.MAX_VALUE);
            connection.getOutputStream().write(out.toByteArray());
            assertThatThrownBy(() -> Client.await(call))
                    .hasMessageContaining("2147483647")
                    .hasMessageContaining("jute.maxbuffer");
        }
    }

    @Test
    void requestThatIsTooLongForTheServerIsSuspected(@TempDir Path directory) throws Exception {
        try (ApacheServer server = new ApacheServer(directory);
                Client client = open(server.address(), 10_000)) {
            var call = client.create("/big", new byte[2 << 20], Acl.OPEN, CreateMode.PERSISTENT, 0);
            assertThatThrownBy(() -> Client.await(call))
                    .hasMessageStartingWith("KeeperErrorCode = ConnectionLoss for /big (")
                    .hasMessageContaining("2097203 bytes")
                    .hasMessageContaining("1048575");
            assertThat(Client.await(client.exists("/big", false))).isEmpty();
        }
    }

    @Test
    void leavesAServerWithoutAQuorumForOneThatHasIt(@TempDir Path directory) throws Exception {
        try (ServerSocket listener = listen();
                ApacheServer server = new ApacheServer(directory)) {
            server.stop();
            String readOnly = "127.0.0.1:" + listener.getLocalPort();
            ClientSettings settings = ClientSettings.of(ConnectString.parse(readOnly + "," + server.address()))
                    .withReadOnlyAllowed(true);
            try (Client client = Client.open(settings, events::add);
                    Socket connection = listener.accept()) {
                assertThat(ClientCodec.readConnectRequest(frame(connection)).readOnly())
                        .isTrue();
                say(
                        connection,
                        new ServerMessage.Handshake(
                                new ConnectResponse(60_000, new SessionId(9), new byte[16], true, true)));
                assertThat(nextState()).isEqualTo(WatchEvent.State.CONNECTED_READ_ONLY);
                server.start();
                assertThat(nextState()).isEqualTo(WatchEvent.State.DISCONNECTED);
                assertThat(nextState()).isEqualTo(WatchEvent.State.SYNC_CONNECTED);
                assertThat(client.server()).hasToString(server.address());
                assertThat(client.sessionId()).isNotEqualTo(new SessionId(9));
            }
        }
    }
}
