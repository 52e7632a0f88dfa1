package io.quorate.simulation.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.OpCode;
import io.quorate.simulation.Tally;
import io.quorate.simulation.history.Histories;
import io.quorate.simulation.reference.Reference;
import io.quorate.simulation.world.Chance;
import io.quorate.simulation.world.Timeline;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Many clients use one real server in virtual time, and everything they are told is judged.
final class ClientsTest {
    private static final int CLIENTS = 12;
    private static final long SECOND = 1_000_000_000L;

    private final Timeline timeline = new Timeline();
    private final Tally tally = new Tally();
    private final Reference reference = new Reference();
    private final Histories histories = Histories.live(reference);

    @Test
    void whatAHealthyServerTellsItsClientsIsRight() {
        run(1, 120);

        assertThat(histories.answers()).isGreaterThan(5_000);
        assertThat(histories.notifications()).isGreaterThan(1_000);
        assertThat(reference.at(reference.last()).paths()).hasSizeLessThan(200);
    }

    @Test
    void everythingThatClientsCanDoIsDone() {
        run(2, 500);

        for (OpCode op : OpCode.values()) {
            boolean never = Set.of(OpCode.PING, OpCode.AUTH, OpCode.SASL, OpCode.RECONFIG)
                    .contains(op);
            if (op.kind() != OpCode.Kind.INTERNAL && !never) {
                assertThat(tally.of("operation: " + op.name().toLowerCase(Locale.ROOT) + " ok"))
                        .as(op.name())
                        .isPositive();
            }
        }
        assertThat(tally.counts())
                .containsKeys(
                        "client sessions expired",
                        "client sessions resumed",
                        "client sessions moved",
                        "operation without an answer: create",
                        "client multis that succeeded",
                        "client multis with an error",
                        "operation: malformed marshalling_error",
                        "operation: unknown unimplemented",
                        "operation: get_data no_auth",
                        "operation: remove_recursive not_empty",
                        "client events CREATED",
                        "client events DELETED",
                        "client events DATA_CHANGED",
                        "client events CHILDREN_CHANGED",
                        "client events caught up DATA_CHANGED");
    }

    @Test
    void theSameSeedLetsTheSameHappen() {
        run(3, 20);
        ClientsTest again = new ClientsTest();
        again.run(3, 20);

        assertThat(again.tally.counts()).isEqualTo(tally.counts());
    }

    private void run(long seed, int seconds) {
        Chance chance = new Chance(seed);
        OneServer server = new OneServer(timeline, chance.stream("server"), txn -> {
            reference.commit(txn.header(), txn.txn());
            histories.committed(txn.header(), txn.txn());
        });
        Surroundings world = new Surroundings(
                server, timeline, List.of(OneServer.ID), OneServer.TICK_MILLIS, true, histories, tally);
        Clients clients = new Clients(CLIENTS, world, chance);
        clients.start();
        RandomGenerator random = chance.stream("operations");
        while (timeline.nowNanos() < seconds * SECOND) {
            long next = timeline.nowNanos() + 20_000_000;
            while (timeline.nextNanos() <= next) {
                timeline.step();
            }
            timeline.after(next - timeline.nowNanos(), () -> {});
            timeline.step();
            clients.operate(1 + random.nextInt(CLIENTS), random.nextLong());
        }
    }
}
