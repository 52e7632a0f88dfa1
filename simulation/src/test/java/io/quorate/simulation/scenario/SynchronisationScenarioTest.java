package io.quorate.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.StoredStat;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.replica.Event;
import io.quorate.simulation.world.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a server that was away comes to have what the others have, and nothing else.
final class SynchronisationScenarioTest {
    /// I-DURABLE: what a follower cannot log it does not apply, whatever the leader has
    /// committed.
    @Test
    void aFollowerWhoseDiskFailsNeverGetsAheadOfIt() {
        Stage stage = Stage.of(3).startAll();
        int victim = stage.followers()[0];
        Guest guest = stage.guest(stage.leader());
        guest.create("/before");
        stage.fate().failDisk(victim, 1);

        guest.create("/z1");
        guest.create("/z2");
        stage.awaitDown(victim);
        stage.fate().repairDisk(victim);
        stage.start(victim);
        guest.create("/z3");

        stage.crash(victim);
        stage.start(victim);
        stage.allEndsWell();
        stage.allHave("/before", "/z1", "/z2", "/z3");
    }

    /// I-NO-APPLY-AHEAD: with a slow disk the commit comes long before the log is
    /// flushed.
    @Test
    void aFollowerWithASlowDiskAppliesOnlyWhatIsDurable() {
        Stage stage = Stage.of(3).startAll();
        int victim = stage.followers()[0];
        Guest guest = stage.guest(stage.leader());
        stage.fate().slowDisk(victim, 1000);

        guest.create("/committed");
        stage.passMillis(100);
        assertThat(stage.tree(victim).find("/committed")).isNull();

        stage.crash(victim);
        stage.start(victim);
        stage.allEndsWell();
        stage.allHave("/committed");
    }

    /// I-LOG-CONTIGUOUS: after a cut, proposals arrive, and then the link breaks before
    /// NEWLEADER, or right after it. What had arrived is in the log as well as in the tree, or in neither.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerThatIsCutBackLogsWhatFollows(boolean newLeaderIsHeard) {
        Stage stage = Stage.of(3).startAll();
        int cut = stage.leader();
        Guest guest = stage.guest(cut);
        guest.create("/common");
        stage.logsAloneAndCrashes(cut, guest, "/orphan");
        int[] others = stage.others(cut);
        int leader = stage.awaitLeader(others);
        int witness = stage.others(cut, leader)[0];
        guest.comeTo(leader);

        // What is proposed now stays pending: nobody's acknowledgement arrives.
        stage.fate().cut(witness, leader);
        guest.creating("/y1");
        guest.creating("/y2");
        stage.launch(cut);
        if (newLeaderIsHeard) {
            stage.killAfter(cut, Moment.hears(PeerMessage.NewLeader.class));
        } else {
            stage.killBefore(cut, Moment.hears(PeerMessage.NewLeader.class));
        }
        stage.until("server " + cut + " follows", () -> stage.isUp(cut));
        stage.awaitDown(cut);
        assertThat(stage.synchronisationOf(cut)).isEqualTo("trunc");

        stage.heal();
        stage.crash(leader);
        stage.start(cut, witness);
        stage.crash(cut);
        stage.allEndsWell();
        stage.allHave("/common");
        stage.noneHas("/orphan");
    }

    /// I-NO-APPLY-AHEAD: the link breaks behind a cut, after txns that are committed and before
    /// NEWLEADER, and the process lives. What it tells the next leader is what its log has.
    @Test
    void whatFollowsACutIsLoggedBeforeItCounts() {
        Stage stage = Stage.of(5).startAll();
        int cut = stage.leader();
        Guest guest = stage.guest(cut);
        guest.create("/common");
        stage.logsAloneAndCrashes(cut, guest, "/orphan");
        int leader = stage.awaitLeader(stage.others(cut));
        guest.comeTo(leader);

        // The others' disks commit for the leader, whose own is slow: what it has not applied follows the cut.
        stage.fate().slowDisk(leader, 30_000);
        guest.creating("/y1");
        guest.creating("/y2");
        stage.passMillis(100);
        int[] commits = {0};
        stage.rule(
                cut,
                what -> {
                    commits[0] += Moment.hears(PeerMessage.Commit.class).test(what) ? 1 : 0;
                    return Moment.hears(PeerMessage.NewLeader.class).test(what);
                },
                Gate.Verdict.LOSE);
        stage.launch(cut);
        stage.until("the server hears what follows the cut", () -> commits[0] >= 2);
        assertThat(stage.synchronisationOf(cut)).isEqualTo("trunc");
        stage.passMillis(50);
        stage.fate().breakLinks(cut, leader, 0);
        stage.crash(leader);
        stage.forgetRules();

        stage.awaitServing(stage.others(leader));
        stage.guest(stage.awaitLeader(stage.others(leader))).create("/z");
        stage.crash(cut);
        stage.start(cut);
        stage.allEndsWell();
        stage.allHave("/common", "/y1", "/y2", "/z");
        stage.noneHas("/orphan");
    }

    /// I-DURABLE, I-PREFIX: a snapshot from the leader covers an orphan in the log. The
    /// orphan is gone for good, and a learner that asks for what came before is not given a history with a
    /// hole.
    @Test
    void aSnapshotFromTheLeaderLeavesNoOrphanThatCouldBeHandedOn() {
        Stage stage = Stage.of(5).start(3, 4, 5, 1, 2);
        int orphaned = stage.leader();
        Guest guest = stage.guest(orphaned);
        guest.create("/x");
        int away = stage.followers()[0];
        stage.crash(away);
        stage.logsAloneAndCrashes(orphaned, guest, "/orphan");
        int[] rest = stage.others(orphaned, away);
        guest = stage.guest(stage.awaitLeader(rest));
        guest.create("/y1");
        guest.create("/y2");
        guest.create("/y3");
        stage.start(orphaned);
        assertThat(stage.synchronisationOf(orphaned)).isEqualTo("snap");
        assertThat(Platter.copyOf(stage, orphaned).mentions("/orphan")).isFalse();

        stage.crashAll();
        stage.start(orphaned, rest[0], rest[1]);
        assertThat(stage.leader()).isEqualTo(orphaned);
        stage.start(away);

        stage.allEndsWell();
        stage.allHave("/x", "/y1", "/y2", "/y3");
        stage.noneHas("/orphan");
    }

    /// ZOOKEEPER-2845, I-PREFIX: a leader logs a txn, loses its quorum before it is applied, and follows
    /// another that never had it. The txn is in the log, not in the tree: it is the log that must be cut.
    @Test
    void aLeaderThatLosesItsQuorumGivesUpWhatItLoggedAlone() {
        Stage stage = Stage.of(3).startAll();
        int old = stage.leader();
        Guest guest = stage.guest(old);
        guest.create("/common");
        stage.isolate(old);
        guest.creating("/orphan");
        stage.awaitLooking(old);
        assertThat(stage.diskHas(old, "/orphan")).isTrue();

        stage.awaitLeader(stage.others(old));
        stage.heal();
        stage.awaitServing(old);
        assertThat(stage.diskHas(old, "/orphan")).isFalse();

        stage.crash(old);
        stage.start(old);
        stage.allEndsWell();
        stage.allHave("/common");
        stage.noneHas("/orphan");
    }

    /// ZOOKEEPER-3642, I-DURABLE: a snapshot arrives and NEWLEADER does not. What the server tells the next
    /// leader is what it has on disk.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSnapshotWithoutNewleaderCountsOnlyIfItIsOnDisk(boolean installed) {
        Stage stage = Stage.of(3, 1000, 2).startAll();
        int behind = stage.followers()[0];
        int leader = stage.fallBehind(behind);
        int other = stage.others(behind, leader)[0];

        stage.lose(behind, Moment.hears(PeerMessage.NewLeader.class));
        Moment.Awaited arrival = new Moment.Awaited(
                installed ? Moment.learns(Event.SnapshotInstalled.class) : Moment.learns(Event.SnapshotReceived.class));
        stage.rule(behind, arrival, Gate.Verdict.PASS);
        stage.launch(behind);
        stage.until("the snapshot has arrived", arrival::hasCome);
        assertThat(stage.synchronisationOf(behind)).isEqualTo("snap");
        stage.fate().breakLinks(behind, leader, 0);
        stage.forgetRules();

        stage.crash(leader);
        stage.awaitServing(behind, other);
        stage.guest(other).create("/c");
        stage.crash(behind);
        stage.start(behind);
        stage.allEndsWell();
        stage.allHave("/missed1", "/missed9", "/c");
    }

    /// ZOOKEEPER-4925 and 2418, I-LOG-CONTIGUOUS: a stale server is sent a snapshot and leads. What it
    /// remembers from before does not join what it has heard since: another stale server is sent
    /// everything.
    @Test
    void whoWasSentASnapshotHandsOnNothingFromBeforeIt() {
        Stage stage = Stage.of(5, 1000, 2).startAll();
        int stale = stage.followers()[0];
        int caughtUp = stage.followers()[3];
        int[] full = stage.others(stale, caughtUp);
        stage.guest(stage.leader()).create("/before");
        stage.passMillis(500);
        stage.crash(stale, caughtUp);
        Guest guest = stage.guest(stage.awaitLeader(full));
        for (int i = 1; i <= 9; i++) {
            guest.create("/missed" + i);
        }
        stage.crash(full);
        stage.start(full);
        stage.start(caughtUp);
        assertThat(stage.synchronisationOf(caughtUp)).isEqualTo("snap");
        stage.guest(stage.awaitLeader(full)).create("/later");
        stage.passMillis(500);

        // Of those who know, only this one, which goes on, and a lesser one are left.
        stage.crash(full);
        stage.launch(full[0], stale);
        assertThat(stage.awaitLeader(caughtUp, full[0])).isEqualTo(caughtUp);
        stage.awaitServing(stale);
        assertThat(stage.synchronisationOf(stale)).isEqualTo("snap");
        stage.allEndsWell();
        stage.allHave("/before", "/missed1", "/missed9", "/later");
    }

    /// What old faults have left: a server's tree is not that of the others, at the same zxid. It
    /// notices by the next txn's digest and asks for everything, and its own state goes.
    @Test
    void aServerWhoseTreeDiffersAsksForASnapshot() {
        Stage stage = Stage.unjudged(3);
        StoredStat stat = new StoredStat(1, 1, 0, 0, 0, 0, 0, 0, 1);
        stage.beginWith(Platter.stateWith("/same", stat));
        stage.beginWith(1, Platter.stateWith("/different", stat));
        stage.startAll();
        assertThat(stage.synchronisationOf(1)).isEqualTo("diff");

        stage.guest(stage.leader()).create("/a");
        stage.until(
                "the server asks for everything",
                () -> stage.synchronisationOf(1).equals("snap"));
        stage.allEndsWell();
        stage.allHave("/same", "/a");
        stage.noneHas("/different");
        assertThat(Platter.copyOf(stage, 1).mentions("/different")).isFalse();
    }

    /// ZOOKEEPER-2872, 3911, 3023, 4646 and 4785, I-DURABLE, I-INITIAL-HISTORY: the power fails right after
    /// a learner has acknowledged NEWLEADER. Whatever it was given, by difference or as a snapshot, is on
    /// its disk.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsAcknowledgedWithNewleaderSurvivesThePower(boolean bySnapshot) {
        for (long seed = 1; seed <= 5; seed++) {
            Stage stage = Stage.of(3, seed).startAll();
            int learner = stage.followers()[0];
            Guest guest = stage.guest(stage.leader());
            guest.create("/a");
            stage.crash(learner);
            if (bySnapshot) {
                stage.fate().wipe(learner);
            }
            guest.create("/b");
            guest.create("/c");

            stage.killAfter(learner, Moment.says(PeerMessage.Ack.class));
            stage.launch(learner);
            stage.until("server " + learner + " runs", () -> stage.isUp(learner));
            stage.awaitDown(learner);
            stage.crash(learner);
            assertThat(stage.diskHas(learner, "/b")).isTrue();
            assertThat(stage.diskHas(learner, "/c")).isTrue();
            assertThat(stage.disk(learner).currentEpoch())
                    .isEqualTo(stage.disk(stage.leader()).currentEpoch());
            stage.allEndsWell();
        }
    }

    /// ZOOKEEPER-3911, I-DURABLE: the leader has its quorum and serves, and at that moment the power of all
    /// fails. The leader does not come back; its followers have everything it was allowed to show.
    @Test
    void followersHoldTheHistoryByTheTimeTheLeaderServes() {
        for (long seed = 1; seed <= 5; seed++) {
            Stage stage = Stage.of(3, seed).startAll();
            int stale = stage.followers()[0];
            int full = stage.followers()[1];
            int old = stage.leader();
            Guest guest = stage.guest(old);
            stage.crash(stale);
            guest.create("/a");
            guest.create("/b");
            stage.crash(old, full);

            stage.launch(stale, full);
            stage.awaitLeader(full);
            stage.crashAll();
            stage.start(stale, old);
            stage.allEndsWell();
            stage.allHave("/a", "/b");
        }
    }

    /// ZOOKEEPER-3104 and 3589, I-INITIAL-HISTORY: writes go on while a learner is sent a snapshot.
    @Test
    void writesDuringASnapshotReachTheLearnerOnce() {
        Stage stage = Stage.of(3).startAll();
        int leader = stage.leader();
        int blank = stage.followers()[0];
        Guest guest = stage.guest(leader);
        guest.create("/before");
        stage.crash(blank);
        stage.fate().wipe(blank);
        stage.fate().slowDown(leader, blank, 50);
        stage.fate().slowDisk(blank, 20);

        stage.launch(blank);
        for (int i = 0; !stage.isServing(blank); i++) {
            guest.create("/during" + i);
        }
        stage.crash(leader);
        stage.awaitServing(stage.others(leader));
        stage.allEndsWell();
        stage.allHave("/before", "/during0");
    }
}
