package io.quorate.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LoadTest {
    private static final Request GET = new Request.Watchable(OpCode.GET_DATA, "/a", false);

    /// What {@link ScriptedServer} answers is the length of the data, 100, then nothing but zeros, then a stat.
    private static Repeated gets(int... answer) {
        byte[] start = new byte[answer.length];
        for (int i = 0; i < answer.length; i++) {
            start[i] = (byte) answer[i];
        }
        return new Repeated(List.of(new Repeated.Exchange(GET, start, 4 + 100 + 68)));
    }

    private static Work times(int count, Request request) {
        return new Script(Collections.nCopies(count, request).iterator());
    }

    @Test
    void everyRequestOfEveryConnectionIsAnsweredAndCounted() throws Exception {
        try (var server = ScriptedServer.start((_, xid, request) -> ScriptedServer.right(xid, request));
                Load load = Load.connect(List.of(server.address()), 3)) {
            List<Work> works = Stream.generate(() -> times(1000, GET)).limit(3).toList();
            Tally tally = load.run(works, 20, Load.UNTIL_EXHAUSTED);
            assertThat(tally.operations()).isEqualTo(3000);
            assertThat(tally.errors()).isEmpty();
            assertThat(tally.latencies().count()).isEqualTo(3000);
        }
    }

    @Test
    void connectionsAreSpreadOverTheServersInTurn() throws Exception {
        try (var one = ScriptedServer.start((_, xid, request) -> ScriptedServer.right(xid, request));
                var other = ScriptedServer.start((_, xid, request) -> ScriptedServer.right(xid, request));
                Load _ = Load.connect(List.of(one.address(), other.address()), 5)) {
            assertThat(one.connections()).isEqualTo(3);
            assertThat(other.connections()).isEqualTo(2);
        }
    }

    @Test
    void anEndlessWorkEndsWithItsTimeAndAllRepliesAreAwaited() throws Exception {
        try (var server = ScriptedServer.start((_, xid, request) -> ScriptedServer.right(xid, request));
                Load load = Load.connect(List.of(server.address()), 1)) {
            List<Work> endless = List.of(gets(0, 0, 0, 100, 0, 0));
            Tally tally = load.run(endless, 7, TimeUnit.MILLISECONDS.toNanos(100));
            assertThat(tally.operations()).isGreaterThanOrEqualTo(7);
            assertThat(tally.errors()).isEmpty();
            // The same connections go on with something else.
            assertThat(load.run(List.of(times(2, GET)), 1, Load.UNTIL_EXHAUSTED).operations())
                    .isEqualTo(2);
        }
    }

    @Test
    void neverAreMoreRequestsInFlightThanAsked() throws Exception {
        try (var server = ScriptedServer.start((_, xid, request) -> ScriptedServer.right(xid, request));
                Load load = Load.connect(List.of(server.address()), 1)) {
            var asked = new int[1];
            Work counting = new Work() {
                private final Work gets = times(50, GET);

                @Override
                public boolean next(int xid, ByteBuffer out) {
                    asked[0]++;
                    assertThat(out.position()).isZero();
                    return gets.next(xid, out);
                }

                @Override
                public boolean accepts(int number, ByteBuffer in, int at, int bytes) {
                    assertThat(number).isEqualTo(asked[0] - 1);
                    return true;
                }
            };
            assertThat(load.run(List.of(counting), 1, Load.UNTIL_EXHAUSTED).operations())
                    .isEqualTo(50);
            assertThat(asked[0]).isEqualTo(51);
        }
    }

    @Test
    void errorsAreCountedApart() throws Exception {
        try (var server = ScriptedServer.start((number, xid, request) -> number % 10 == 0
                        ? ServerMessage.Reply.failed(xid, new Zxid(1), ErrorCode.NO_NODE)
                        : ScriptedServer.right(xid, request));
                Load load = Load.connect(List.of(server.address()), 1)) {
            Tally tally = load.run(List.of(times(100, GET)), 5, Load.UNTIL_EXHAUSTED);
            assertThat(tally.operations()).isEqualTo(90);
            assertThat(tally.errorCount()).isEqualTo(10);
            assertThat(tally.errors()).containsEntry("NO_NODE (-101)", 10L);
        }
    }

    @Test
    void aReplyWithOtherDataIsAnError() throws Exception {
        try (var server = ScriptedServer.start((_, xid, request) -> ScriptedServer.right(xid, request));
                Load load = Load.connect(List.of(server.address()), 1)) {
            Tally tally = load.run(List.of(gets(0, 0, 0, 100, 1)), 1, 1);
            assertThat(tally.operations()).isZero();
            assertThat(tally.errors()).containsOnlyKeys("not an answer to its request");
        }
    }

    @Test
    void aReplyOutOfOrderEndsTheRun() throws Exception {
        try (var server = ScriptedServer.start(
                        (number, xid, request) -> ScriptedServer.right(number == 5 ? xid + 1 : xid, request));
                Load load = Load.connect(List.of(server.address()), 1)) {
            assertThatThrownBy(() -> load.run(List.of(times(10, GET)), 3, Load.UNTIL_EXHAUSTED))
                    .isInstanceOf(LoadFailure.class)
                    .hasMessageContaining("answered xid 6 where xid 5 was next");
        }
    }

    @Test
    void aServerThatHangsUpEndsTheRun() throws Exception {
        try (var server = ScriptedServer.start(
                        (number, xid, request) -> number == 5 ? null : ScriptedServer.right(xid, request));
                Load load = Load.connect(List.of(server.address()), 1)) {
            assertThatThrownBy(() -> load.run(List.of(times(10, GET)), 1, Load.UNTIL_EXHAUSTED))
                    .isInstanceOf(LoadFailure.class)
                    .hasMessageContaining("hung up");
        }
    }

    @Test
    void aServerMayHangUpOnceAllIsAnswered() throws Exception {
        // One connection is closed by its server after three replies, while the other goes on.
        try (var patient = ScriptedServer.start((_, xid, request) -> ScriptedServer.right(xid, request));
                var closing = ScriptedServer.hangingUpAfter(3);
                Load load = Load.connect(List.of(patient.address(), closing.address()), 2)) {
            Tally tally = load.run(List.of(times(5000, GET), times(3, GET)), 1, Load.UNTIL_EXHAUSTED);
            assertThat(tally.operations()).isEqualTo(5003);
        }
    }
}
