package io.quorate.acceptance.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.RawSession;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A thousand connections send what nobody should, to one server with a heap of 192 MB: it ends if it needs
/// more. They stay, all of them at once, while a bystander is served.
final class GarbageTest {
    private static final int CONNECTIONS = 1_000;
    private static final int SESSION_MILLIS = 60_000;
    private static final int PINGS = 100;
    private static final int MAX_FRAME = 0xfffff;

    @RegisterExtension
    final Stage stage = new Stage();

    private final CountDownLatch said = new CountDownLatch(CONNECTIONS);

    /// What a connection does to the server.
    private enum Nuisance {
        /// Bytes by chance, before any handshake.
        NOISE {
            @Override
            void say(Socket socket, Random random) throws IOException {
                byte[] noise = new byte[random.nextInt(1, 200_000)];
                random.nextBytes(noise);
                socket.getOutputStream().write(noise);
            }
        },
        /// A session and then a large request that never ends.
        HALF_A_REQUEST {
            @Override
            void say(Socket socket, Random random) throws IOException {
                begin(socket);
                socket.getOutputStream().write(new Bytes().number(MAX_FRAME).unframed());
                socket.getOutputStream().write(new byte[MAX_FRAME - 1]);
            }
        },
        /// Asks for much more than it reads.
        DEAF {
            @Override
            void say(Socket socket, Random random) throws IOException {
                begin(socket);
                for (int i = 1; i <= 300; i++) {
                    socket.getOutputStream()
                            .write(Bytes.header(i, 4).text("/large").one(0).framed());
                }
            }
        },
        /// Requests that cannot be decoded, many of them.
        MALFORMED {
            @Override
            void say(Socket socket, Random random) throws IOException {
                begin(socket);
                for (int i = 1; i <= 300; i++) {
                    byte[] body = new byte[random.nextInt(60)];
                    random.nextBytes(body);
                    socket.getOutputStream()
                            .write(Bytes.header(i, random.nextInt(1, 10))
                                    .raw(body)
                                    .framed());
                }
            }
        },
        /// Large requests, one behind the other.
        LARGE {
            @Override
            void say(Socket socket, Random random) throws IOException {
                begin(socket);
                byte[] request = Bytes.header(1, 5)
                        .text("/nowhere")
                        .number(900_000)
                        .repeated(0, 900_000)
                        .number(-1)
                        .framed();
                for (int i = 0; i < 3; i++) {
                    socket.getOutputStream().write(request);
                }
            }
        };

        abstract void say(Socket socket, Random random) throws IOException;

        private static void begin(Socket socket) throws IOException {
            socket.getOutputStream()
                    .write(new Bytes()
                            .number(0)
                            .longNumber(0)
                            .number(SESSION_MILLIS)
                            .longNumber(0)
                            .number(16)
                            .repeated(0, 16)
                            .one(0)
                            .framed());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(in.readInt());
        }
    }

    @Test
    void aThousandConnectionsOfGarbageCostNeitherMemoryNorOthersTheirService() throws Exception {
        Ensemble ensemble = stage.ensemble(List.of(Flavor.underTest()), Map.of("maxSessionTimeout", "120000"));
        ensemble.start();
        Member server = ensemble.member(1);
        try (StockClient client = StockClient.connect(server)) {
            client.zk().create("/large", new byte[900_000], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
        List<Socket> sockets = new ArrayList<>();
        try (RawSession bystander = new RawSession(server, SESSION_MILLIS);
                ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.clientPort());
                    sockets.add(socket);
                    Nuisance nuisance = Nuisance.values()[i % Nuisance.values().length];
                    Random random = new Random(i);
                    crowd.execute(() -> bother(nuisance, socket, random));
                }
                for (int i = 0; i < PINGS; i++) {
                    bystander.createEphemeral("/" + i);
                    bystander.ping();
                }
                // Some are never done: nobody reads what they say, which is the point.
                boolean _ = said.await(5, TimeUnit.SECONDS);
                bystander.ping();
                assertThat(server.alive()).isTrue();
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
        Eventually.passes(
                "nothing is left of them",
                () -> assertThat(server.ask("mntr"))
                        .contains("zk_num_alive_connections\t1\n", "zk_waiting_output_bytes\t0\n"));
        assertThat(server.said()).noneMatch(line -> line.contains("OutOf") || line.contains("ERROR"));
    }

    /// Whether the server ends the connection or not is its own affair.
    private void bother(Nuisance nuisance, Socket socket, Random random) {
        try {
            nuisance.say(socket, random);
        } catch (IOException _) {
            // The server does not listen any longer.
        } finally {
            said.countDown();
        }
    }
}
