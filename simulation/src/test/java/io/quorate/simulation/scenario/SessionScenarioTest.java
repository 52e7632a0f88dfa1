package io.quorate.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.StoredStat;
import io.quorate.model.Zxid;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.simulation.world.Gate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions, what they own, and who may speak for them.
final class SessionScenarioTest {
    /// Long enough for a leader that is cut off to give up.
    private static final long PATIENCE_SECONDS = 30;

    /// I-EPHEMERAL: a znode is owned by a session that nobody knows, as old faults leave it. The
    /// leader ends that session by a txn, so that it is gone on all servers alike, and on their disks.
    @Test
    void aSessionThatNobodyKnowsIsEndedByATxn() {
        StoredStat owned = new StoredStat(2, 2, 0, 0, 0, 0, 0, 0x100000000000077L, 2);
        Stage stage = Stage.unjudged(3);
        stage.beginWith(Platter.stateWith("/stray", owned));

        stage.startAll();
        stage.guest(stage.leader()).create("/a");
        stage.crash(stage.leader());
        stage.allEndsWell();
        stage.noneHas("/stray");
        for (int server : stage.everybody()) {
            assertThat(stage.diskHas(server, "/stray")).isFalse();
            assertThat(stage.disk(server).tree().zxid().isAfter(Zxid.of(2, 1))).isTrue();
        }
    }

    /// I-SYNC: an old leader that is cut off does not answer a sync, though it does not
    /// know yet that another one commits.
    @Test
    void aSyncIsNotAnsweredByALeaderThatIsCutOff() {
        Stage stage = Stage.of(3).startAll();
        int old = stage.leader();
        Guest reader = stage.guest(old);
        reader.create("/before");
        stage.isolate(old);
        stage.pass(1);
        Guest.Pending early = reader.syncing();
        int leader = stage.awaitLeader(stage.others(old));
        stage.guest(leader).create("/w");
        stage.pass(PATIENCE_SECONDS);
        assertThat(early.isAnswered()).isFalse();
        stage.heal();
        Guest again = stage.guest(stage.others(old)[0]).comeTo(old);
        again.sync();
        assertThat(again.sees("/w")).isTrue();
        stage.allEndsWell();
    }

    /// I-SYNC at its sharpest: the other servers find each other sooner than the old leader loses
    /// patience, and what they commit is there before the sync is asked for.
    @Test
    void aSyncAfterAWriteElsewhereShowsItOrFails() {
        Stage stage = Stage.of(3).startAll();
        int old = stage.leader();
        int[] others = stage.others(old);
        Guest reader = stage.guest(old);
        // What the others say still arrives at the old leader; what it says does not arrive there.
        for (int other : others) {
            stage.fate().cut(old, other);
            stage.fate().breakLinks(old, other, other);
        }
        int leader = stage.awaitLeader(others);
        Guest writer = stage.guest(leader);
        writer.create("/w");
        boolean stillLeads = stage.isLeading(old);
        if (reader.isConnected()) {
            Guest.Pending sync = reader.syncing();
            Guest.Pending read = reader.tell(new Request.Watchable(OpCode.EXISTS, "/w", false));
            stage.pass(PATIENCE_SECONDS);
            assertThat(sync.isAnswered()).isFalse();
            assertThat(read.isAnswered()).isFalse();
        }
        assertThat(stillLeads)
                .as("the old leader has not noticed when it is asked")
                .isTrue();
        stage.allEndsWell();
    }

    /// I-SYNC: what a follower has said before it left for another leader is still on its way, and
    /// comes in after a sync was asked for. It confirms nothing.
    @Test
    void aSyncIsNotConfirmedByWhatWasSaidBeforeIt() {
        Stage stage = Stage.of(3).startAll();
        int old = stage.leader();
        int[] others = stage.others(old);
        Guest reader = stage.guest(old, 40_000);
        // Slow by steps, so that the leader does not lose patience.
        for (int times = 10_000; times <= 60_000; times += 10_000) {
            stage.fate().slowDown(others[1], old, times);
            stage.pass(4);
        }
        stage.fate().cut(old, others[0]);
        stage.fate().cut(old, others[1]);
        int leader = stage.awaitLeader(others);
        stage.guest(leader).create("/w");

        assertThat(stage.isLeading(old)).as("the old leader has not noticed").isTrue();
        Moment.Awaited late = new Moment.Awaited(Moment.hears(PeerMessage.LearnerPing.class));
        stage.rule(old, late, Gate.Verdict.PASS);
        Guest.Pending sync = reader.syncing();
        stage.until("something old comes in", late::hasCome);
        stage.pass(PATIENCE_SECONDS);
        assertThat(sync.isAnswered()).isFalse();
        stage.allEndsWell();
    }

    /// I-READ-LIN: where reads are confirmed, a leader that is cut off shows nothing, and a follower that is behind
    /// shows what everybody else has seen, or nothing.
    @Test
    void aReadIsNotAnsweredByWhoIsCutOff() {
        Stage stage = Stage.linearizable(3).startAll();
        int old = stage.leader();
        Guest reader = stage.guest(old);
        reader.create("/before");
        assertThat(reader.sees("/before")).isTrue();
        stage.isolate(old);
        stage.pass(1);
        Guest.Pending early = reader.tell(new Request.Watchable(OpCode.EXISTS, "/w", false));
        int leader = stage.awaitLeader(stage.others(old));
        stage.guest(leader).create("/w");
        stage.pass(PATIENCE_SECONDS);
        assertThat(early.isAnswered()).isFalse();
        stage.heal();
        for (int server : stage.everybody()) {
            assertThat(stage.guest(server).sees("/w")).as("server %d", server).isTrue();
        }
        stage.allEndsWell();
    }

    /// A session owns more than a txn can list. It ends all the same, all that it owns goes
    /// with it, and every server can read what it has logged.
    @Test
    void aSessionMayOwnMoreThanATxnCanList() {
        Stage stage = Stage.of(3).startAll();
        Guest owner = stage.guest(stage.leader());
        String length = "x".repeat(20_000);
        int count = 0;
        for (int i = 0; i < 30; i++) {
            List<Request> creations = new ArrayList<>();
            for (int j = 0; j < 4; j++) {
                creations.add(new Request.Create(
                        OpCode.CREATE, "/e" + count++ + length, new byte[0], new ArrayList<>(Acl.OPEN), 1, 0));
            }
            owner.multi(creations.toArray(Request[]::new));
        }
        assertThat(stage.tree(stage.leader()).ephemeralCount()).isEqualTo(120);
        owner.leave();
        Guest guest = stage.guest(stage.followers()[0]);
        guest.create("/after");
        stage.crashAll();
        stage.allEndsWell();
        stage.allHave("/after");
        for (int server : stage.everybody()) {
            assertThat(stage.tree(server).ephemeralCount()).isZero();
        }
    }

    /// I-SESSION-EXPIRY: there is no leader for longer than a session lasts. The next leader gives it a
    /// whole timeout; a client that comes back finds its session and what it owns.
    @Test
    void aSessionOutlivesALongElection() {
        Stage stage = Stage.of(3).startAll();
        int leader = stage.leader();
        Guest guest = stage.guest(leader, 6_000);
        guest.createEphemeral("/mine");
        int[] others = stage.others(leader);
        stage.crash(leader, others[0]);
        stage.pass(60);
        stage.launch(leader);
        stage.awaitLeader(leader, others[1]);
        guest.comeTo(stage.awaitLeader(leader, others[1]));
        assertThat(guest.isExpired()).isFalse();
        assertThat(guest.sees("/mine")).isTrue();
        stage.allEndsWell();
        stage.allHave("/mine");
    }

    /// A client that is silent for too long is told so when it comes back; what it owned is gone
    /// everywhere.
    @Test
    void aSessionEndsWhoseClientIsSilent() {
        Stage stage = Stage.of(3).startAll();
        int follower = stage.followers()[0];
        Guest guest = stage.guest(follower, 6_000);
        guest.createEphemeral("/mine");
        guest.vanish();
        stage.pass(15);
        guest.comeTo(stage.followers()[1]);
        assertThat(guest.isExpired()).isTrue();
        stage.allEndsWell();
        stage.noneHas("/mine");
    }

    /// Clocks that stop, drift and are set: a session whose client goes on speaking does not end, and none
    /// is given out twice.
    @ParameterizedTest
    @ValueSource(longs = {-3_600_000, 3_600_000})
    void clocksThatJumpEndNoSession(long millis) {
        Stage stage = Stage.of(3).startAll();
        int leader = stage.leader();
        int follower = stage.followers()[0];
        Guest guest = stage.guest(follower, 6_000);
        guest.createEphemeral("/mine");
        stage.fate().jumpClock(leader, millis);
        stage.fate().driftClock(follower, 50_000);
        stage.fate().freeze(leader, 5_000);
        stage.pass(20);
        assertThat(guest.isConnected()).isTrue();
        assertThat(guest.sees("/mine")).isTrue();

        Guest first = stage.guest(leader);
        stage.fate().jumpClock(follower, -millis);
        stage.crash(follower);
        stage.start(follower);
        Guest second = stage.guest(follower);
        assertThat(List.of(guest.session(), first.session())).doesNotContain(second.session());
        stage.allEndsWell();
    }

    /// I-MOVED: a client goes to another server while the end of its session is on its way through the
    /// first. It is told that the session is over, and nothing it asks for there happens.
    @Test
    void aSessionThatEndsOnOneServerDoesNotGoOnAtAnother() {
        Stage stage = Stage.of(3).startAll();
        int slow = stage.followers()[0];
        int other = stage.followers()[1];
        Guest guest = stage.guest(slow);
        guest.createEphemeral("/mine");
        stage.fate().slowDown(slow, stage.leader(), 1000);
        guest.tell(new Request.Bare(OpCode.CLOSE_SESSION));
        stage.passMillis(5);

        guest.dial(other);
        stage.until("the client is told", () -> guest.isConnected() || guest.isExpired());
        SessionId session = guest.session();
        if (guest.isConnected()) {
            guest.creating("/too-late");
        }
        stage.heal();
        stage.pass(3);
        stage.allEndsWell();
        stage.noneHas("/mine");
        assertThat(stage.tree(1).sessions().get(session)).isNull();
    }

    /// I-MOVED: a write that is still on its way through the server the client has left is not carried out
    /// after the client has begun to write elsewhere.
    @Test
    void aWriteThroughTheFormerServerComesTooLate() {
        Stage stage = Stage.of(3).startAll();
        int slow = stage.followers()[0];
        Guest guest = stage.guest(slow);
        guest.create("/a");
        stage.fate().slowDown(slow, stage.leader(), 1000);
        guest.creating("/left-behind");
        stage.passMillis(5);
        guest.comeTo(stage.followers()[1]);
        guest.create("/b");
        stage.pass(3);
        stage.allEndsWell();
        stage.allHave("/b");
        stage.noneHas("/left-behind");
    }

    /// ZOOKEEPER-2355 and 4541 as a user sees them: whatever happens between, an ephemeral znode whose
    /// session has ended is nowhere.
    @Test
    void noEphemeralOutlivesItsSessionOnAnyServer() {
        for (long seed = 1; seed <= 4; seed++) {
            Stage stage = Stage.of(3, 4, 2, seed).startAll();
            int away = stage.followers()[0];
            Guest owner = stage.guest(stage.followers()[1]);
            owner.createEphemeral("/e");
            stage.crash(away);
            Request close = new Request.Bare(OpCode.CLOSE_SESSION);
            assertThat(owner.ask(close).error()).isEqualTo(ErrorCode.OK);
            stage.crash(stage.leader());
            stage.launch(stage.everybody());
            stage.allEndsWell();
            stage.noneHas("/e");
        }
    }

    /// I-SESSION-ID: of the sessions that a server has begun the last ones are over when its clock is set back and it
    /// starts again. Nothing on its disk tells of them, and new sessions still get other ids.
    @Test
    void anIdDoesNotComeBackWithTheTimeOfDay() {
        Stage stage = Stage.of(3).startAll();
        int server = stage.others(stage.leader())[0];
        Guest stays = stage.guest(server);
        Guest leaves = stage.guest(server);
        stays.create("/a");
        SessionId gone = leaves.session();
        leaves.leave();
        stage.crash(server);
        stage.fate().jumpClock(server, -3_600_000);
        stage.start(server);
        stage.awaitServing(server);
        stays.comeTo(server);
        assertThat(stage.guest(server).session().value()).isGreaterThan(gone.value());
        stage.allEndsWell();
    }
}
