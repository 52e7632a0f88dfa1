package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Stage;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Servers are killed while clients write. Afterwards every server holds all that was acknowledged, and
/// the same.
final class CrashTest {
    @RegisterExtension
    final Stage stage = new Stage();

    /// Whom a round kills.
    private enum Victim {
        LEADER,
        FOLLOWER,
        ALL
    }

    @Test
    void nothingAcknowledgedIsLostWhenServersAreKilledAgainAndAgain() throws Exception {
        storm(6);
    }

    @Test
    @Tag("long")
    void nothingAcknowledgedIsLostInALongStorm() throws Exception {
        storm(100);
    }

    private void storm(int rounds) throws Exception {
        // Few txns per log, so that snapshots, rolled logs and short ones are part of it.
        Ensemble ensemble = stage.ensemble(
                        Collections.nCopies(3, Flavor.underTest()), Map.of("snapCount", "300", "preAllocSize", "64"))
                .start();
        var workload = stage.closing(new Workload(ensemble, 3));
        workload.awaitProgress();
        for (int round = 0; round < rounds; round++) {
            kill(ensemble, Victim.values()[round % Victim.values().length], workload);
            workload.awaitProgress();
        }
        workload.pause();
        workload.verify(Agreement.amongRunning(ensemble));
        workload.endSessions();
        Eventually.passes("ephemerals go with their sessions, everywhere", () -> {
            for (Member member : ensemble.members()) {
                assertThat(Workload.ephemerals(TreeImage.through(member))).isEmpty();
            }
        });
        TreeImage image = Agreement.amongRunning(ensemble);
        ensemble.stop();
        Agreement.ofFiles(ensemble, image);
    }

    private static void kill(Ensemble ensemble, Victim victim, Workload workload) {
        switch (victim) {
            case LEADER -> killOne(ensemble.leader(), workload);
            case FOLLOWER -> killOne(ensemble.followers().getFirst(), workload);
            case ALL -> {
                ensemble.killAll();
                ensemble.members().forEach(Member::start);
            }
        }
        ensemble.awaitServing();
    }

    private static void killOne(Member member, Workload workload) {
        member.kill();
        workload.awaitProgress();
        member.start();
    }
}
