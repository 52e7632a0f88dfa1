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
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Disks that run full while clients write. The server concerned says so and ends, the others go on if
/// they are enough, and once there is room everything that was acknowledged is there.
final class DiskTest {
    private static final int VOLUME_KIB = 4 * 1024;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    @Tag("long")
    void serversWhoseDisksAreFullEndAndComeBackWithEverything() throws Exception {
        Ensemble ensemble = stage.ensemble(
                Collections.nCopies(3, Flavor.underTest()),
                Map.of("initLimit", "12", "syncLimit", "8", "snapCount", "1000", "preAllocSize", "64"));
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
    @Tag("long")
    void aSnapshotOrAPromiseThatCannotBeWrittenEndsTheServer() throws Exception {
        Ensemble ensemble = stage.ensemble(
                Collections.nCopies(3, Flavor.underTest()),
                Map.of("initLimit", "12", "syncLimit", "8", "snapCount", "200", "preAllocSize", "64"));
        Member poor = ensemble.member(1);
        Volume volume = volumeOf(poor);
        poor.keepDataIn(volume.root().resolve("data"), poor.directory().resolve("log"));
        ensemble.start();
        try (StockClient client = StockClient.connect(ensemble)) {
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
            Eventually.passes("clients can write", () -> {
                String path = client.zk().create("/c", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
                client.zk().delete(path, -1);
            });
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

    /// The last of them may stay, with nobody left to write for.
    private static void fillUntilNobodyServes(List<Volume> volumes, Ensemble ensemble) throws Exception {
        var before = new ArrayList<Integer>();
        for (Member member : ensemble.members()) {
            before.add(member.said().size());
        }
        volumes.forEach(Volume::fill);
        Eventually.holds("two have ended", () -> ensemble.running().size() <= 1);
        for (Member member : ensemble.members()) {
            if (!member.alive()) {
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
