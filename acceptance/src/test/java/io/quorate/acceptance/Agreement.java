package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.ApacheReader.Restored;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Member;
import java.util.List;

/// Whether all servers of an ensemble hold the same.
final class Agreement {
    private Agreement() {}

    /// Compares what each running server shows to a client. Nobody may write meanwhile.
    static TreeImage amongRunning(Ensemble ensemble) throws Exception {
        List<Member> members = ensemble.running();
        TreeImage first = TreeImage.through(members.getFirst());
        for (Member member : members) {
            assertThat(first.differences(TreeImage.through(member)))
                    .as("%s / %s", members.getFirst(), member)
                    .isEmpty();
        }
        return first;
    }

    /// Compares what the files of each server hold, read by Apache's classes, to what clients have
    /// seen. The servers must have been stopped.
    static void ofFiles(Ensemble ensemble, TreeImage image) throws Exception {
        ofFiles(ensemble.members(), image);
    }

    static void ofFiles(List<Member> members, TreeImage image) throws Exception {
        for (Member member : members) {
            assertThat(ApacheReader.zxidsInLogs(member))
                    .as("txns in the logs of %s", member)
                    .isNotEmpty();
            assertThat(ApacheReader.readSnapshots(member))
                    .as("snapshots of %s", member)
                    .isPositive();
            Restored restored = ApacheReader.restore(member);
            assertThat(image.differences(restored.image()))
                    .as("shown / files of %s", member)
                    .isEmpty();
        }
    }
}
