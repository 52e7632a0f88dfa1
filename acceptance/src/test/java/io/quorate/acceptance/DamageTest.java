package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.DataFiles;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.RawSession;
import io.quorate.acceptance.harness.Stage;
import io.quorate.acceptance.harness.StockClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One of three servers finds its files damaged. It says which one and ends, or it makes good what is
/// wrong with the help of its peers; in no case does it show anybody what is not so.
///
/// Two servers run all the time and go on being written to. The third gets the same old files before
/// each test, and one damage.
final class DamageTest {
    @RegisterExtension
    static final Stage stage = new Stage();

    private static final int FLOOD = 20;
    private static final int MOST_FLOODS = 100;

    private static Ensemble ensemble;
    private static Member victim;
    private static DataFiles whole;
    private static int written;

    @BeforeAll
    static void makeFilesWorthDamaging() throws Exception {
        ensemble = stage.ensemble(
                        Collections.nCopies(3, Flavor.underTest()), Map.of("snapCount", "200", "preAllocSize", "64"))
                .start();
        victim = ensemble.followers().getFirst();
        // A session for the snapshots, which must not end meanwhile.
        RawSession session = stage.closing(new RawSession(victim, 60_000));
        session.createEphemeral("/ephemeral");
        try (StockClient client = StockClient.connect(victim)) {
            var files = new DataFiles(victim.dataDirectory());
            for (int i = 0; i < MOST_FLOODS && !isRich(files); i++) {
                Flood.create(client.zk(), "/flood-" + i, FLOOD);
            }
        }
        victim.stop();
        whole = new DataFiles(stage.directory().resolve("whole"));
        new DataFiles(victim.dataDirectory()).copyTo(whole.directory());
        assertThat(isRich(whole))
                .as("several snapshots, several logs, txns behind the last snapshot")
                .isTrue();
    }

    /// When snapshots are taken is left to chance. The newest log is so short that none is about to be.
    private static boolean isRich(DataFiles files) {
        int newest = DataFiles.records(files.logs().getLast()).size();
        return files.snapshots().size() > 2 && files.logs().size() > 2 && newest >= FLOOD && newest <= 2 * FLOOD;
    }

    @BeforeEach
    void theOthersHaveGoneOn() throws Exception {
        victim.kill();
        whole.copyTo(victim.dataDirectory());
        try (StockClient client = StockClient.connect(ensemble)) {
            String _ =
                    client.zk().create("/later-" + written++, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    @ParameterizedTest
    @MethodSource("io.quorate.acceptance.Damage#all")
    void noDamageIsServed(Damage damage) throws Exception {
        Path file = damage.doTo(new DataFiles(victim.dataDirectory()));
        switch (damage.consequence()) {
            case REFUSES -> assertThat(startInVain()).contains(file.toString());
            case SERVES -> {
                victim.start();
                ensemble.awaitServing();
                TreeImage _ = Agreement.amongRunning(ensemble);
            }
        }
    }

    @Test
    void aServerWithNothingLeftGetsEverythingFromItsPeers() throws Exception {
        Path log = new DataFiles(victim.dataDirectory()).logs().getLast();
        Path _ = DataFiles.flip(log, DataFiles.records(log).getFirst().body());
        assertThat(startInVain()).contains("version-2 can be moved out of " + victim.dataDirectory());
        // As the complaint advises.
        Files.move(victim.versionTwo(), victim.directory().resolve("version-2.damaged." + written));
        victim.start();
        ensemble.awaitServing();
        TreeImage image = Agreement.amongRunning(ensemble);
        assertThat(image.znodes()).hasSizeGreaterThan(200);
        victim.kill();
        Agreement.ofFiles(List.of(victim), image);
    }

    /// Where exactly does not matter: a bit anywhere in any file.
    @Test
    @Tag("long")
    void noTurnedBitIsServed() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        for (int round = 0; round < 150; round++) {
            DataFiles files = new DataFiles(victim.dataDirectory());
            List<Path> all = random.nextBoolean() ? files.logs() : files.snapshots();
            Path file = all.get(random.nextInt(all.size()));
            DataFiles.flip(file, random.nextInt(DataFiles.content(file).length));
            victim.start();
            if (victim.awaitServingOrEnd().isPresent()) {
                TreeImage _ = Agreement.amongRunning(ensemble);
            } else {
                assertThat(victim.exitCode()).as(victim.lastLines()).isEqualTo(1);
                assertThat(victim.lastLines()).contains(victim.versionTwo().toString());
            }
            theOthersHaveGoneOn();
        }
    }

    /// Returns what it said before it ended.
    private static String startInVain() throws Exception {
        int before = victim.said().size();
        victim.start();
        assertThat(victim.awaitServingOrEnd())
                .as("it serves:\n" + victim.lastLines())
                .isEmpty();
        List<String> said = victim.said();
        String complaint = String.join("\n", said.subList(before, said.size()));
        assertThat(victim.exitCode()).as(complaint).isIn(1, 2);
        assertThat(complaint).contains("ERROR").doesNotContain("Unexpected exception");
        return complaint;
    }
}
