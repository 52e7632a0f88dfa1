package io.quorate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Stat;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Some clients ask without end and one asks little, all on one event loop. The replica of these tests answers whatever
/// it hears at once; what is counted is how often the others are answered while the modest one waits.
final class ClientTurnsTest {
    private static final int FLOODS = 4;
    private static final int ROUNDS = 31;
    private static final int MODEST_XID = 7;
    private static final Request PING = new Request.Bare(OpCode.PING);
    private static final Stat STAT = new Stat(1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    private final LinkedBlockingQueue<Event> heard = new LinkedBlockingQueue<>();
    private final AtomicLong answeredToFloods = new AtomicLong();
    private final List<RawClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ClientListener listener =
            new ClientListener(oneLoop(TransportSettings.defaults()), heard::add, (_, _) -> null);
    private int port;

    @BeforeEach
    void start() {
        port = listener.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws Exception {
        for (RawClient client : clients) {
            client.leave();
        }
        listener.close();
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
    }

    /// A turn is 64 requests of each; one turn may be under way in each of three places: being read, being answered,
    /// being written. A machine with other work to do only adds to that, so it is enough if it is so often enough.
    @Test
    void whoAsksLittleWaitsForTurnsOfTheOthersAndNotForAllTheyAsk() throws Exception {
        run("replica", this::answerEverything);
        RawClient modest = open();
        for (int i = 0; i < FLOODS; i++) {
            flood(open());
        }
        List<Long> othersAnswers = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long before = answeredToFloods.get();
            modest.send(RawClient.request(MODEST_XID, PING));
            modest.readFrame();
            othersAnswers.add(answeredToFloods.get() - before);
        }
        othersAnswers.sort(null);
        assertThat(othersAnswers.get(ROUNDS / 4)).isLessThan(FLOODS * 64L * 4);
    }

    private void flood(RawClient client) {
        byte[] request = RawClient.request(1, PING);
        byte[][] many = new byte[500][];
        Arrays.fill(many, request);
        byte[] burst = RawClient.together(many);
        run("asks", () -> {
            while (true) {
                client.send(burst);
            }
        });
        run("reads", () -> {
            while (true) {
                client.readFrame();
            }
        });
    }

    private void answerEverything() throws InterruptedException {
        while (true) {
            switch (heard.take()) {
                case Event.ClientHandshake handshake ->
                    say(
                            handshake.connection(),
                            new ServerMessage.Handshake(
                                    new ConnectResponse(30_000, new SessionId(0x100), new byte[16], true, false)));
                case Event.ClientRequest request -> {
                    answeredToFloods.addAndGet(request.xid() == MODEST_XID ? 0 : 1);
                    say(
                            request.connection(),
                            new ServerMessage.Reply(
                                    request.xid(), new Zxid(1), ErrorCode.OK, new Response.Data(new byte[10], STAT)));
                }
                default -> {
                    // Somebody has left.
                }
            }
        }
    }

    private void say(ConnectionId connection, ServerMessage message) {
        listener.say(connection, message);
        listener.flush();
    }

    private RawClient open() throws IOException {
        RawClient client = new RawClient(port);
        clients.add(client);
        client.send(RawClient.handshake());
        client.readFrame();
        return client;
    }

    private void run(String name, Work work) {
        threads.add(Thread.ofPlatform().name(name).start(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException _) {
                // The test is over.
            }
        }));
    }

    private static TransportSettings oneLoop(TransportSettings settings) {
        return new TransportSettings(
                settings.connections(),
                settings.requests(),
                settings.memory(),
                settings.connectionThrottle(),
                settings.backlog(),
                1);
    }

    /// Until it is interrupted or its socket is closed.
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }
}
