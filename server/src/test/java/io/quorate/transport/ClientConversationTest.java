package io.quorate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Event;
import io.quorate.replica.HangUpReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The test is the replica: it hears events and says messages.
final class ClientConversationTest {
    private static final Request PING = new Request.Bare(OpCode.PING);
    private static final Stat STAT = new Stat(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    private final Mailbox mailbox = new Mailbox();
    private ClientListener listener = new ClientListener(TransportSettings.defaults(), mailbox, (_, _) -> null);
    private int port;

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void whatIsSaidArrivesInOrder() throws Exception {
        start(TransportSettings.defaults());
        try (RawClient client = new RawClient(port)) {
            ConnectionId connection = open(client);
            listener.say(connection, new ServerMessage.Notification(EventType.DELETED, "/a", new Zxid(5)));
            listener.say(connection, pong(1));
            listener.say(connection, pong(2));
            listener.flush();
            listener.say(connection, pong(3));
            listener.flush();
            assertThat(ClientCodec.readReply(client.readFrame()).xid()).isEqualTo(-1);
            assertThat(ClientCodec.readReply(client.readFrame()).xid()).isEqualTo(1);
            assertThat(ClientCodec.readReply(client.readFrame()).xid()).isEqualTo(2);
            assertThat(ClientCodec.readReply(client.readFrame()).xid()).isEqualTo(3);
        }
    }

    @Test
    void oneNotificationReachesAllItsWatchers() throws Exception {
        start(TransportSettings.defaults());
        try (RawClient first = new RawClient(port);
                RawClient second = new RawClient(port)) {
            var notification = new ServerMessage.Notification(EventType.DATA_CHANGED, "/watched", new Zxid(9));
            listener.say(open(first), notification);
            ConnectionId other = open(second);
            listener.say(other, notification);
            listener.say(other, pong(1));
            listener.flush();
            byte[] heard = first.readFrame();
            assertThat(second.readFrame()).isEqualTo(heard);
            ClientCodec.ReplyFrame frame = ClientCodec.readReply(heard);
            assertThat(ClientCodec.readNotification(frame.zxid(), frame.body())).isEqualTo(notification);
            assertThat(ClientCodec.readReply(second.readFrame()).xid()).isEqualTo(1);
        }
    }

    @Test
    void hangUpLetsEverythingSaidBeforeArrive() throws Exception {
        start(TransportSettings.defaults());
        try (RawClient client = new RawClient(port)) {
            ConnectionId connection = open(client);
            // The client goes on talking, so bytes that nobody will read have arrived when the server closes.
            client.send(RawClient.request(1, PING));
            mailbox.next(Event.ClientRequest.class);
            byte[] large = new byte[3 << 20];
            listener.say(connection, data(1, large));
            listener.hangUp(connection, HangUpReason.CLOSED_BY_CLIENT, "");
            listener.say(connection, pong(2));
            client.send(RawClient.request(2, PING));
            listener.flush();

            assertThat(client.readFrame()).hasSizeGreaterThan(large.length);
            assertThat(client.isClosedSilently()).isTrue();
            client.leave();
            assertThat(mailbox.nextOf(Event.ClientGone.class).connection()).isEqualTo(connection);
        }
    }

    @Test
    void refusedSessionHearsSoBeforeTheEnd() throws Exception {
        start(TransportSettings.defaults());
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.together(RawClient.handshake(), RawClient.request(1, PING)));
            ConnectionId connection = mailbox.next(Event.ClientHandshake.class).connection();
            listener.say(connection, new ServerMessage.Handshake(ConnectResponse.refused(true, false)));
            listener.hangUp(connection, HangUpReason.CLOSED_BY_CLIENT, "");
            listener.flush();
            assertThat(ClientCodec.readConnectResponse(client.readFrame()).timeoutMillis())
                    .isZero();
            assertThat(client.isClosedSilently()).isTrue();
            client.leave();
            // The request behind the handshake has not been passed on.
            mailbox.next(Event.ClientGone.class);
        }
    }

    @Test
    void clientThatLeavesIsGoneOnce() throws Exception {
        start(TransportSettings.defaults());
        ConnectionId connection;
        try (RawClient client = new RawClient(port)) {
            connection = open(client);
        }
        assertThat(mailbox.next(Event.ClientGone.class).connection()).isEqualTo(connection);
        listener.say(connection, pong(1));
        listener.hangUp(connection, HangUpReason.CLOSED_BY_CLIENT, "");
        listener.flush();
        listener.close();
        assertThat(mailbox.nextIfAny()).isNull();
    }

    @Test
    void closingTheListenerTellsOfEveryConnection() throws Exception {
        start(TransportSettings.defaults());
        try (RawClient client = new RawClient(port);
                RawClient silent = new RawClient(port)) {
            ConnectionId connection = open(client);
            listener.close();
            assertThat(client.isClosedSilently()).isTrue();
            assertThat(silent.isClosedSilently()).isTrue();
            assertThat(mailbox.next(Event.ClientGone.class).connection()).isEqualTo(connection);
            assertThat(mailbox.nextIfAny()).isNull();
        }
    }

    // ---- limits

    @Test
    void oneAddressMayHaveOnlySoManyConnections() throws Exception {
        start(TransportSettings.defaults().withConnectionLimits(2, 0));
        try (RawClient first = new RawClient(port);
                RawClient second = new RawClient(port)) {
            open(first);
            open(second);
            try (RawClient third = new RawClient(port)) {
                assertThat(third.isClosedSilently()).isTrue();
            }
            assertThat(listener.table().closed()).containsEntry(ClosedFor.TOO_MANY_FROM_ADDRESS, 1L);
            first.leave();
            mailbox.next(Event.ClientGone.class);
            try (RawClient fourth = new RawClient(port)) {
                open(fourth);
            }
        }
    }

    @Test
    void thereMayBeOnlySoManyConnections() throws Exception {
        start(TransportSettings.defaults().withConnectionLimits(0, 1));
        try (RawClient first = new RawClient(port)) {
            open(first);
            try (RawClient second = new RawClient(port)) {
                assertThat(second.isClosedSilently()).isTrue();
            }
        }
    }

    @Test
    void whoSaysNothingIsClosed() throws Exception {
        start(TransportSettings.defaults().withSessionlessTimeoutMillis(50));
        try (RawClient client = new RawClient(port)) {
            client.send("rue");
            assertThat(client.isClosedSilently()).isTrue();
        }
        assertThat(mailbox.nextIfAny()).isNull();
    }

    @Test
    void requestsBeyondTheLimitWaitUntilHalfAreAnswered() throws Exception {
        start(TransportSettings.defaults().withOutstandingLimits(4, 1000));
        try (RawClient client = new RawClient(port);
                RawClient other = new RawClient(port)) {
            ConnectionId connection = open(client);
            byte[] requests = new byte[0];
            for (int xid = 1; xid <= 6; xid++) {
                requests = RawClient.together(requests, RawClient.request(xid, PING));
            }
            client.send(requests);
            for (int xid = 1; xid <= 4; xid++) {
                assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(xid);
            }
            open(other);
            say(connection, pong(1));
            assertThat(client.readFrame()).isNotEmpty();
            assertThat(mailbox.nextIfAny()).isNull();
            say(connection, pong(2));
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(5);
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(6);
        }
    }

    @Test
    void whenTheServerIsFullEachConnectionStillHasOneRequest() throws Exception {
        start(TransportSettings.defaults().withOutstandingLimits(1000, 1));
        try (RawClient greedy = new RawClient(port);
                RawClient modest = new RawClient(port)) {
            ConnectionId connection = open(greedy);
            open(modest);
            greedy.send(RawClient.together(
                    RawClient.request(1, PING), RawClient.request(2, PING), RawClient.request(3, PING)));
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(1);
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(2);
            modest.send(RawClient.request(1, PING));
            assertThat(mailbox.next(Event.ClientRequest.class).connection()).isNotEqualTo(connection);
            say(connection, pong(1));
            say(connection, pong(2));
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(3);
        }
    }

    @Test
    void whoDoesNotReadIsClosed() throws Exception {
        start(TransportSettings.defaults().withMaxOutputBytes(1 << 20));
        try (RawClient client = new RawClient(port)) {
            ConnectionId connection = open(client);
            byte[] large = new byte[1 << 20];
            // More than the limit and whatever the kernel buffers on both sides.
            for (int i = 0; i < 64; i++) {
                say(connection, data(1, large));
            }
            mailbox.next(Event.ClientGone.class);
        }
        assertThat(listener.table().closed()).containsEntry(ClosedFor.SLOW_READER, 1L);
    }

    // ---- throttling

    @Test
    void whenTheServerIsFullEveryoneWaitsForAPlaceAndNobodyIsForgotten() throws Exception {
        start(TransportSettings.defaults().withThrottle(2, 0));
        try (RawClient first = new RawClient(port);
                RawClient second = new RawClient(port);
                RawClient third = new RawClient(port)) {
            ConnectionId one = open(first);
            ConnectionId two = open(second);
            open(third);
            first.send(RawClient.request(1, PING));
            mailbox.next(Event.ClientRequest.class);
            second.send(RawClient.request(2, PING));
            mailbox.next(Event.ClientRequest.class);
            third.send(RawClient.request(3, PING));
            while (listener.table().limits().waits() == 0) {
                Thread.onSpinWait();
            }
            assertThat(mailbox.nextIfAny()).isNull();
            say(one, pong(1));
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(3);
            // A place is also made by who leaves.
            first.send(RawClient.request(4, PING));
            while (listener.table().limits().waits() == 1) {
                Thread.onSpinWait();
            }
            second.leave();
            assertThat(mailbox.nextOf(Event.ClientGone.class).connection()).isEqualTo(two);
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(4);
        }
    }

    @Test
    void whatHasWaitedTooLongIsPassedOnAsThrottledExceptPings() throws Exception {
        start(TransportSettings.defaults().withThrottle(1, 1));
        try (RawClient first = new RawClient(port);
                RawClient second = new RawClient(port);
                RawClient third = new RawClient(port)) {
            ConnectionId one = open(first);
            ConnectionId two = open(second);
            open(third);
            first.send(RawClient.request(1, PING));
            mailbox.next(Event.ClientRequest.class);
            second.send(RawClient.request(2, new Request.Watchable(OpCode.EXISTS, "/a", false)));
            while (listener.table().limits().waits() == 0) {
                Thread.onSpinWait();
            }
            third.send(RawClient.request(3, PING));
            while (listener.table().limits().waits() == 1) {
                Thread.onSpinWait();
            }
            assertThat(mailbox.nextIfAny(20)).isNull();
            say(one, pong(1));
            assertThat(mailbox.next(Event.ClientRequest.class).request())
                    .isEqualTo(new Request.Throttled(OpCode.EXISTS));
            say(two, pong(2));
            assertThat(mailbox.next(Event.ClientRequest.class).request()).isEqualTo(PING);
            assertThat(listener.table().limits().refusedRequests()).isEqualTo(1);
        }
    }

    @Test
    void largeRequestsWaitUntilThereIsRoomForThem() throws Exception {
        start(TransportSettings.defaults().with(new TransportSettings.Memory(1 << 20, 1 << 20, 300_000)));
        try (RawClient first = new RawClient(port);
                RawClient second = new RawClient(port)) {
            ConnectionId one = open(first);
            open(second);
            Request large = new Request.SetData("/a", new byte[200_000], -1);
            first.send(RawClient.request(1, large));
            mailbox.next(Event.ClientRequest.class);
            second.send(Arrays.copyOf(RawClient.request(2, large), 1000));
            while (listener.table().limits().waits() == 0) {
                Thread.onSpinWait();
            }
            second.send(Arrays.copyOfRange(RawClient.request(2, large), 1000, 200_030));
            assertThat(mailbox.nextIfAny(20)).isNull();
            say(one, pong(1));
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(2);
        }
    }

    @Test
    void largeRequestsBeyondTheOperatorsLimitAreClosed() throws Exception {
        start(TransportSettings.defaults().with(new TransportSettings.Large(1000, 3000)));
        try (RawClient first = new RawClient(port);
                RawClient second = new RawClient(port)) {
            ConnectionId one = open(first);
            open(second);
            first.send(RawClient.request(1, new Request.SetData("/a", new byte[2000], -1)));
            mailbox.next(Event.ClientRequest.class);
            second.send(RawClient.request(2, new Request.SetData("/a", new byte[500], -1)));
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(2);
            second.send(RawClient.request(3, new Request.SetData("/a", new byte[2000], -1)));
            assertThat(second.isClosedSilently()).isTrue();
            assertThat(listener.table().closed()).containsEntry(ClosedFor.TOO_LARGE_REQUESTS, 1L);
            mailbox.nextOf(Event.ClientGone.class);
            say(one, pong(1));
            first.readFrame();
            first.send(RawClient.request(4, new Request.SetData("/a", new byte[2000], -1)));
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(4);
        }
    }

    @Test
    void handshakesTakeTokensAndWhoFindsNoneIsClosed() throws Exception {
        start(TransportSettings.defaults()
                .with(new ConnectionThrottle.Settings(
                        1, Integer.MAX_VALUE, 1, ConnectionThrottle.Blue.OFF, ConnectionThrottle.Weights.EQUAL)));
        try (RawClient first = new RawClient(port);
                RawClient second = new RawClient(port)) {
            open(first);
            second.send(RawClient.handshake());
            assertThat(second.isClosedSilently()).isTrue();
            assertThat(mailbox.nextIfAny()).isNull();
            assertThat(listener.table().closed()).containsEntry(ClosedFor.TOO_MANY_HANDSHAKES, 1L);
            assertThat(listener.table().limits().handshakes()).isEqualTo(2);
        }
    }

    @Test
    void answersThatAClientDoesNotReadWaitOnceForAllOfThem() throws Exception {
        start(TransportSettings.defaults().with(new TransportSettings.Memory(1L << 30, 4 << 20, 1 << 20)));
        try (RawClient first = new RawClient(port);
                RawClient second = new RawClient(port);
                RawClient reader = new RawClient(port)) {
            ConnectionId one = open(first);
            ConnectionId two = open(second);
            ConnectionId three = open(reader);
            byte[] large = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                say(one, data(1, large));
                say(two, data(1, large));
            }
            mailbox.next(Event.ClientGone.class);
            say(three, pong(7));
            assertThat(ClientCodec.readReply(reader.readFrame()).xid()).isEqualTo(7);
        }
        assertThat(listener.table().closed()).containsKey(ClosedFor.SLOW_READER);
    }

    @Test
    void theLargerTheAnswersTheFewerRequestsAreUnderWay() throws Exception {
        start(TransportSettings.defaults());
        try (RawClient client = new RawClient(port)) {
            ConnectionId connection = open(client);
            client.send(RawClient.request(1, PING));
            mailbox.next(Event.ClientRequest.class);
            say(connection, data(1, new byte[5 << 20]));
            client.readFrame();
            client.send(RawClient.together(RawClient.request(2, PING), RawClient.request(3, PING)));
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(2);
            assertThat(mailbox.nextIfAny(20)).isNull();
            say(connection, pong(2));
            assertThat(mailbox.next(Event.ClientRequest.class).xid()).isEqualTo(3);
        }
    }

    // ---- being looked at

    @Test
    void tableShowsWhatHasPassed() throws Exception {
        start(TransportSettings.defaults());
        try (RawClient client = new RawClient(port)) {
            ConnectionId connection = open(client);
            client.send(RawClient.request(11, PING));
            mailbox.next(Event.ClientRequest.class);
            client.send(RawClient.request(12, new Request.Watchable(OpCode.EXISTS, "/a", false)));
            mailbox.next(Event.ClientRequest.class);
            say(connection, pong(11));
            client.readFrame();

            ConnectionTable table = listener.table();
            ConnectionTable.Row row = table.rows().getFirst();
            assertThat(row.connection()).isEqualTo(connection);
            assertThat(row.session()).isEqualTo(new SessionId(0x100));
            assertThat(row.timeoutMillis()).isEqualTo(30_000);
            assertThat(row.received()).isEqualTo(3);
            assertThat(row.sent()).isEqualTo(2);
            assertThat(row.outstanding()).isEqualTo(1);
            assertThat(row.last().op()).isEqualTo(OpCode.EXISTS);
            assertThat(row.last().xid()).isEqualTo(12);
            assertThat(row.last().zxid()).isEqualTo(new Zxid(1));
            assertThat(row.latency().count()).isEqualTo(2);
            assertThat(table.totals())
                    .extracting(
                            ConnectionTable.Totals::received,
                            ConnectionTable.Totals::sent,
                            ConnectionTable.Totals::outstanding,
                            ConnectionTable.Totals::connections)
                    .containsExactly(3L, 2L, 1, 1);

            listener.resetTotals();
            listener.resetConnections();
            assertThat(listener.table().totals().received()).isZero();
            assertThat(listener.table().rows().getFirst().received()).isZero();
            assertThat(listener.table().rows().getFirst().outstanding()).isEqualTo(1);
        }
    }

    private void start(TransportSettings settings) {
        listener.close();
        listener = new ClientListener(settings, mailbox, (_, _) -> null);
        port = listener.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private ConnectionId open(RawClient client) throws IOException, InterruptedException {
        client.send(RawClient.handshake());
        ConnectionId connection = mailbox.next(Event.ClientHandshake.class).connection();
        say(
                connection,
                new ServerMessage.Handshake(
                        new ConnectResponse(30_000, new SessionId(0x100), new byte[16], true, false)));
        client.readFrame();
        return connection;
    }

    private void say(ConnectionId connection, ServerMessage message) {
        listener.say(connection, message);
        listener.flush();
    }

    private static ServerMessage pong(int xid) {
        return new ServerMessage.Reply(xid, new Zxid(1), ErrorCode.OK, new Response.Empty());
    }

    private static ServerMessage data(int xid, byte[] data) {
        return new ServerMessage.Reply(xid, new Zxid(1), ErrorCode.OK, new Response.Data(data, STAT));
    }
}
