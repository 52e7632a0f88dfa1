package io.quorate.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.protocol.peer.ServerState;
import io.quorate.replica.Effect;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who leads, and how soon.
final class ElectionScenarioTest {
    /// ZOOKEEPER-261, I-DURABLE: servers whose disks were replaced do not out-vote what was committed. The
    /// servers with the newest history are down, or one of them is; until it is back nobody leads.
    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void blankServersDoNotOutVoteWhatIsCommitted(int servers) {
        Stage stage = Stage.of(servers).startAll();
        int minority = servers / 2;
        int[] stale = Arrays.copyOf(stage.followers(), minority);
        stage.crash(stale);
        int leader = stage.awaitLeader(stage.others(stale));
        stage.guest(leader).create("/committed");
        int blank = stage.others(append(stale, leader))[0];
        stage.crashAll();
        stage.fate().wipe(blank);

        // As many as a majority, and none of them has what was committed.
        stage.launch(append(stale, blank));
        stage.pass(120);
        for (int server : append(stale, blank)) {
            assertThat(stage.isServing(server)).as("server %d", server).isFalse();
        }

        stage.launch(leader);
        stage.allEndsWell();
        stage.allHave("/committed");
    }

    private static int[] append(int[] some, int another) {
        int[] all = Arrays.copyOf(some, some.length + 1);
        all[some.length] = another;
        return all;
    }

    /// ZOOKEEPER-1732 and 1818: the members of an ensemble have come to it in different rounds, and say so
    /// in their votes; a server that is started again must find its leader all the same, and soon.
    @Test
    void aServerFindsALeaderWhoseFollowersVotedInDifferentRounds() {
        Stage stage = Stage.of(5).startAll();
        int leader = stage.leader();
        int[] followers = stage.followers();
        for (int follower : followers) {
            stage.crash(follower);
            stage.start(follower);
            stage.isolate(follower);
            stage.awaitLooking(follower);
            stage.heal();
            stage.awaitServing(follower);
        }
        assertThat(stage.leader()).isEqualTo(leader);
        for (int follower : followers) {
            stage.crash(follower);
            stage.launch(follower);
            stage.pass(10);
            assertThat(stage.isServing(follower)).isTrue();
        }
        stage.allEndsWell();
    }

    /// ZOOKEEPER-3109: whoever made a server win is gone, or has thought better of it. The elect gives up
    /// within its patience, and the next election succeeds, whether the voter comes back or somebody else.
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anElectWhoseVoterHasGoneGivesUpInTime(int comes) {
        Stage stage = Stage.of(3);
        stage.lose(1, Moment.wants(Effect.DialLeader.class));
        stage.launch(1, 2);
        stage.until(
                "server 2 is elected", () -> stage.isUp(2) && stage.status(2).state() == ServerState.LEADING);
        stage.crash(1);
        stage.forgetRules();

        stage.launch(comes);
        stage.pass(60);
        assertThat(stage.isServing(2)).isTrue();
        assertThat(stage.isServing(comes)).isTrue();
        stage.allEndsWell();
    }

    /// ZOOKEEPER-2164 and 3756: servers that cannot be reached delay nobody else's election.
    @Test
    void serversThatAreAwayDoNotDelayAnElection() {
        Stage stage = Stage.of(5);
        stage.launch(3, 4, 5);
        stage.pass(5);
        assertThat(stage.isLeading(5)).isTrue();
        stage.crash(5);
        stage.launch(1);
        stage.pass(15);
        assertThat(stage.isLeading(4)).isTrue();
        stage.allEndsWell();
    }

    /// ZOOKEEPER-2307 and the promise of an epoch, I-EPOCH-PROMISE: the disk fails while a promise is
    /// written. The server ends, has promised nothing that it could forget, and starts again.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aPromiseThatCannotBeWrittenIsNotGiven(int operation) {
        Stage stage = Stage.of(3).startAll();
        int victim = stage.followers()[0];
        stage.guest(stage.leader()).create("/a");
        stage.crash(stage.leader());
        stage.fate().failDisk(victim, operation);
        stage.pass(20);
        stage.fate().repairDisk(victim);
        stage.allEndsWell();
        assertThat(stage.disk(victim).currentEpoch())
                .isEqualTo(stage.disk(victim).acceptedEpoch());
    }

    /// Deep faults need several crashes in one life. Each leader is killed as soon as it leads.
    @Test
    void leadersThatFallOneAfterTheOtherLoseNothing() {
        Stage stage = Stage.of(5, 100, 3).startAll();
        for (int i = 0; i < 6; i++) {
            int leader = stage.leader();
            stage.guest(leader).create("/n" + i);
            stage.crash(leader);
            stage.awaitLeader(stage.others(leader));
            stage.launch(leader);
        }
        stage.allEndsWell();
        stage.allHave("/n0", "/n1", "/n2", "/n3", "/n4", "/n5");
    }

    /// A leader that sleeps while others elect another wakes up, and believes for a moment that it leads.
    /// It commits nothing and shows nothing.
    @Test
    void aLeaderThatWakesUpHasNothingMoreToSay() {
        Stage stage = Stage.of(3).startAll();
        int asleep = stage.leader();
        Guest guest = stage.guest(asleep);
        guest.create("/a");
        stage.fate().freeze(asleep, 60_000);
        Guest.Pending late = guest.creating("/late");
        int leader = stage.awaitLeader(stage.others(asleep));
        stage.guest(leader).create("/b");
        stage.pass(60);
        assertThat(late.isAnswered()).isFalse();
        stage.allEndsWell();
        stage.allHave("/a", "/b");
        stage.noneHas("/late");
    }
}
