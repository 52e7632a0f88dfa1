package io.quorate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.ConnectResponse;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.peer.ServerState;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Three servers that have written something; then two of them crash, and the first is left alone.
class ReadOnlyTest {
    private static final long LEFT = 1;
    private static final int GRACE_MILLIS = 2000;

    private final TestEnsemble ensemble = new TestEnsemble(3, new Random(13));
    private Zxid written = Zxid.ZERO;

    private void begin(NewSessions kind, boolean readOnlyMode) {
        ensemble.service = new ServiceSettings(true, false, 0, kind, readOnlyMode);
        ensemble.startAll();
        settle();
        TestClient writer = connected("w", 2, false);
        writer.create("/a", 0);
        ensemble.run(300);
        written = status().zxid();
    }

    private void leaveAlone() {
        ensemble.crash(2);
        ensemble.crash(3);
        assertThat(ensemble.runUntil(() -> status().readOnly(), 10)).isTrue();
    }

    private void settle() {
        assertThat(ensemble.runUntil(ensemble::allServe, 20))
                .as("all serve:\n%s", String.join("\n", ensemble.trace))
                .isTrue();
    }

    private Status status() {
        return ensemble.server(LEFT).running().status();
    }

    private TestClient client(String name, boolean readOnly) {
        TestClient client = new TestClient(name);
        client.readOnly = readOnly;
        ensemble.onSay = ensemble.onSay.andThen(say -> {
            if (client.is(say.connection())) {
                client.hear(say.message());
            }
        });
        ensemble.onHangUp = ensemble.onHangUp.andThen(hangUp -> {
            if (client.is(hangUp.connection())) {
                client.lost();
            }
        });
        return client;
    }

    private TestClient connected(String name, long to, boolean readOnly) {
        TestClient client = client(name, readOnly);
        client.connect(ensemble.server(to));
        assertThat(ensemble.runUntil(client::isConnected, 5)).isTrue();
        return client;
    }

    private ServerMessage.Reply reply(TestClient client, Request request) {
        int xid = client.send(request);
        ServerMessage.Reply last = (ServerMessage.Reply) client.heard.getLast();
        assertThat(last.xid()).isEqualTo(xid);
        return last;
    }

    private static ConnectResponse handshake(TestClient client) {
        return ((ServerMessage.Handshake) client.heard.getFirst()).response();
    }

    private static Request creation(String path, int flags) {
        return new Request.Create(OpCode.CREATE, path, new byte[0], List.copyOf(Acl.OPEN), flags, 0);
    }

    private static Request exists(String path) {
        return new Request.Watchable(OpCode.EXISTS, path, true);
    }

    @Test
    void aServerThatIsLeftAloneServesNobodyUnlessItIsToldTo() {
        begin(NewSessions.LOCAL, false);
        ensemble.crash(2);
        ensemble.crash(3);
        ensemble.run(10_000);
        assertThat(status().readOnly()).isFalse();
        TestClient reader = client("r", true);
        reader.connect(ensemble.server(LEFT));
        assertThat(reader.heard).isEmpty();
    }

    @Test
    void itOffersReadsAfterHavingSearchedForTwoSeconds() {
        begin(NewSessions.LOCAL, true);
        ensemble.crash(2);
        ensemble.crash(3);
        assertThat(ensemble.runUntil(() -> status().state() == ServerState.LOOKING, 10))
                .isTrue();
        long lookingMillis = ensemble.nowMillis();
        assertThat(ensemble.runUntil(() -> status().readOnly(), 10)).isTrue();
        assertThat(ensemble.nowMillis() - lookingMillis).isBetween((long) GRACE_MILLIS, (long) GRACE_MILLIS + 100);
        assertThat(status().serving()).isFalse();
        assertThat(status().phase()).isEqualTo("election");
    }

    @Test
    void itHasToSearchForAsLongWhenItHasJustBeenStarted() {
        begin(NewSessions.LOCAL, true);
        leaveAlone();
        ensemble.crash(LEFT);
        ensemble.start(LEFT);
        ensemble.run(GRACE_MILLIS - 100);
        assertThat(status().readOnly()).isFalse();
        assertThat(ensemble.runUntil(() -> status().readOnly(), 1)).isTrue();
    }

    @Test
    void aServerWithoutAHistoryHasNothingToShow() {
        ensemble.service = new ServiceSettings(true, false, 0, NewSessions.LOCAL, true);
        ensemble.server(LEFT).disk.mayVote = false;
        ensemble.start(LEFT);
        ensemble.run(10_000);
        assertThat(status().readOnly()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whoIsContentToReadReads(NewSessions kind) {
        begin(kind, true);
        leaveAlone();
        TestClient reader = connected("r", LEFT, true);

        assertThat(handshake(reader).readOnly()).isTrue();
        ServerMessage.Reply found = reply(reader, exists("/a"));
        assertThat(found.error()).isEqualTo(ErrorCode.OK);
        assertThat(found.body()).isInstanceOf(Response.StatOnly.class);
        assertThat(found.zxid()).isEqualTo(written);
        assertThat(reply(reader, new Request.Bare(OpCode.WHO_AM_I)).error()).isEqualTo(ErrorCode.OK);
        reader.ping();
        assertThat(((ServerMessage.Reply) reader.heard.getLast()).error()).isEqualTo(ErrorCode.OK);
    }

    @ParameterizedTest
    @EnumSource
    void whateverNeedsALeaderIsRefusedAndNothingChanges(NewSessions kind) {
        begin(kind, true);
        leaveAlone();
        TestClient reader = connected("r", LEFT, true);
        List<Request> wishes = List.of(
                creation("/b", 0),
                creation("/e", 1),
                new Request.Delete("/a", -1),
                new Request.SetData("/a", null, -1),
                new Request.SetAcl("/a", List.copyOf(Acl.OPEN), -1),
                new Request.Multi(OpCode.MULTI, List.of(creation("/e", 1))),
                new Request.Malformed(OpCode.CREATE, "made so"),
                new Request.Reconfig(null, null, null, -1),
                new Request.PathOnly(OpCode.SYNC, "/"));
        for (Request wish : wishes) {
            ServerMessage.Reply refusal = reply(reader, wish);
            assertThat(refusal.error()).as(wish.toString()).isEqualTo(ErrorCode.NOT_READ_ONLY);
            assertThat(refusal.zxid()).isEqualTo(written);
        }
        ensemble.run(500);
        assertThat(status().zxid()).isEqualTo(written);
        assertThat(ensemble.server(LEFT).disk.recover().tree().zxid()).isEqualTo(written);
    }

    @Test
    void whoWantsMoreIsTurnedAwayWithoutAWord() {
        begin(NewSessions.LOCAL, true);
        leaveAlone();
        TestClient writer = client("w2", false);
        writer.connect(ensemble.server(LEFT));
        ensemble.run(10);
        assertThat(writer.heard).isEmpty();
        assertThat(writer.isConnected()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatMayLiveElsewhereIsNotToldThatItIsOver(NewSessions kind) {
        begin(kind, true);
        TestClient client = connected("c", LEFT, true);
        client.create("/e", kind == NewSessions.LOCAL ? 0 : 1);
        ensemble.run(300);
        leaveAlone();
        client.connect(ensemble.server(LEFT));
        ensemble.run(10);
        assertThat(client.expired).isZero();
        assertThat(client.isConnected()).as("only a local one goes on here").isEqualTo(kind == NewSessions.LOCAL);
    }

    @Test
    void anUnknownSessionWithTheRightPasswordIsExpiredWhereSessionsAreLocal() {
        begin(NewSessions.LOCAL, true);
        leaveAlone();
        TestClient stranger = client("s", true);
        stranger.session = new SessionId(0x0200_0000_0000_4711L);
        stranger.connect(ensemble.server(LEFT));
        ensemble.run(10);
        assertThat(stranger.expired).isOne();
        assertThat(handshake(stranger).readOnly()).isTrue();
    }

    @Test
    void sessionsBegunNowAreClosedAndResumedHere() {
        begin(NewSessions.GLOBAL, true);
        leaveAlone();
        TestClient reader = connected("r", LEFT, true);
        SessionId session = reader.session;
        reader.connect(ensemble.server(LEFT));
        assertThat(reader.session).isEqualTo(session);
        assertThat(reply(reader, new Request.Bare(OpCode.CLOSE_SESSION)).error())
                .isEqualTo(ErrorCode.OK);
        assertThat(reader.isConnected()).isFalse();
        assertThat(status().counts().localSessions()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void allConnectionsEndWhenThereIsALeader(NewSessions kind) {
        begin(kind, true);
        leaveAlone();
        TestClient reader = connected("r", LEFT, true);
        SessionId session = reader.session;
        ensemble.start(2);
        assertThat(ensemble.runUntil(() -> !status().readOnly(), 20)).isTrue();
        assertThat(reader.isConnected()).isFalse();
        assertThat(ensemble.runUntil(() -> status().serving(), 20)).isTrue();
        reader.connect(ensemble.server(LEFT));
        ensemble.run(200);
        if (kind == NewSessions.GLOBAL) {
            assertThat(reader.expired).isOne();
        } else {
            assertThat(reader.expired).isZero();
            assertThat(reader.session).as("it is an ordinary local one now").isEqualTo(session);
        }
    }

    @Test
    void whatNobodyElseHasIsNoReasonToTurnAClientAwayLater() {
        begin(NewSessions.LOCAL, true);
        // It has logged what its leader could not commit, not even write down; it shows it while it is alone.
        TestClient writer = connected("w3", 3, false);
        ensemble.isolate(2);
        ensemble.stuckDisks.add(3L);
        writer.create("/lost", 0);
        assertThat(ensemble.runUntil(
                        () -> ensemble.server(LEFT).disk.recover().tree().find("/lost") != null, 5))
                .isTrue();
        leaveAlone();
        TestClient reader = connected("r", LEFT, true);
        assertThat(reply(reader, exists("/lost")).error()).isEqualTo(ErrorCode.OK);

        ensemble.crash(LEFT);
        reader.lost();
        reader.session = SessionId.NONE;
        ensemble.stuckDisks.clear();
        ensemble.heal();
        ensemble.start(2);
        ensemble.start(3);
        assertThat(ensemble.runUntil(() -> ensemble.leader() != null, 20)).isTrue();
        TestEnsemble.Server leader = Objects.requireNonNull(ensemble.leader());
        assertThat(leader.running().tree().find("/lost")).isNull();
        reader.connect(leader);
        ensemble.run(200);
        assertThat(reader.isConnected()).isTrue();
    }
}
