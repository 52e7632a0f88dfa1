package io.quorate.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.EventType;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import io.quorate.protocol.client.ServerMessage;
import io.quorate.protocol.peer.ServerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whole ensembles in one thread, one scenario each.
class ReplicaTest {
    private TestEnsemble ensemble = new TestEnsemble(3, new Random(7));

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

    private void settle() {
        assertThat(ensemble.runUntil(ensemble::allServe, 20))
                .as("all serve:\n%s", String.join("\n", ensemble.trace))
                .isTrue();
    }

    private void await(TestClient client) {
        assertThat(ensemble.runUntil(() -> client.inFlight() == 0, 5)).isTrue();
    }

    @Test
    void threeFreshServersElectTheLargestIdAndServe() {
        ensemble.startAll();
        settle();
        assertThat(Objects.requireNonNull(ensemble.leader()).id.value()).isEqualTo(3);
        assertThat(ensemble.server(1).running().status().state()).isEqualTo(ServerState.FOLLOWING);
    }

    @Test
    void aLoneServerServesThroughTheSamePath() {
        TestEnsemble alone = new TestEnsemble(1, new Random(1));
        alone.startAll();
        assertThat(alone.runUntil(alone::allServe, 5)).isTrue();
        assertThat(alone.server(1).running().status().zxid()).isEqualTo(Zxid.ZERO);
    }

    @Test
    void whatOneServerAcknowledgesIsReadFromAnotherAfterASync() {
        ensemble.startAll();
        settle();
        TestClient writer = connected("w", 1);
        TestClient reader = connected("r", 2);
        writer.create("/a", 0);
        await(writer);
        int sync = reader.send(new Request.PathOnly(OpCode.SYNC, "/a"));
        int read = reader.send(new Request.Watchable(OpCode.GET_DATA, "/a", false));
        ensemble.run(500);
        List<ServerMessage> replies = reader.heard.stream()
                .filter(ServerMessage.Reply.class::isInstance)
                .toList();
        assertThat(replies).hasSize(2);
        assertThat(((ServerMessage.Reply) replies.get(0)).xid()).isEqualTo(sync);
        ServerMessage.Reply second = (ServerMessage.Reply) replies.get(1);
        assertThat(second.xid()).isEqualTo(read);
        assertThat(second.error()).isEqualTo(ErrorCode.OK);
    }

    /// In many orders of events: at a leader that is alone, at one with followers, and at a follower.
    @Test
    void whatASessionWritesAfterASyncIsAnsweredAfterItAndNotSeenBefore() {
        for (int seed = 0; seed < 60; seed++) {
            ensemble = new TestEnsemble(seed % 3 == 0 ? 1 : 3, new Random(seed));
            ensemble.startAll();
            settle();
            TestClient client = connected("c", seed % 3 == 2 ? 1 : ensemble.servers.size());
            List<Integer> asked = new ArrayList<>();
            List<Integer> blind = new ArrayList<>();
            for (String path : List.of("/a", "/b", "/c")) {
                asked.add(client.send(new Request.PathOnly(OpCode.SYNC, "/")));
                int read = client.send(new Request.Watchable(OpCode.EXISTS, path, false));
                asked.add(read);
                blind.add(read);
                asked.add(
                        client.send(new Request.Create(OpCode.CREATE, path, new byte[0], List.copyOf(Acl.OPEN), 0, 0)));
            }
            ensemble.run(1_000);
            List<ServerMessage.Reply> replies = client.heard.stream()
                    .filter(ServerMessage.Reply.class::isInstance)
                    .map(ServerMessage.Reply.class::cast)
                    .toList();
            assertThat(replies)
                    .as("seed %d", seed)
                    .extracting(ServerMessage.Reply::xid)
                    .containsExactlyElementsOf(asked);
            assertThat(replies)
                    .filteredOn(reply -> blind.contains(reply.xid()))
                    .as("seed %d", seed)
                    .allMatch(reply -> reply.error() == ErrorCode.NO_NODE);
        }
    }

    @Test
    void aFollowerThatReturnsKeepsWhatIsCommittedAndNotYetOnTheLeadersDisk() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 1);
        ensemble.stuckDisks.add(3L);
        client.create("/kept", 0);
        await(client);
        Zxid kept = ensemble.server(1).disk.last();
        ensemble.isolate(2);
        ensemble.heal();
        assertThat(ensemble.runUntil(() -> !ensemble.allServe(), 5)).isTrue();
        assertThat(ensemble.runUntil(() -> ensemble.server(2).disk.last().value() < kept.value(), 1))
                .as("the server that held %s beside server 1 gives it up", kept)
                .isFalse();
        assertThat(ensemble.allServe()).isTrue();
        ensemble.stuckDisks.clear();
        ensemble.run(300);
        assertThat(ensemble.server(3).running().tree().find("/kept")).isNotNull();
    }

    @Test
    void aFollowerThatReturnsServesOnlyOnceWhatItHoldsIsCommitted() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 3);
        ensemble.stuckDisks.add(1L);
        ensemble.stuckDisks.add(3L);
        client.create("/held", 0);
        ensemble.run(100);
        Zxid held = ensemble.server(2).disk.last();
        assertThat(client.inFlight()).isEqualTo(1);
        ensemble.isolate(2);
        ensemble.heal();
        assertThat(ensemble.runUntil(
                        () -> !ensemble.server(2).running().status().serving(), 5))
                .isTrue();
        ensemble.run(300);
        assertThat(ensemble.server(2).disk.last()).isEqualTo(held);
        assertThat(ensemble.server(2).running().status().serving()).isFalse();
        ensemble.stuckDisks.remove(1L);
        settle();
        assertThat(ensemble.server(2).running().status().zxid()).isEqualTo(held);
        ensemble.stuckDisks.clear();
        await(client);
        assertThat(client.acknowledged).containsExactly("/held");
    }

    @Test
    void aFailedWriteTakesAZxidLikeAnyOther() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 3);
        client.send(new Request.Delete("/none", -1));
        ensemble.run(300);
        ServerMessage.Reply reply = (ServerMessage.Reply) client.heard.getLast();
        assertThat(reply.error()).isEqualTo(ErrorCode.NO_NODE);
        assertThat(reply.zxid()).isEqualTo(Zxid.of(1, 2));
    }

    @Test
    void aMultiThatCannotBeReadTakesAZxidAndOtherSuchRequestsDoNot() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 1);
        for (OpCode op : List.of(OpCode.CREATE, OpCode.MULTI, OpCode.GET_DATA)) {
            int xid = client.send(new Request.Malformed(op, "for a test"));
            ensemble.run(300);
            assertThat(client.heard.getLast()).isInstanceOfSatisfying(ServerMessage.Reply.class, reply -> {
                assertThat(reply.xid()).isEqualTo(xid);
                assertThat(reply.error()).isEqualTo(ErrorCode.MARSHALLING_ERROR);
            });
        }
        assertThat(client.heard)
                .filteredOn(ServerMessage.Reply.class::isInstance)
                .extracting(reply -> ((ServerMessage.Reply) reply).zxid().counter())
                .containsExactly(1L, 2L, 2L);
    }

    @Test
    void credentialsThatCannotBeReadEndTheConnection() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 1);
        client.send(new Request.Malformed(OpCode.AUTH, "for a test"));
        assertThat(client.isConnected()).isFalse();
    }

    @Test
    void aWatcherHearsOfAChangeBeforeItCanSeeIt() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 1);
        client.create("/a", 0);
        await(client);
        client.send(new Request.Watchable(OpCode.GET_DATA, "/a", true));
        client.send(new Request.SetData("/a", new byte[] {2}, -1));
        client.send(new Request.Watchable(OpCode.GET_DATA, "/a", false));
        ensemble.run(500);
        List<ServerMessage> last = client.heard.subList(client.heard.size() - 4, client.heard.size());
        assertThat(last.get(0)).isInstanceOf(ServerMessage.Reply.class);
        assertThat(last.get(1)).isEqualTo(new ServerMessage.Notification(EventType.DATA_CHANGED, "/a", Zxid.of(1, 3)));
        assertThat(((ServerMessage.Reply) last.get(2)).body()).isInstanceOf(Response.StatOnly.class);
        assertThat(((ServerMessage.Reply) last.get(3)).body()).isInstanceOf(Response.Data.class);
    }

    @Test
    void aSessionSurvivesTheLeaderAndItsEphemeralsWithIt() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 1);
        client.create("/mine", 1);
        await(client);
        ensemble.crash(3);
        assertThat(ensemble.runUntil(() -> !client.isConnected() || ensemble.leader() != null, 20))
                .isTrue();
        assertThat(ensemble.runUntil(
                        () -> ensemble.leader() != null
                                && ensemble.server(1).running().status().serving(),
                        20))
                .isTrue();
        client.connect(ensemble.server(1));
        ensemble.run(200);
        assertThat(client.isConnected()).isTrue();
        assertThat(client.expired).isZero();
        assertThat(ensemble.server(1).running().status().counts().ephemerals()).isEqualTo(1);
    }

    @Test
    void nothingIsAnsweredAfterTheSessionHasBeenClosed() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 1);
        int close = client.send(new Request.Bare(OpCode.CLOSE_SESSION));
        client.send(new Request.Watchable(OpCode.EXISTS, "/", false));
        ensemble.run(500);
        assertThat(client.isConnected()).isFalse();
        assertThat(((ServerMessage.Reply) client.heard.getLast()).xid()).isEqualTo(close);
    }

    @Test
    void aSilentSessionEndsOnAllServersAndItsEphemeralsGo() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 1);
        client.create("/mine", 1);
        await(client);
        ensemble.server(1).post(new Event.ClientGone(new ConnectionId(-1)));
        ensemble.run(500);
        assertThat(ensemble.server(2).running().status().counts().ephemerals()).isEqualTo(1);
        ensemble.run(3000);
        for (long id = 1; id <= 3; id++) {
            assertThat(ensemble.server(id).running().status().counts().ephemerals())
                    .isZero();
            assertThat(ensemble.server(id).running().status().counts().sessions())
                    .isZero();
        }
    }

    @Test
    void aLeaderThatWasAsleepHearsItsClientsBeforeItExpiresThem() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 3);
        ensemble.sleep(1800);
        TestEnsemble.Server leader = ensemble.server(3);
        leader.post(new Event.Tick(ensemble.nowMillis() * 1_000_000, ensemble.nowMillis()));
        client.ping();
        ensemble.run(300);
        assertThat(leader.running().status().counts().sessions()).isEqualTo(1);
        ensemble.run(3000);
        assertThat(leader.running().status().counts().sessions())
                .as("silent for longer than its timeout")
                .isZero();
    }

    @Test
    void aWriteThatComesThroughTheServerTheSessionHasLeftIsRefused() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 1);
        TestClient moved = client("c2");
        moved.session = client.session;
        moved.connect(ensemble.server(2));
        ensemble.run(300);
        assertThat(moved.isConnected()).isTrue();
        client.create("/late", 0);
        ensemble.run(300);
        assertThat(client.acknowledged).isEmpty();
        assertThat(client.isConnected()).as("hung up without a reply").isFalse();
        moved.create("/new", 0);
        await(moved);
        assertThat(moved.acknowledged).containsExactly("/new");
    }

    @Test
    void aWrongPasswordNeitherResumesASessionNorDisturbsIt() {
        ensemble.startAll();
        settle();
        TestClient owner = connected("c", 1);
        ensemble.server(1)
                .post(new Event.ClientHandshake(
                        new ConnectionId(999_999),
                        new io.quorate.protocol.client.ConnectRequest(
                                0, Zxid.ZERO, 1000, owner.session, new byte[16], true, false),
                        "127.0.0.1"));
        ensemble.run(200);
        owner.create("/still", 0);
        await(owner);
        assertThat(owner.acknowledged).containsExactly("/still");
    }

    @Test
    void aDeposedLeaderAnswersNoSync() {
        ensemble.startAll();
        settle();
        TestClient behind = connected("b", 3);
        ensemble.isolate(3);
        int sync = behind.send(new Request.PathOnly(OpCode.SYNC, "/"));
        ensemble.run(2000);
        assertThat(behind.heard)
                .noneMatch(message -> message instanceof ServerMessage.Reply reply && reply.xid() == sync);
    }

    @Test
    void anUncommittedTailIsCutWhenItsOwnerReturns() {
        ensemble.startAll();
        settle();
        TestClient client = connected("c", 3);
        client.create("/kept", 0);
        await(client);
        ensemble.run(300);
        ensemble.isolate(3);
        client.create("/orphan", 0);
        ensemble.run(100);
        ensemble.crash(3);
        ensemble.heal();
        assertThat(ensemble.runUntil(() -> ensemble.leader() != null, 20)).isTrue();
        TestClient other = connected("o", 2);
        other.create("/new", 0);
        await(other);
        ensemble.start(3);
        settle();
        ensemble.run(500);
        assertThat(ensemble.server(3).disk.recover().tree().find("/orphan")).isNull();
        assertThat(ensemble.server(3).disk.recover().tree().find("/new")).isNotNull();
        assertThat(ensemble.server(3).disk.recover().tree().find("/kept")).isNotNull();
    }

    /// As with the files of a server that did not write down when it started.
    @Test
    void idsBeginBehindThoseOfSessionsThatAreStillThere() {
        TestEnsemble alone = new TestEnsemble(1, new Random(1));
        long began = alone.nowMillis();
        alone.startAll();
        SessionId first = connected(alone);
        alone.crash(1);
        alone.sleep((int) (began - alone.nowMillis()));
        alone.start(1);
        assertThat(connected(alone).value()).isGreaterThan(first.value() + 0xFFFF);
    }

    private static SessionId connected(TestEnsemble alone) {
        TestClient client = new TestClient("c");
        alone.onSay = say -> client.hear(say.message());
        assertThat(alone.runUntil(alone::allServe, 10)).isTrue();
        client.connect(alone.server(1));
        assertThat(alone.runUntil(client::isConnected, 10)).isTrue();
        return client.session;
    }

    /// A promise can lie far ahead after an election that came to nothing, or because its file is damaged.
    @Test
    void aLeaderThatStepsDownForAPromiseKnowsItNextTime() {
        for (int seed = 0; seed < 50; seed++) {
            TestEnsemble one = new TestEnsemble(3, new Random(seed));
            one.startAll();
            assertThat(one.runUntil(one::allServe, 20)).isTrue();
            long leader = Objects.requireNonNull(one.leader()).id.value();
            long follower = leader == 1 ? 2 : 1;
            int established = one.leaders.size();
            one.crash(follower);
            one.server(follower).disk.order(new Effect.SaveEpochs(1_000, 0));
            Event _ = one.server(follower).disk.work(1);
            one.start(follower);
            assertThat(one.runUntil(() -> one.allServe() && one.leaders.containsKey(1_001L), 20))
                    .as("seed %s:\n%s", seed, String.join("\n", one.trace))
                    .isTrue();
            assertThat(one.leaders).as("seed %s", seed).hasSize(established + 1);
        }
    }
}
