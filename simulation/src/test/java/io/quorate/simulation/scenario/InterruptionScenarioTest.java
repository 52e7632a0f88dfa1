package io.quorate.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.protocol.peer.PeerMessage;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.simulation.world.Gate;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Synchronisations that do not come to their end.
final class InterruptionScenarioTest {
    private static final int MOST_MOMENTS = 300;

    /// How a leader begins to bring a learner in step.
    private static final Predicate<Object> FIRST_HEARD = Moment.hears(PeerMessage.Diff.class)
            .or(Moment.hears(PeerMessage.Trunc.class))
            .or(Moment.hears(PeerMessage.Snap.class));

    enum Who {
        LEARNER,
        LEADER
    }

    /// Lets a server end before the moment with a number, from the first packet of a synchronisation on, as
    /// long as that is before its last.
    private static final class Crash implements Predicate<Object> {
        private final int number;
        private int moments;
        private boolean begun;
        private boolean over;

        Crash(int number) {
            this.number = number;
        }

        @Override
        public boolean test(Object what) {
            if (over || what instanceof Effect.Notify || what instanceof Effect.Report) {
                return false;
            }
            boolean first = FIRST_HEARD
                    .or(Moment.says(PeerMessage.Diff.class))
                    .or(Moment.says(PeerMessage.Trunc.class))
                    .or(Moment.says(PeerMessage.Snap.class))
                    .test(what);
            begun |= first;
            if (begun && moments++ == number) {
                over = true;
                return true;
            }
            over |= Moment.hears(PeerMessage.UpToDate.class)
                    .or(Moment.says(PeerMessage.UpToDate.class))
                    .test(what);
            return false;
        }
    }

    /// I-DURABLE, I-INITIAL-HISTORY and others: a crash at each point between the first packet of a
    /// synchronisation and UPTODATE; then a restart under another leader. 1653 and 2354, 4643, 3642, 2355
    /// and 5094 are among them.
    @ParameterizedTest
    @CsvSource({
        "DIFF, LEARNER",
        "DIFF, LEADER",
        "TRUNC, LEARNER",
        "TRUNC, LEADER",
        "SNAP, LEARNER",
        "SNAP, LEADER",
    })
    void aCrashAnywhereInASynchronisationLosesNothing(String kind, Who who) {
        int number = 0;
        while (crashAt(number, kind, who)) {
            number++;
            assertThat(number).isLessThan(MOST_MOMENTS);
        }
        assertThat(number).as("moments in a synchronisation").isGreaterThan(3);
    }

    private static boolean crashAt(int number, String kind, Who who) {
        Stage stage = Stage.of(3, 1000, 2, number);
        int learner = prepare(stage, kind);
        int leader = stage.awaitLeader(stage.others(learner));
        int other = stage.others(learner, leader)[0];
        int victim = who == Who.LEARNER ? learner : leader;
        Crash crash = new Crash(number);
        stage.rule(victim, crash, Gate.Verdict.KILL_BEFORE);
        stage.launch(learner);
        stage.until("the synchronisation is over", () -> crash.over);
        boolean crashed = !stage.isUp(victim);
        if (!crashed) {
            assertThat(stage.synchronisationOf(learner)).isEqualTo(kind.toLowerCase(Locale.ROOT));
        }
        if (number % 2 == 0) {
            stage.crash(victim);
        }

        // The next leader is another one.
        stage.crash(leader);
        stage.start(learner, other);
        stage.guest(other).create("/after");
        stage.crash(learner);
        stage.allEndsWell();
        stage.allHave("/common", "/after");
        stage.noneHas("/orphan");
        return crashed;
    }

    /// @return who is down, and will be synchronised like this
    private static int prepare(Stage stage, String kind) {
        stage.startAll();
        return switch (kind) {
            case "DIFF" -> {
                int learner = stage.followers()[0];
                Guest guest = stage.guest(stage.leader());
                guest.create("/common");
                stage.crash(learner);
                guest.create("/missed1");
                guest.create("/missed2");
                beginEpoch(stage, learner);
                yield learner;
            }
            case "TRUNC" -> {
                int learner = stage.leader();
                Guest guest = stage.guest(learner);
                guest.create("/common");
                stage.logsAloneAndCrashes(learner, guest, "/orphan");
                yield learner;
            }
            default -> {
                int learner = stage.followers()[0];
                stage.guest(stage.leader()).create("/common");
                stage.fallBehind(learner);
                beginEpoch(stage, learner);
                yield learner;
            }
        };
    }

    /// What the learner will be given reaches into an epoch that it has not adopted.
    private static void beginEpoch(Stage stage, int learner) {
        int leader = stage.awaitLeader(stage.others(learner));
        stage.isolate(leader);
        stage.awaitLooking(leader);
        stage.heal();
        stage.guest(stage.awaitLeader(stage.others(learner))).create("/of-the-new-epoch");
    }

    /// ZOOKEEPER-2872 and others, I-RECOVERY: the same inside any operation of the learner's disk, with
    /// the power. A log that is half cut, or a history that has half given way to a snapshot, is put
    /// right by the next start.
    @ParameterizedTest
    @ValueSource(strings = {"DIFF", "TRUNC", "SNAP"})
    void aLossOfPowerInAnyDiskOperationOfASynchronisationLosesNothing(String kind) {
        int operation = 1;
        while (powerFailsIn(operation, kind)) {
            operation++;
            assertThat(operation).isLessThan(MOST_MOMENTS);
        }
        assertThat(operation).as("operations in a synchronisation").isGreaterThan(3);
    }

    private static boolean powerFailsIn(int operation, String kind) {
        Stage stage = Stage.of(3, 1000, 2, operation);
        int learner = prepare(stage, kind);
        int leader = stage.awaitLeader(stage.others(learner));
        int other = stage.others(learner, leader)[0];
        boolean[] begun = {false};
        stage.rule(
                learner,
                what -> {
                    if (!begun[0] && FIRST_HEARD.test(what)) {
                        begun[0] = true;
                        stage.fate().powerOffInOperation(learner, operation);
                    }
                    return false;
                },
                Gate.Verdict.PASS);
        stage.launch(learner);
        stage.until("the synchronisation begins", () -> begun[0]);
        stage.until(
                "it is over",
                () -> stage.isServing(learner) || stage.machine(learner).isDown());
        boolean failed = !stage.isUp(learner);
        stage.crash(learner, leader);
        stage.start(learner, other);
        stage.guest(other).create("/after");
        stage.crash(learner);
        stage.allEndsWell();
        stage.allHave("/common", "/after");
        stage.noneHas("/orphan");
        return failed;
    }

    /// ZOOKEEPER-2355, I-EPHEMERAL: the link breaks in the middle of a difference that contains the end of
    /// a session. The learner has what has arrived, and says so.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aDifferenceThatBreaksOffCountsAsFarAsItCame(int proposals) {
        Stage stage = Stage.of(3).startAll();
        int learner = stage.followers()[0];
        int leader = stage.leader();
        Guest owner = stage.guest(leader);
        owner.createEphemeral("/ephemeral");
        stage.crash(learner);
        Guest guest = stage.guest(leader);
        owner.leave();
        guest.create("/after");

        // Whatever comes after so many messages does not arrive.
        int[] left = {proposals};
        stage.rule(
                learner,
                what -> what instanceof Event.FromLeader(var _, var message)
                        && (message instanceof PeerMessage.Proposal
                                || message instanceof PeerMessage.Commit
                                || message instanceof PeerMessage.NewLeader)
                        && left[0]-- <= 0,
                Gate.Verdict.LOSE);
        stage.launch(learner);
        stage.until("the difference has come so far", () -> left[0] < 0);
        stage.fate().breakLinks(learner, leader, 0);
        stage.forgetRules();
        stage.crash(leader);

        int[] others = stage.others(leader);
        stage.awaitServing(others);
        stage.crash(learner);
        stage.start(learner);
        stage.allEndsWell();
        stage.allHave("/after");
        stage.noneHas("/ephemeral");
    }

    /// ZOOKEEPER-4643, I-EPOCH-HISTORY: a learner ends while it adopts the new epoch, before or after the
    /// epoch is on its disk. It must not win an election against the server that has what it lacks.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEpochWithoutItsHistoryWinsNoElection(boolean epochIsSaved) {
        Stage stage = Stage.of(3, 1000, 500).startAll();
        int learner = stage.followers()[1];
        int old = stage.leader();
        int other = stage.others(learner, old)[0];
        Guest guest = stage.guest(old);
        stage.crash(learner);
        guest.create("/a");
        guest.create("/b");
        stage.crash(old, other);
        stage.start(old, other);

        Predicate<Object> adoption =
                what -> what instanceof Effect.SaveEpochs(long accepted, long current) && accepted == current;
        if (epochIsSaved) {
            stage.killBefore(learner, Moment.says(PeerMessage.Ack.class));
        } else {
            stage.killBefore(learner, adoption);
        }
        stage.launch(learner);
        stage.until("server " + learner + " runs", () -> stage.isUp(learner));
        stage.awaitDown(learner);
        stage.crash(learner);

        stage.crash(stage.leader());
        stage.launch(learner);
        stage.allEndsWell();
        stage.allHave("/a", "/b");
    }

    /// How far a would-be leader gets.
    enum Reached {
        EPOCH_QUORUM(PeerMessage.LearnerInfo.class),
        ACKEPOCH_QUORUM(PeerMessage.AckEpoch.class),
        NEWLEADER_QUORUM(PeerMessage.Ack.class);

        private final Class<? extends PeerMessage> lastWord;

        Reached(Class<? extends PeerMessage> lastWord) {
            this.lastWord = lastWord;
        }
    }

    /// I-PREFIX, I-SNAPSHOT: a leader that has logged a txn alone comes back as a candidate
    /// and is cut off before it has its quorum. The others go on; it returns before they have committed
    /// anything in their epoch, or after. With a snapshot after each txn, none may hold what is not
    /// committed.
    @ParameterizedTest
    @EnumSource
    void aWouldBeLeaderLeavesNothingBehind(Reached reached) {
        for (boolean othersWrite : new boolean[] {false, true}) {
            Stage stage = Stage.of(3, 2, 500).startAll();
            int orphaned = stage.leader();
            Guest guest = stage.guest(orphaned);
            guest.create("/common");
            stage.logsAloneAndCrashes(orphaned, guest, "/orphan");
            int[] others = stage.others(orphaned);
            stage.crash(others);

            // By its newer history it is elected, and then hears nothing more.
            Moment.Awaited lastWord = new Moment.Awaited(Moment.hears(reached.lastWord));
            stage.rule(orphaned, lastWord, Gate.Verdict.PASS);
            stage.lose(orphaned, Moment.hears(reached.lastWord));
            stage.launch(orphaned);
            stage.awaitLooking(orphaned);
            stage.launch(others);
            stage.until("server " + orphaned + " has come to " + reached, lastWord::hasCome);
            stage.isolate(orphaned);
            int leader = stage.awaitLeader(others);
            if (othersWrite) {
                guest.comeTo(leader).create("/y");
            }
            stage.forgetRules();
            stage.heal();
            stage.allEndsWell();
            stage.allHave("/common");
            if (reached != Reached.NEWLEADER_QUORUM) {
                stage.noneHas("/orphan");
            }
        }
    }

    /// ZOOKEEPER-4394: a proposal comes before NEWLEADER, its commit after the acknowledgement of
    /// NEWLEADER. ZOOKEEPER-4685: the leader needs this learner's acknowledgement of both, in whatever
    /// order.
    @Test
    void aCommitMayComeAfterNewleaderIsAcknowledged() {
        Stage stage = Stage.of(3).startAll();
        int learner = stage.followers()[0];
        int mute = stage.followers()[1];
        int leader = stage.leader();
        Guest guest = stage.guest(leader);
        guest.create("/a");
        stage.crash(learner);
        guest.create("/b");
        stage.fate().cut(mute, leader);
        Guest.Pending pending = guest.creating("/pending");

        // The moment the learner acknowledges NEWLEADER the other can be heard again, and is heard first.
        Moment.Awaited acknowledged = new Moment.Awaited(Moment.says(PeerMessage.Ack.class));
        Moment.Awaited inStep = new Moment.Awaited(Moment.hears(PeerMessage.UpToDate.class));
        boolean[] between = {false};
        stage.rule(
                learner,
                what -> {
                    boolean before = acknowledged.hasCome();
                    acknowledged.test(what);
                    if (acknowledged.hasCome() && !before) {
                        stage.heal();
                        stage.fate().slowDown(learner, leader, 20);
                    }
                    inStep.test(what);
                    between[0] |= Moment.hears(PeerMessage.Commit.class).test(what)
                            && acknowledged.hasCome()
                            && !inStep.hasCome();
                    return false;
                },
                Gate.Verdict.PASS);
        stage.launch(learner);
        stage.awaitServing(learner);
        assertThat(between[0]).as("the commit came between").isTrue();
        stage.passMillis(500);
        assertThat(pending.isAnswered()).isTrue();
        assertThat(stage.tree(learner).zxid()).isEqualTo(stage.tree(leader).zxid());
        stage.allEndsWell();
        stage.allHave("/a", "/b", "/pending");
    }
}
