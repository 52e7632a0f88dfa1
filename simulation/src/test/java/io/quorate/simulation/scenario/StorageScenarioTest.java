package io.quorate.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.replica.Recovered;
import io.quorate.simulation.disk.DiskOperation;
import io.quorate.simulation.world.Gate;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Disks that fail, forget, or come back damaged.
final class StorageScenarioTest {
    /// Of a snapshot: behind a header of 16 bytes and the number of sessions.
    private static final int FIRST_SESSION_OFFSET = 20;

    /// A server with several log files and snapshots, and a copy of its disk.
    private static Platter usedDisk(int snapCount) {
        Stage stage = Stage.of(3, snapCount, 500).startAll();
        Guest guest = stage.guest(stage.leader());
        Guest owner = stage.guest(stage.leader());
        owner.createEphemeral("/ephemeral");
        for (int i = 0; i < 12; i++) {
            guest.create("/n" + i);
            stage.passMillis(500);
        }
        owner.leave();
        for (int restart = 0; restart < 2; restart++) {
            int follower = stage.followers()[0];
            stage.crash(follower);
            stage.start(follower);
            guest.create("/r" + restart);
        }
        int follower = stage.followers()[0];
        stage.allEndsWell();
        return Platter.copyOf(stage, follower);
    }

    /// I-DURABLE: the power fails right after the first txn of a new log file was
    /// acknowledged. The name of the file is as durable as what is in it.
    @Test
    void theFirstTxnOfANewLogFileSurvivesThePower() {
        for (long seed = 1; seed <= 6; seed++) {
            Stage stage = Stage.of(3, 2, 500, seed).startAll();
            Guest guest = stage.guest(stage.leader());
            guest.create("/a");
            guest.create("/b");
            stage.passMillis(1100);
            guest.create("/first");
            stage.crashAll();
            stage.allEndsWell();
            stage.allHave("/a", "/b", "/first");
        }
    }

    /// I-RECOVERY: a record in an older log file is damaged. A state with a hole is not
    /// served.
    @Test
    void aDamagedRecordInAnOldLogFileIsNotPassedOver() {
        Platter platter = usedDisk(1000);
        List<Path> logs = platter.logs();
        assertThat(logs).hasSizeGreaterThan(1);
        platter.flipIn(logs.getFirst(), "/n5");
        platter.refusesToStart(logs.getFirst().getFileName().toString());
    }

    /// What is wrong with a snapshot.
    enum Damage {
        CUT,
        /// It seems to know a session that never was.
        SESSION,
        ZNODE
    }

    /// ZOOKEEPER-3231: the newest snapshot is damaged. A start takes the one
    /// before and the log, nothing of the damaged one is left in the state, and a purge does not count it.
    @ParameterizedTest
    @EnumSource
    void aDamagedSnapshotDoesNotCount(Damage damage) {
        Platter platter = usedDisk(4);
        Recovered before = platter.recover();
        List<Path> snapshots = platter.snapshots();
        assertThat(snapshots).hasSizeGreaterThan(2);
        Path newest = snapshots.getLast();
        switch (damage) {
            case CUT -> platter.cutTo(newest, platter.content(newest).length / 2);
            case SESSION -> platter.flipAt(newest, FIRST_SESSION_OFFSET);
            case ZNODE -> platter.flipIn(newest, "/n0");
        }

        assertSameHistory(platter.recover(), before);
        platter.purge(1);
        assertThat(platter.snapshots()).hasSizeGreaterThan(1);
        assertSameHistory(platter.recover(), before);
    }

    /// When the configuration was shown for the first time is a server's own business.
    private static void assertSameHistory(Recovered one, Recovered other) {
        assertThat(one.tree().zxid()).isEqualTo(other.tree().zxid());
        assertThat(one.tree().digest()).isEqualTo(other.tree().digest());
        assertThat(one.tree().sessionCount()).isEqualTo(other.tree().sessionCount());
    }

    /// ZOOKEEPER-2325 and 3644: there are logs and no snapshot. Without being told to, no server takes that
    /// for a history; if it is told to, it replays the logs.
    @Test
    void aLogWithoutASnapshotIsRefused() {
        Platter platter = usedDisk(1000);
        Recovered before = platter.recover();
        platter.snapshots().forEach(platter::delete);
        platter.refusesToStart("there is no snapshot");
        assertThat(platter.trustingLogs().recover().tree().sameAs(before.tree()))
                .isTrue();
    }

    /// I-RECOVERY: a file in which an epoch was being written is not believed, whatever it says.
    @Test
    void anUnfinishedEpochFileIsNotBelieved() {
        Platter platter = usedDisk(1000);
        Recovered before = platter.recover();
        platter.put(Platter.epochFile("currentEpoch.tmp"), "9");
        platter.put(Platter.epochFile("acceptedEpoch.tmp"), "");
        Recovered after = platter.recover();
        assertThat(after.currentEpoch()).isEqualTo(before.currentEpoch());
        assertThat(after.acceptedEpoch()).isEqualTo(before.acceptedEpoch());
    }

    /// ZOOKEEPER-1653, 2354 and 2307, I-EPOCH-PROMISE: epoch files that are missing, behind or ahead. The
    /// current epoch may be behind the history, as after a crash while a new one was adopted; a promise may
    /// not.
    @Test
    void epochFilesThatDoNotFitTheHistoryAreMendedOrRefused() {
        Platter behind = usedDisk(1000);
        long epoch = behind.recover().currentEpoch();
        behind.put(Platter.epochFile("currentEpoch"), "0");
        assertThat(behind.recover().currentEpoch()).isEqualTo(epoch);
        behind.delete(Platter.epochFile("currentEpoch"));
        assertThat(behind.recover().currentEpoch()).isEqualTo(epoch);

        Platter ahead = usedDisk(1000);
        ahead.put(Platter.epochFile("acceptedEpoch"), "7");
        assertThat(ahead.recover().acceptedEpoch()).isEqualTo(7);
        ahead.put(Platter.epochFile("currentEpoch"), "8");
        ahead.refusesToStart("acceptedEpoch");

        Platter broken = usedDisk(1000);
        broken.put(Platter.epochFile("acceptedEpoch"), "0");
        broken.put(Platter.epochFile("currentEpoch"), "0");
        broken.refusesToStart("acceptedEpoch");
        broken.put(Platter.epochFile("acceptedEpoch"), "");
        broken.refusesToStart("acceptedEpoch");
    }

    /// ZOOKEEPER-2332: the last log file was created, and nothing was written to it.
    @Test
    void anEmptyLastLogFileDoesNotStopTheStart() {
        for (int bytes : new int[] {0, 7, 16, 4096}) {
            Platter platter = usedDisk(1000);
            Recovered before = platter.recover();
            platter.put(Platter.logFile(before.tree().zxid().next().value()), new byte[bytes]);
            assertThat(platter.recover().tree().sameAs(before.tree()))
                    .as("%d bytes", bytes)
                    .isTrue();
        }
    }

    /// ZOOKEEPER-2249: txns that are larger than what the log grows by.
    @Test
    void aTxnMayBeLargerThanTheRoomPreparedForIt() {
        Stage stage = Stage.of(3).startAll();
        Guest guest = stage.guest(stage.leader());
        guest.create("/a");
        guest.set("/a", "x".repeat(100_000));
        guest.set("/a", "y".repeat(4096));
        guest.create("/b");
        stage.crashAll();
        stage.allEndsWell();
        stage.allHave("/b");
        assertThat(Objects.requireNonNull(stage.tree(1).find("/a")).data()).hasSize(4096);
    }

    /// ZOOKEEPER-3701, I-PREFIX: the disk fails, or is full, just when the log must be cut. The server
    /// ends, and does not go on with the uncut log.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void aCutThatFailsEndsTheServer(int operation) {
        Stage stage = Stage.of(3).startAll();
        int cut = stage.leader();
        Guest guest = stage.guest(cut);
        guest.create("/common");
        stage.logsAloneAndCrashes(cut, guest, "/orphan");
        Moment.Awaited trunc = new Moment.Awaited(Moment.hears(PeerMessage.Trunc.class));
        stage.rule(
                cut,
                what -> {
                    if (Moment.hears(PeerMessage.Trunc.class).test(what) && !trunc.hasCome()) {
                        if (operation == 0) {
                            stage.fate().fillDisk(cut, 0);
                        } else {
                            stage.fate().failDisk(cut, operation);
                        }
                    }
                    return trunc.test(what);
                },
                Gate.Verdict.PASS);
        stage.launch(cut);
        stage.until("server " + cut + " is told to cut its log", trunc::hasCome);
        stage.pass(5);
        if (stage.isServing(cut)) {
            assertThat(stage.diskHas(cut, "/orphan")).isFalse();
        }
        stage.fate().repairDisk(cut);
        stage.crash(cut);
        stage.allEndsWell();
        stage.noneHas("/orphan");
    }

    /// ZOOKEEPER-3701 again: nothing fails but what cuts the log. The disk is well otherwise, so that a
    /// server which took no notice could go on.
    @Test
    void aServerDoesNotGoOnWithALogThatCouldNotBeCut() {
        Stage stage = Stage.of(3).startAll();
        int cut = stage.leader();
        Guest guest = stage.guest(cut);
        guest.create("/common");
        stage.logsAloneAndCrashes(cut, guest, "/orphan");
        stage.rule(
                cut,
                what -> {
                    if (Moment.hears(PeerMessage.Trunc.class).test(what)) {
                        stage.failDisk(cut, DiskOperation.RESIZE);
                    }
                    return false;
                },
                Gate.Verdict.PASS);
        stage.launch(cut);
        stage.until(
                "the server is told to cut its log",
                () -> stage.synchronisationOf(cut).equals("trunc"));
        stage.awaitDown(cut);
        stage.allEndsWell();
        stage.noneHas("/orphan");
    }

    /// There is no more room: for a txn, a snapshot, a new log file or an epoch. The server ends, and
    /// what it had acknowledged is there.
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 600, 3000, 5000, 9000})
    void aFullDiskEndsTheServerAndLosesNothing(long bytesLeft) {
        for (boolean leads : new boolean[] {false, true}) {
            Stage stage = Stage.of(3, 2, 500, bytesLeft).startAll();
            int victim = leads ? stage.leader() : stage.followers()[0];
            Guest guest = stage.guest(stage.followers()[1]);
            guest.create("/before");
            stage.fate().fillDisk(victim, bytesLeft);
            for (int i = 0; i < 40 && stage.isUp(victim) && guest.isConnected(); i++) {
                guest.creating("/n" + i);
                stage.passMillis(150);
            }
            stage.awaitDown(victim);
            stage.guest(stage.awaitLeader(stage.others(victim))).create("/meanwhile");
            stage.launch(victim);
            stage.pass(10);
            stage.fate().repairDisk(victim);
            stage.allEndsWell();
            stage.allHave("/before", "/meanwhile");
        }
    }

    /// Disk errors at append, sync, rename and directory sync, one after the other, while snapshots are
    /// written and an epoch begins: the server ends, and what it had acknowledged is there.
    @Test
    void anErrorInAnyDiskOperationIsSurvivedByARestart() {
        for (int operation = 1; operation <= 30; operation++) {
            Stage stage = Stage.of(3, 2, 500, operation).startAll();
            int victim = stage.followers()[0];
            Guest guest = stage.guest(stage.leader());
            stage.fate().failDisk(victim, operation);
            for (int i = 0; i < 4; i++) {
                guest.create("/n" + i);
                stage.passMillis(200);
            }
            stage.crash(stage.leader());
            stage.pass(5);
            stage.fate().repairDisk(victim);
            stage.allEndsWell();
            stage.allHave("/n0", "/n1", "/n2", "/n3");
        }
    }

    /// Records, headers, snapshots and epoch files that are torn by a loss of power inside the operation
    /// that writes them.
    @Test
    void theLossOfPowerInAnyDiskOperationIsSurvivedByARestart() {
        for (int operation = 1; operation <= 40; operation++) {
            Stage stage = Stage.of(3, 2, 500, operation).startAll();
            int victim = operation % 2 == 0 ? stage.leader() : stage.followers()[0];
            Guest guest = stage.guest(stage.followers()[1]);
            stage.fate().powerOffInOperation(victim, operation);
            Guest.Pending last = guest.creating("/n0");
            for (int i = 1; i < 6 && guest.isConnected(); i++) {
                last = guest.creating("/n" + i);
                stage.passMillis(150);
            }
            stage.pass(8);
            boolean answered = last.isAnswered();
            stage.crash(victim);
            stage.allEndsWell();
            if (answered) {
                stage.allHave("/n0");
            }
        }
    }

    /// ZOOKEEPER-4712 and 4541, I-PREFIX: the role ends while the log is still being written. Nothing that
    /// comes to the disk later is missing in the tree, or there twice.
    @Test
    void whatIsStillOnItsWayToTheDiskBelongsToTheHistory() {
        Stage stage = Stage.of(3).startAll();
        int old = stage.leader();
        Guest guest = stage.guest(old);
        Guest owner = stage.guest(old);
        owner.createEphemeral("/ephemeral");
        stage.fate().slowDisk(old, 20_000);
        guest.creating("/slow1");
        owner.tell(new Request.Bare(OpCode.CLOSE_SESSION));
        guest.creating("/slow2");
        stage.passMillis(50);
        stage.isolate(old);
        stage.awaitLeader(stage.others(old));
        stage.awaitLooking(old);
        assertThat(stage.diskHas(old, "/slow1")).as("it is still on its way").isFalse();
        stage.heal();
        stage.fate().repairDisk(old);
        stage.awaitServing(old);
        stage.crash(old);
        stage.start(old);
        stage.allEndsWell();
        stage.allHave("/slow1", "/slow2");
        stage.noneHas("/ephemeral");
    }

    /// ZOOKEEPER-4925 and 2418, I-LOG-CONTIGUOUS: a stale follower catches up and leads; what it hands to
    /// another stale server has no hole, neither from memory nor after a restart from the log.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoHasJustCaughtUpHandsOnEverything(boolean restarted) {
        Stage stage = Stage.of(5, 1000, 500).startAll();
        int leader = stage.leader();
        Guest guest = stage.guest(leader);
        guest.create("/before");
        // Whose id is larger leads, if both know as much.
        int[] stale = {stage.followers()[0], stage.followers()[3]};
        stage.crash(stale);
        for (int i = 0; i < 5; i++) {
            guest.create("/n" + i);
        }
        stage.start(stale[1]);
        assertThat(stage.synchronisationOf(stale[1])).isEqualTo("diff");
        guest.create("/later");
        if (restarted) {
            stage.crash(stale[1]);
            stage.start(stale[1]);
        }
        // Only this one and one more are left of those who know.
        int[] full = stage.others(stale[0], stale[1]);
        stage.crash(full);
        stage.launch(stale[1], full[0]);
        stage.launch(stale[0]);
        assertThat(stage.awaitLeader(stale[1], full[0])).isEqualTo(stale[1]);
        stage.awaitServing(stale);
        stage.allEndsWell();
        stage.allHave("/before", "/n0", "/n4", "/later");
    }
}
