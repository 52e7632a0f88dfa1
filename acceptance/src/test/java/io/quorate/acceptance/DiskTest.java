package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import io.quorate.acceptance.harness.Volume;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Disks that run full while clients write. The server concerned says so and ends, the others go on if
/// they are enough, and once there is room everything that was acknowledged is there.
final class DiskTest {
    /// Far more than servers write by themselves while a test goes on: only a disk that is filled gets full.
    private static final int VOLUME_KIB = 64 * 1024;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void serversWhoseDisksAreFullEndAndComeBackWithEverything() throws Exception {
        Ensemble ensemble = stage.ensemble(
                Collections.nCopies(3, Flavor.underTest()),
                Map.of("initLimit", "12", "syncLimit", "8", "snapCount", "5000", "preAllocSize", "64"));
        var volumes = new ArrayList<Volume>();
        for (Member member : ensemble.members()) {
            Volume volume = volumeOf(member);
            member.keepDataIn(volume.root().resolve("data"), volume.root().resolve("data"));
            volumes.add(volume);
        }
        ensemble.start();
        var workload = stage.closing(new Workload(ensemble, 2));
        workload.awaitProgress();

        Member follower = ensemble.followers().getFirst();
        fillUntilItEnds(volumes, follower);
        // Still without room it cannot begin either, and says so again.
        int before = follower.said().size();
        follower.start();
        if (follower.awaitServingOrEnd().isPresent()) {
            int _ = follower.awaitEnd();
        }
        assertComplains(follower, before);
        workload.awaitProgress();
        makeRoom(volumes, ensemble, workload);

        fillUntilItEnds(volumes, ensemble.leader());
        workload.awaitProgress();
        makeRoom(volumes, ensemble, workload);

        fillUntilNobodyServes(volumes, ensemble);
        makeRoom(volumes, ensemble, workload);

        workload.pause();
        TreeImage image = Agreement.amongRunning(ensemble);
        workload.verify(image);
        workload.endSessions();
        TreeImage last = Agreement.amongRunning(ensemble);
        ensemble.stop();
        Agreement.ofFiles(ensemble, last);
    }

    /// The log has room, and what else a server writes has not.
    @Test
    void aSnapshotOrAPromiseThatCannotBeWrittenEndsTheServer() throws Exception {
        Ensemble ensemble = stage.ensemble(
                Collections.nCopies(3, Flavor.underTest()),
                Map.of("initLimit", "12", "syncLimit", "8", "snapCount", "200", "preAllocSize", "64"));
        Member poor = ensemble.member(1);
        Volume volume = volumeOf(poor);
        poor.keepDataIn(volume.root().resolve("data"), poor.directory().resolve("log"));
        ensemble.start();
        // The leader is the one with the highest id of those who came first, so it is another.
        List<Member> others = List.of(ensemble.member(2), ensemble.member(3));
        try (StockClient client = StockClient.connect(others)) {
            Flood.create(client.zk(), "/a", 50);
            volume.fill();
            Flood.create(client.zk(), "/b", 400);
            assertThat(poor.awaitEnd()).as(poor.lastLines()).isEqualTo(10);
            assertThat(poor.lastLines()).contains("cannot write the snapshot", "No space left on device");
            volume.makeRoom();
            poor.start();
            ensemble.awaitServing();

            volume.fill();
            ensemble.leader().kill();
            assertThat(poor.awaitEnd()).as(poor.lastLines()).isEqualTo(3);
            assertThat(poor.lastLines()).contains("cannot write the epoch", "No space left on device");
            volume.makeRoom();
            ensemble.start();
            // Its server may have been the one that was killed; what is tried twice must be as good as once.
            Eventually.passes("the client can write", () -> client.zk().setData("/a", new byte[] {1}, -1));
            assertThat(Agreement.amongRunning(ensemble).znodes()).hasSize(1 + 50 + 400);
        }
    }

    /// Where nobody may mount anything: no file may grow beyond some size.
    @Test
    void aFileThatMayNotGrowEndsTheServerToo() throws Exception {
        Ensemble ensemble = stage.ensemble(Collections.nCopies(1, Flavor.underTest()), Map.of("preAllocSize", "16"));
        Member alone = ensemble.member(1);
        alone.start();
        ensemble.awaitServing();
        var workload = stage.closing(new Workload(ensemble, 1));
        workload.awaitProgress();
        alone.stop();
        alone.startWithFilesOfAtMost(64);
        assertThat(alone.awaitEnd()).as(alone.lastLines()).isEqualTo(1);
        assertThat(alone.lastLines()).contains("cannot write to the log file", "File too large");
        alone.start();
        ensemble.awaitServing();
        workload.awaitProgress();
        workload.pause();
        workload.verify(TreeImage.through(alone));
    }

    private Volume volumeOf(Member member) throws Exception {
        Volume volume = Volume.mount(Files.createDirectories(member.directory().resolve("volume")), VOLUME_KIB);
        assumeTrue(volume != null, "nobody may mount a file system here");
        return stage.closing(volume);
    }

    private static void fillUntilItEnds(List<Volume> volumes, Member member) throws Exception {
        int before = member.said().size();
        volumes.get(member.id() - 1).fill();
        int _ = member.awaitEnd();
        assertComplains(member, before);
    }

    /// The last of them has nobody left to write for. Whether it stays or is just about to end cannot be
    /// seen from outside, so it is asked to end.
    private static void fillUntilNobodyServes(List<Volume> volumes, Ensemble ensemble) throws Exception {
        var before = new ArrayList<Integer>();
        for (Member member : ensemble.members()) {
            before.add(member.said().size());
        }
        volumes.forEach(Volume::fill);
        Eventually.holds("two have ended", () -> ensemble.running().size() <= 1);
        List<Member> last = ensemble.running();
        last.forEach(Member::stop);
        for (Member member : ensemble.members()) {
            if (!last.contains(member)) {
                assertComplains(member, before.get(member.id() - 1));
            }
        }
    }

    private static void assertComplains(Member member, int from) throws Exception {
        List<String> said = member.said();
        String words = String.join("\n", said.subList(from, said.size()));
        assertThat(words)
                .contains(
                        "ERROR",
                        "No space left on device",
                        member.dataDirectory().toString());
        assertThat(member.exitCode()).as(words).isIn(1, 3, 10);
    }

    private static void makeRoom(List<Volume> volumes, Ensemble ensemble, Workload workload) {
        volumes.forEach(Volume::makeRoom);
        ensemble.start();
        workload.awaitProgress();
    }
}
