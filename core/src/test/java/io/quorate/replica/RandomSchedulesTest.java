package io.quorate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients write while servers crash, restart and lose one another, as a seed decides. Afterwards everything
/// acknowledged is there,
/// and all servers hold the same.
class RandomSchedulesTest {
    private static final int SEEDS_PER_TEST = 40;

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void nothingAcknowledgedIsLostAndAllServersAgree(int size) {
        live(size, SEEDS_PER_TEST);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 7})
    void nothingAcknowledgedIsLostInThousandsOfSchedules(int size) {
        live(size, 2_000);
    }

    private static void live(int size, int seeds) {
        Map<String, Integer> seen = new TreeMap<>();
        for (int seed = 1; seed <= seeds; seed++) {
            live(size, seed, seen);
        }
        assertThat(seen)
                .as("the schedules reach every way to synchronise")
                .containsKeys("DIFF", "TRUNC", "SNAP")
                .hasEntrySatisfying("acknowledged", count -> assertThat(count).isGreaterThan(10 * seeds))
                .hasEntrySatisfying("leaders", count -> assertThat(count).isGreaterThan(3 * seeds));
    }

    private static void live(int size, int seed, Map<String, Integer> seen) {
        Random random = new Random(seed * 31L + size);
        TestEnsemble ensemble = new TestEnsemble(size, random);
        ensemble.recentTxns = 5 + random.nextInt(40);
        ensemble.diskSlowness = 1 + random.nextInt(30);
        ensemble.snapCount = 20 + random.nextInt(100);
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clients.add(new TestClient("c" + i));
        }
        ensemble.onSay = say -> clients.stream()
                .filter(client -> client.is(say.connection()))
                .forEach(client -> client.hear(say.message()));
        ensemble.onHangUp = hangUp -> clients.stream()
                .filter(client -> client.is(hangUp.connection()))
                .forEach(TestClient::lost);
        ensemble.startAll();
        for (int i = 0; i < 6000; i++) {
            ensemble.step();
            act(ensemble, clients, random);
        }
        // Notifications that were lost are repeated after a minute at the latest.
        ensemble.heal();
        ensemble.servers.forEach((id, server) -> {
            if (server.replica == null) {
                ensemble.start(id);
            }
        });
        assertThat(ensemble.runUntil(() -> converged(ensemble), 150))
                .as("seed %d converges:\n%s", seed, tail(ensemble))
                .isTrue();
        Tree tree = ensemble.server(1).disk.recover().tree();
        for (TestClient client : clients) {
            for (String path : client.acknowledged) {
                assertThat(tree.find(path))
                        .as("seed %d: %s\n%s", seed, path, tail(ensemble))
                        .isNotNull();
            }
        }
        clients.forEach(client -> seen.merge("acknowledged", client.acknowledged.size(), Integer::sum));
        seen.merge("leaders", ensemble.leaders.size(), Integer::sum);
        ensemble.trace.forEach(line -> {
            if (line.contains("Synchronised")) {
                String kind = line.contains("how=snap") ? "SNAP" : line.contains("how=trunc") ? "TRUNC" : "DIFF";
                seen.merge(kind, 1, Integer::sum);
            }
        });
        ensemble.servers
                .values()
                .forEach(server -> assertThat(server.disk.recover().tree().digest())
                        .as("seed %d: digest of %s", seed, server.id)
                        .isEqualTo(tree.digest()));
    }

    private static boolean converged(TestEnsemble ensemble) {
        return ensemble.allServe()
                && ensemble.servers.values().stream()
                                .map(server -> server.disk.last())
                                .distinct()
                                .count()
                        == 1
                && ensemble.servers.values().stream()
                                .map(server -> server.running().status().zxid())
                                .distinct()
                                .count()
                        == 1;
    }

    private static void act(TestEnsemble ensemble, List<TestClient> clients, Random random) {
        TestClient client = clients.get(random.nextInt(clients.size()));
        long anyone = 1L + random.nextInt(ensemble.servers.size());
        int what = random.nextInt(1000);
        if (what < 2) {
            crash(ensemble, clients, anyone);
        } else if (what < 3) {
            // The power fails; some come back at once.
            ensemble.servers.keySet().forEach(id -> crash(ensemble, clients, id));
            ensemble.servers.keySet().stream()
                    .filter(_ -> random.nextInt(3) > 0)
                    .forEach(ensemble::start);
        } else if (what < 8) {
            if (ensemble.server(anyone).replica == null) {
                ensemble.start(anyone);
            }
        } else if (what < 10) {
            ensemble.isolate(anyone);
        } else if (what < 14) {
            ensemble.heal();
        } else if (what < 100) {
            if (!client.isConnected()) {
                client.connect(ensemble.server(anyone));
            } else if (client.inFlight() < 5) {
                client.create();
            }
        } else if (what < 120 && client.isConnected()) {
            client.ping();
        }
    }

    private static void crash(TestEnsemble ensemble, List<TestClient> clients, long id) {
        ensemble.crash(id);
        clients.stream().filter(TestClient::isConnected).forEach(client -> client.lostWith(ensemble.server(id)));
    }

    private static String tail(TestEnsemble ensemble) {
        return String.join(
                "\n", ensemble.trace.subList(Math.max(0, ensemble.trace.size() - 60), ensemble.trace.size()));
    }
}
