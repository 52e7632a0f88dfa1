package io.quorate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three servers, of which the third leads; a test says at which one its client is.
class LocalSessionsInEnsemblesTest {
    private static final long FOLLOWER = 1;
    private static final long OTHER = 2;
    private static final long LEADER = 3;

    private final TestEnsemble ensemble = new TestEnsemble(3, new Random(11));

    private void begin(NewSessions kind) {
        ensemble.service = new ServiceSettings(true, false, 0, kind, false);
        ensemble.startAll();
        settle();
    }

    private void settle() {
        assertThat(ensemble.runUntil(ensemble::allServe, 20))
                .as("all serve:\n%s", String.join("\n", ensemble.trace))
                .isTrue();
    }

    private TestClient client(String name) {
        TestClient client = new TestClient(name);
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

    private TestClient connected(String name, long to) {
        TestClient client = client(name);
        client.connect(ensemble.server(to));
        assertThat(ensemble.runUntil(client::isConnected, 5)).isTrue();
        return client;
    }

    private ErrorCode answer(TestClient client, int xid) {
        ensemble.run(300);
        return client.heard.stream()
                .filter(message -> message instanceof ServerMessage.Reply reply && reply.xid() == xid)
                .map(message -> ((ServerMessage.Reply) message).error())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no answer to " + xid));
    }

    private ErrorCode created(TestClient client, String path, int flags) {
        return answer(client, client.send(creation(path, flags)));
    }

    private static Request creation(String path, int flags) {
        return new Request.Create(OpCode.CREATE, path, new byte[0], List.copyOf(Acl.OPEN), flags, 0);
    }

    private Status status(long server) {
        return ensemble.server(server).running().status();
    }

    private long sessions() {
        ensemble.run(300);
        assertThat(status(FOLLOWER).counts().sessions())
                .isEqualTo(status(LEADER).counts().sessions());
        return status(FOLLOWER).counts().sessions();
    }

    @ParameterizedTest
    @ValueSource(longs = {FOLLOWER, LEADER})
    void nobodyHearsOfALocalSession(long server) {
        begin(NewSessions.LOCAL);
        TestClient client = connected("c", server);

        assertThat(status(server).counts().localSessions()).isOne();
        assertThat(sessions()).isZero();
        assertThat(status(LEADER).zxid()).isEqualTo(Zxid.ZERO);
        assertThat(created(client, "/a", 0)).isEqualTo(ErrorCode.OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {FOLLOWER, LEADER})
    void itOwnsNothing(long server) {
        begin(NewSessions.LOCAL);
        TestClient client = connected("c", server);

        assertThat(created(client, "/e", 1)).isEqualTo(ErrorCode.EPHEMERAL_ON_LOCAL_SESSION);
        assertThat(created(client, "/p", 0)).isEqualTo(ErrorCode.OK);
        assertThat(sessions()).isZero();
        assertThat(status(LEADER).counts().ephemerals()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {FOLLOWER, LEADER})
    void itBecomesKnownToAllRightBeforeItOwnsSomething(long server) {
        begin(NewSessions.UPGRADABLE);
        TestClient client = connected("c", server);
        assertThat(created(client, "/p", 0)).isEqualTo(ErrorCode.OK);
        assertThat(sessions()).isZero();

        assertThat(created(client, "/e", 1)).isEqualTo(ErrorCode.OK);
        assertThat(sessions()).isOne();
        assertThat(status(server).counts().localSessions()).isZero();
        assertThat(created(client, "/e2", 3)).isEqualTo(ErrorCode.OK);
        assertThat(status(LEADER).zxid().counter())
                .as("one txn for the session")
                .isEqualTo(4);

        TestClient moved = client("moved");
        moved.session = client.session;
        moved.connect(ensemble.server(OTHER));
        ensemble.run(300);
        assertThat(moved.isConnected()).isTrue();
    }

    @Test
    void anEphemeralAnywhereInAMultiIsReasonEnough() {
        begin(NewSessions.UPGRADABLE);
        for (int position = 0; position < 3; position++) {
            TestClient client = connected("c" + position, FOLLOWER);
            List<Request> parts = new ArrayList<>(
                    List.of(creation("/a" + position, 0), creation("/b" + position, 0), creation("/c" + position, 0)));
            parts.set(position, creation("/e" + position, 1));
            assertThat(answer(client, client.send(new Request.Multi(OpCode.MULTI, List.copyOf(parts)))))
                    .isEqualTo(ErrorCode.OK);
            Tree tree = ensemble.server(OTHER).running().tree();
            assertThat(tree.sessions().get(client.session)).isEqualTo(1000);
            assertThat(tree.ephemeralsOf(client.session).keys()).containsExactly("/e" + position);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {FOLLOWER, LEADER})
    void closingItIsBetweenItsClientAndItsServer(long server) {
        begin(NewSessions.LOCAL);
        TestClient client = connected("c", server);
        int write = client.send(creation("/a", 0));
        int close = client.send(new Request.Bare(OpCode.CLOSE_SESSION));
        int late = client.send(creation("/late", 0));

        assertThat(answer(client, write)).isEqualTo(ErrorCode.OK);
        assertThat(answer(client, close)).isEqualTo(ErrorCode.OK);
        assertThat(((ServerMessage.Reply) client.heard.getLast()).xid())
                .as("and nothing to %d", late)
                .isEqualTo(close);
        assertThat(client.isConnected()).isFalse();
        assertThat(status(server).counts().localSessions()).isZero();
        assertThat(status(LEADER).zxid().counter()).isOne();
    }

    @Test
    void anUpgradedSessionIsClosedAsAnyOther() {
        begin(NewSessions.UPGRADABLE);
        TestClient client = connected("c", FOLLOWER);
        client.send(creation("/e", 1));
        int close = client.send(new Request.Bare(OpCode.CLOSE_SESSION));

        assertThat(answer(client, close)).isEqualTo(ErrorCode.OK);
        assertThat(sessions()).isZero();
        assertThat(status(OTHER).counts().ephemerals()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {FOLLOWER, LEADER})
    void itsServerEndsItWhenItFallsSilent(long server) {
        begin(NewSessions.LOCAL);
        TestClient client = connected("c", server);
        ensemble.run(700);
        client.ping();
        ensemble.run(700);
        assertThat(client.isConnected()).as("it has given a sign of life").isTrue();
        ensemble.run(2000);
        assertThat(client.isConnected()).isFalse();
        assertThat(status(server).counts().localSessions()).isZero();
        client.connect(ensemble.server(server));
        ensemble.run(300);
        assertThat(client.expired).isOne();
    }

    @Test
    void itGoesOnAtItsServerAndNowhereElse() {
        begin(NewSessions.LOCAL);
        TestClient client = connected("c", FOLLOWER);
        SessionId session = client.session;
        for (long elsewhere : new long[] {OTHER, LEADER}) {
            TestClient moved = client("moved to " + elsewhere);
            moved.session = session;
            moved.connect(ensemble.server(elsewhere));
            ensemble.run(300);
            assertThat(moved.expired).isOne();
        }
        assertThat(client.isConnected()).as("undisturbed").isTrue();

        client.connect(ensemble.server(FOLLOWER));
        ensemble.run(300);
        assertThat(client.isConnected()).isTrue();
        assertThat(client.session).isEqualTo(session);
        assertThat(client.expired).isZero();
        assertThat(created(client, "/still", 0)).isEqualTo(ErrorCode.OK);
    }

    @Test
    void itOutlivesTheLeaderButNotItsServersProcess() {
        begin(NewSessions.LOCAL);
        TestClient client = connected("c", FOLLOWER);
        SessionId session = client.session;
        ensemble.crash(LEADER);
        ensemble.start(LEADER);
        assertThat(ensemble.runUntil(() -> !client.isConnected(), 20)).isTrue();
        settle();
        client.connect(ensemble.server(FOLLOWER));
        ensemble.run(100);
        assertThat(client.session).isEqualTo(session);

        ensemble.crash(FOLLOWER);
        client.lost();
        ensemble.start(FOLLOWER);
        settle();
        client.connect(ensemble.server(FOLLOWER));
        ensemble.run(100);
        assertThat(client.expired).isOne();
    }

    /// The leader cannot tell a session of which only another server knows from one that is over, except by
    /// remembering.
    @Test
    void whatAnUpgradedSessionAskedIsRefusedOnceItIsOver() {
        begin(NewSessions.UPGRADABLE);
        TestClient client = connected("c", FOLLOWER);
        assertThat(created(client, "/e", 1)).isEqualTo(ErrorCode.OK);
        GlobalSessions.Origin there = new GlobalSessions.Origin(ensemble.server(FOLLOWER).id, 5);
        TestEnsemble.Server leader = ensemble.server(LEADER);
        GlobalSessions sessions =
                new GlobalSessions(new Self(ensemble.settings(leader.id), ensemble.config, leader.disk.recover(), 1));
        Request write = new Request.Delete("/e", -1);
        SessionId global = client.session;
        SessionId local = new SessionId(global.value() + 1);
        sessions.begin(leader.running().tree());

        assertThat(sessions.objection(global, write, there)).isEqualTo(ErrorCode.OK);
        assertThat(sessions.objection(local, write, there)).isEqualTo(ErrorCode.OK);
        assertThat(sessions.objection(local, write, new GlobalSessions.Origin(ensemble.server(OTHER).id, 6)))
                .as("it cannot be there")
                .isEqualTo(ErrorCode.SESSION_EXPIRED);
        sessions.setClosing(global);
        assertThat(sessions.objection(global, write, there)).isEqualTo(ErrorCode.SESSION_EXPIRED);
        sessions.closed(global);
        assertThat(sessions.objection(global, write, there)).isEqualTo(ErrorCode.SESSION_EXPIRED);
        assertThat(sessions.objection(local, new Request.Bare(OpCode.CLOSE_SESSION), there))
                .as("local sessions are not closed by txns")
                .isEqualTo(ErrorCode.SESSION_EXPIRED);
    }
}
