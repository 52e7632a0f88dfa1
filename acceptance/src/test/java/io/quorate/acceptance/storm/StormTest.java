package io.quorate.acceptance.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.ApacheReader;
import io.quorate.acceptance.ApacheReader.Restored;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Stage;
import io.quorate.model.Zxid;
import io.quorate.simulation.history.Histories;
import io.quorate.simulation.reference.Reference;
import io.quorate.simulation.reference.State;
import io.quorate.simulation.world.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Servers are killed, frozen, cut from one another and torn from their clients, who do everything that
/// can be done. Afterwards one history explains it all, and every server holds what that history says.
final class StormTest {
    /// Clients that are not Curator's.
    private static final int CLIENTS = 6;

    private static final Map<String, String> SETTINGS = Map.of(
            "tickTime", "200",
            "initLimit", "50",
            "syncLimit", "8",
            "minSessionTimeout", "1000",
            "maxSessionTimeout", "10000",
            "snapCount", "400",
            "preAllocSize", "64",
            // The reference knows of all three.
            "extendedTypesEnabled", "true",
            "enforceQuota", "true",
            "extensionOperations", "true");

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void oneHistoryExplainsWhatClientsOfThreeServersAreToldInAStorm() throws Exception {
        storm(
                3,
                1,
                List.of(
                        Trouble.THE_LEADER_IS_KILLED,
                        Trouble.THE_LEADER_IS_CUT_OFF,
                        Trouble.CONNECTIONS_BREAK_IN_THE_MIDDLE_OF_MESSAGES,
                        Trouble.THE_LEADER_IS_FROZEN,
                        Trouble.THE_LEADER_IS_MUTE,
                        Trouble.CLIENTS_ARE_CUT_OFF_AND_COME_BACK,
                        Trouble.ALL_ARE_KILLED));
    }

    @Test
    @Tag("long")
    void oneHistoryExplainsWhatClientsOfThreeServersAreToldInALongStorm() throws Exception {
        storm(3, 2, drawn(2, 60));
    }

    @Test
    @Tag("long")
    void oneHistoryExplainsWhatClientsOfFiveServersAreToldInALongStorm() throws Exception {
        storm(5, 3, drawn(3, 40));
    }

    /// All of them in turn, each time in another order.
    private static List<Trouble> drawn(int seed, int count) {
        RandomGenerator random = new Chance(seed).stream("troubles");
        var troubles = new ArrayList<Trouble>();
        while (troubles.size() < count) {
            var round = new ArrayList<>(List.of(Trouble.values()));
            java.util.Collections.shuffle(round, java.util.Random.from(random));
            troubles.addAll(round);
        }
        return troubles.subList(0, count);
    }

    private void storm(int servers, int seed, List<Trouble> troubles) throws Exception {
        Ensemble ensemble = stage.cabled(servers, SETTINGS).start();
        var chronicle = new Chronicle();
        Crowd crowd = stage.closing(new Crowd(ensemble, CLIENTS, new Chance(seed)));
        crowd.start();
        crowd.awaitProgress();
        for (Trouble trouble : troubles) {
            trouble.strike(ensemble, crowd);
            ensemble.cables().heal();
            ensemble.awaitServing();
            crowd.awaitProgress();
            chronicle.collect(ensemble.running());
        }
        crowd.pause();
        crowd.verify(ensemble.leader());
        crowd.close();
        ensemble.stop();
        chronicle.collectAll(ensemble.members());

        var reference = new Reference();
        Histories histories = chronicle.judge(crowd.notes().entries(), reference);
        for (Member member : ensemble.members()) {
            holdsWhatItMust(member, reference);
        }
        System.out.printf(
                "%d servers, %d troubles: %d txns, %d answers and %d events judged; clients: %s%n",
                servers,
                troubles.size(),
                chronicle.size(),
                histories.answers(),
                histories.notifications(),
                crowd.tally().counts());
    }

    /// Read by Apache's classes, and compared with rules that share nothing with ours. The one may have
    /// been stopped a moment before the other.
    private static void holdsWhatItMust(Member member, Reference reference) throws Exception {
        Restored restored = ApacheReader.restore(member);
        State due = reference.at(new Zxid(restored.zxid()));
        assertThat(restored.tree().getTreeDigest())
                .as("digest of %s at %s", member, due)
                .isEqualTo(due.digest());
        Map<Long, Integer> sessions = due.sessions().entrySet().stream()
                .collect(Collectors.toMap(session -> session.getKey().value(), Map.Entry::getValue));
        assertThat(restored.sessions()).as("sessions of %s at %s", member, due).isEqualTo(sessions);
    }
}
