package io.quorate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.operation.WriteSettings;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Extension operations are there where the operator wants them, and as txns only under a leader that makes them: the
/// third server leads.
class ExtensionsTest {
    private static final WriteSettings WITH = new WriteSettings(false, false, true);
    private static final Request REMOVE = new Request.RemoveRecursive("/t", -1);
    private static final Request LIST = new Request.FilteredList(OpCode.FILTERED_LIST, "/", false, 0, false, false);
    private static final Request FLAGS = new Request.Watchable(OpCode.GET_DATA, "/keeper/feature_flags", false);

    private final TestEnsemble ensemble = new TestEnsemble(3, new Random(11));
    private boolean hungUp;

    private void started(long... with) {
        for (long id = 1; id <= 3; id++) {
            long server = id;
            ensemble.writes =
                    java.util.Arrays.stream(with).anyMatch(one -> one == server) ? WITH : WriteSettings.DEFAULT;
            ensemble.start(id);
        }
        assertThat(ensemble.runUntil(ensemble::allServe, 20)).isTrue();
    }

    private TestClient connected(long to) {
        TestClient client = new TestClient("c");
        hungUp = false;
        ensemble.onSay = say -> {
            if (client.is(say.connection())) {
                client.hear(say.message());
            }
        };
        ensemble.onHangUp = hangUp -> hungUp |= client.is(hangUp.connection());
        client.connect(ensemble.server(to));
        assertThat(ensemble.runUntil(client::isConnected, 5)).isTrue();
        return client;
    }

    private ServerMessage.Reply ask(TestClient client, Request request) {
        int xid = client.send(request);
        assertThat(ensemble.runUntil(() -> reply(client, xid) != null, 5)).isTrue();
        return java.util.Objects.requireNonNull(reply(client, xid));
    }

    private static ServerMessage.@Nullable Reply reply(TestClient client, int xid) {
        for (ServerMessage message : client.heard) {
            if (message instanceof ServerMessage.Reply reply && reply.xid() == xid) {
                return reply;
            }
        }
        return null;
    }

    private static Request create(String path) {
        return new Request.Create(OpCode.CREATE_IF_NOT_EXISTS, path, new byte[0], List.copyOf(Acl.OPEN), 0, 0);
    }

    private static Request multi(Request... operations) {
        return new Request.Multi(OpCode.MULTI, List.of(operations));
    }

    private byte @Nullable [] flags(TestClient client) {
        return ((Response.Data) ask(client, FLAGS).body()).data();
    }

    @Test
    void everyServerTakesThemIfAllHaveThem() {
        started(1, 2, 3);
        for (long server = 1; server <= 3; server++) {
            TestClient client = connected(server);
            assertThat(ask(client, create("/t")).body()).isEqualTo(new Response.Path("/t"));
            assertThat(ask(client, create("/t/a")).body()).isEqualTo(new Response.Path("/t/a"));
            assertThat(ask(client, create("/t/a")).body()).isEqualTo(new Response.Path("/t/a"));
            Response answer = ask(
                            client,
                            multi(
                                    new Request.CheckNotExists("/u", -1),
                                    REMOVE,
                                    create("/t"),
                                    new Request.TryRemove("/t", 0)))
                    .body();
            assertThat(((Response.Multi) answer).results())
                    .extracting(Response.Result::op)
                    .containsExactly(
                            OpCode.CHECK_NOT_EXISTS,
                            OpCode.REMOVE_RECURSIVE,
                            OpCode.CREATE_IF_NOT_EXISTS,
                            OpCode.TRY_REMOVE);
            assertThat(ask(client, LIST).body())
                    .isInstanceOfSatisfying(
                            Response.NamesAndStat.class,
                            list -> assertThat(list.names()).containsExactly("zookeeper"));
            assertThat(flags(client)).containsExactly(0b1111_1111, 0b1110_0000);
            assertThat(hungUp).isFalse();
        }
    }

    @Test
    void aServerWithoutThemAnswersAsToAnyNumberThatMeansNothing() {
        started(3);
        for (Request request : List.of(REMOVE, LIST, create("/t"), new Request.Malformed(OpCode.TRY_REMOVE, "short"))) {
            TestClient client = connected(1);
            assertThat(ask(client, request).error()).isEqualTo(ErrorCode.UNIMPLEMENTED);
            assertThat(hungUp).isTrue();
        }
        TestClient client = connected(1);
        assertThat(ask(client, multi(REMOVE)).error()).isEqualTo(ErrorCode.MARSHALLING_ERROR);
        assertThat(ask(client, FLAGS).error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(hungUp).isFalse();
    }

    /// Such a leader might be a ZooKeeper, which would not answer at all.
    @Test
    void underALeaderWithoutThemOnlyReadsAreLeft() {
        started(1, 2);
        TestClient client = connected(1);
        assertThat(flags(client)).containsExactly(0b1100_0101, 0b1010_0000);
        assertThat(ask(client, LIST).error()).isEqualTo(ErrorCode.OK);
        assertThat(ask(client, new Request.CheckNotExists("/a", -1)).error()).isEqualTo(ErrorCode.OK);
        assertThat(ask(client, multi(new Request.CheckNotExists("/a", -1))).error())
                .isEqualTo(ErrorCode.MARSHALLING_ERROR);
        assertThat(hungUp).isFalse();
        assertThat(ask(client, REMOVE).error()).isEqualTo(ErrorCode.UNIMPLEMENTED);
        assertThat(hungUp).isTrue();
    }

    /// The two services do not agree on how a part says that it has failed.
    @Test
    void aConnectionThatHasReadTheFlagsIsToldOfReadsInOtherWords() {
        started(1, 2, 3);
        TestClient client = connected(2);
        Request missing = new Request.Watchable(OpCode.GET_DATA, "/missing", true);
        Request reads = new Request.Multi(OpCode.MULTI_READ, List.of(missing));
        Request more = new Request.Multi(
                OpCode.MULTI_READ,
                List.of(
                        LIST,
                        new Request.Watchable(OpCode.EXISTS, "/t", true),
                        new Request.Watchable(OpCode.GET_CHILDREN2, "/", false)));
        assertThat(ask(client, reads).body())
                .isEqualTo(new Response.Multi(List.of(Response.Result.failed(ErrorCode.NO_NODE))));
        assertThat(ask(client, more).error()).isEqualTo(ErrorCode.MARSHALLING_ERROR);
        assertThat(ask(client, new Request.Watchable(OpCode.EXISTS, "/keeper/feature_flags", false))
                        .error())
                .isEqualTo(ErrorCode.OK);
        assertThat(ask(client, more).error()).as("not read yet").isEqualTo(ErrorCode.MARSHALLING_ERROR);

        assertThat(flags(client)).isNotNull();
        assertThat(ask(client, reads).body())
                .isEqualTo(new Response.MultiRead(
                        List.of(new Response.Result(OpCode.GET_DATA, ErrorCode.NO_NODE, new Response.Empty()))));
        assertThat(((Response.MultiRead) ask(client, more).body()).results())
                .extracting(Response.Result::error)
                .containsExactly(ErrorCode.OK, ErrorCode.NO_NODE, ErrorCode.OK);
        assertThat(ask(client, create("/t")).error()).isEqualTo(ErrorCode.OK);
        assertThat(client.heard)
                .as("the watch of a part")
                .filteredOn(ServerMessage.Notification.class::isInstance)
                .hasSize(1);
    }

    @Test
    void anotherLeaderMakesAnotherOffer() {
        started(1, 2);
        assertThat(flags(connected(1))).containsExactly(0b1100_0101, 0b1010_0000);
        ensemble.crash(3);
        assertThat(ensemble.runUntil(
                        () -> ensemble.leader() != null
                                && ensemble.server(1).running().status().serving(),
                        20))
                .isTrue();
        assertThat(flags(connected(1))).containsExactly(0b1111_1111, 0b1110_0000);
        // It comes back with another configuration.
        ensemble.writes = WITH;
        ensemble.start(3);
        assertThat(ensemble.runUntil(ensemble::allServe, 20)).isTrue();
        assertThat(ask(connected(3), REMOVE).error()).isEqualTo(ErrorCode.OK);
    }
}
