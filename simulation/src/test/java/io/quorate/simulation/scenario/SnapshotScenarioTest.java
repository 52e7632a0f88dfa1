package io.quorate.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.Stat;
import io.quorate.protocol.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Snapshots that are written while the state goes on changing, and what is loaded from them. The judges
/// load every server's disk again and again and hold it against what was committed.
final class SnapshotScenarioTest {
    private static final int SESSIONS = 20;
    private static final int STRIDE = 7;

    /// A snapshot after each txn or two, which takes its time.
    private static Stage withSnapshotsAllTheTime() {
        return Stage.of(3, 2, 500).startAll();
    }

    /// Every server is started again from what it has.
    private static void restart(Stage stage) {
        stage.crashAll();
        stage.allEndsWell();
    }

    /// ZOOKEEPER-3127, I-ATOMIC-MULTI: no snapshot holds half of a multi.
    @Test
    void aMultiIsInASnapshotAsAWholeOrNotAtAll() {
        Stage stage = withSnapshotsAllTheTime();
        Guest guest = stage.guest(stage.leader());
        for (int i = 0; i < 30; i++) {
            guest.multi(
                    Guest.creation("/m" + i, 0),
                    Guest.creation("/m" + i + "/a", 0),
                    Guest.creation("/m" + i + "/b", 0),
                    new Request.Delete("/m" + i + "/a", -1));
            stage.passMillis(70);
        }
        restart(stage);
        stage.allHave("/m0/b", "/m29/b");
        stage.noneHas("/m29/a");
    }

    /// ZOOKEEPER-3144, I-SNAPSHOT: sessions begin and end while snapshots are written; a snapshot knows the
    /// sessions of its zxid.
    @Test
    void aSnapshotKnowsTheSessionsOfItsZxid() {
        Stage stage = withSnapshotsAllTheTime();
        int leader = stage.leader();
        for (int i = 0; i < 15; i++) {
            Guest stays = stage.guest(leader);
            stays.createEphemeral("/e" + i);
            Guest goes = stage.guest(leader);
            goes.createEphemeral("/f" + i);
            stage.passMillis(130);
            goes.leave();
        }
        restart(stage);
        stage.noneHas("/f14");
        assertThat(stage.tree(1).sessionCount()).isEqualTo(15);
    }

    /// ZOOKEEPER-3145, I-REPLAY-IDEMPOTENT: sessions end while a snapshot is written; after a restart
    /// the parents' pzxids tell of it, and a watch that is set again fires. Each parent has one child,
    /// so that nothing that comes later hides what is missing.
    @Test
    void theEndOfASessionDuringASnapshotShowsInItsParent() {
        for (long seed = 1; seed <= 4; seed++) {
            Stage stage = Stage.of(3, 2, 500, seed).startAll();
            int leader = stage.leader();
            Guest watcher = stage.guest(stage.followers()[0]);
            List<Guest> owners = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                watcher.create("/p" + i);
                owners.add(stage.guest(leader));
                owners.get(i).createEphemeral("/p" + i + "/e");
            }
            // In another order than that in which a snapshot comes to them.
            for (int i = 0; i < SESSIONS; i++) {
                owners.get(STRIDE * i % SESSIONS).leave();
                stage.passMillis(30);
            }
            watcher.sync();
            List<Stat> before = parents(watcher);
            restart(stage);
            watcher.comeTo(stage.followers()[0]);
            assertThat(parents(watcher)).isEqualTo(before);
            assertThat(watcher.children("/p0", false)).isEmpty();
        }
    }

    private static List<Stat> parents(Guest guest) {
        return IntStream.range(0, SESSIONS)
                .mapToObj(i -> Objects.requireNonNull(guest.stat("/p" + i, false)))
                .toList();
    }

    /// ZOOKEEPER-3125 and 3249, I-STATE: znodes are deleted and created again under a parent while
    /// snapshots are written; replaying the old changes lowers neither pzxid nor cversion.
    @Test
    void replayingOldChangesDoesNotTakeAParentBack() {
        Stage stage = withSnapshotsAllTheTime();
        Guest guest = stage.guest(stage.leader());
        guest.create("/p");
        for (int i = 0; i < 20; i++) {
            guest.create("/p/same");
            stage.passMillis(37);
            guest.delete("/p/same");
            guest.create("/p/other" + i);
            guest.ask(creationWithStat("/p/last" + i));
        }
        var before = guest.stat("/p", false);
        restart(stage);
        guest.comeTo(stage.leader());
        assertThat(guest.stat("/p", false)).isEqualTo(before);
    }

    /// Its txn does not mend the parent of what is there already, so it hides nothing.
    private static Request creationWithStat(String path) {
        return new Request.Create(OpCode.CREATE2, path, new byte[0], new ArrayList<>(Acl.OPEN), 0, 0);
    }

    /// ZOOKEEPER-3306 and 4846: ACLs that nobody has used before come and go while snapshots are
    /// written. Every znode keeps its own.
    @Test
    void aclsSurviveSnapshotsThatAreWrittenMeanwhile() {
        Stage stage = withSnapshotsAllTheTime();
        Guest guest = stage.guest(stage.leader());
        for (int i = 0; i < 30; i++) {
            Acl acl = Guest.digestAcl("user" + i + ":hash");
            guest.create("/n" + i, acl);
            if (i % 3 == 0) {
                guest.create("/s" + i);
                guest.ask(new Request.SetAcl("/s" + i, List.of(acl), -1));
            }
            stage.passMillis(60);
        }
        restart(stage);
        for (int server : stage.everybody()) {
            var znode = stage.tree(server).find("/n29");
            assertThat(znode).isNotNull();
            assertThat(Objects.requireNonNull(znode).acl()).containsExactly(Guest.digestAcl("user29:hash"));
        }
    }

    /// I-SNAPSHOT: nothing is in a snapshot that could still be
    /// taken away.
    @Test
    void aTxnThatIsNotCommittedIsInNoSnapshot() {
        Stage stage = withSnapshotsAllTheTime();
        int leader = stage.leader();
        Guest guest = stage.guest(leader);
        guest.create("/a");
        stage.isolate(leader);
        guest.creating("/orphan1");
        guest.creating("/orphan2");
        guest.creating("/orphan3");
        stage.awaitLooking(leader);
        int other = stage.awaitLeader(stage.others(leader));
        stage.crash(leader);
        stage.heal();
        stage.launch(leader);
        stage.awaitServing(leader);
        assertThat(stage.isLeading(other)).isTrue();
        restart(stage);
        stage.noneHas("/orphan1");
    }

    /// I-PURGE: old files are purged while snapshots are written and the power fails. What is
    /// left is enough.
    @Test
    void aPurgeLeavesEnoughToStartFrom() {
        for (long seed = 1; seed <= 5; seed++) {
            Stage stage = Stage.of(3, 4, 500, seed).startAll();
            Guest guest = stage.guest(stage.leader());
            for (int i = 0; i < 30; i++) {
                guest.create("/n" + i);
                stage.passMillis(100);
                if (i % 5 == 4) {
                    stage.fate().purge(stage.followers()[0], 1);
                    stage.fate().purge(stage.leader(), 1);
                }
            }
            restart(stage);
            stage.allHave("/n0", "/n29");
        }
    }
}
