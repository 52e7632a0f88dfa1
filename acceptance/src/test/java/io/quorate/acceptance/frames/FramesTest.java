package io.quorate.acceptance.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Flavor;
import io.quorate.acceptance.harness.Member;
import io.quorate.acceptance.harness.RawSession;
import io.quorate.acceptance.harness.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two servers, each alone, one of Apache's and one of ours. Both hear the same bytes, on a connection of its own for
/// each case, and whoever was there before is served all the time.
final class FramesTest {
    private static final int SESSION_MILLIS = 60_000;

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void whatIsMalformedOrIllegalIsAnsweredAsApachesServerDoesItOrOnPurposeOtherwise() throws Exception {
        Member apache = alone(Flavor.APACHE);
        Member ours = alone(Flavor.underTest());
        List<String> differences = new ArrayList<>();
        try (RawSession theirBystander = new RawSession(apache, SESSION_MILLIS);
                RawSession bystander = new RawSession(ours, SESSION_MILLIS)) {
            for (FrameCase frames : FrameCases.all()) {
                String theirs = new Probe(apache.clientPort()).outcome(frames);
                String outcome = new Probe(ours.clientPort()).outcome(frames);
                String pair = "%s\n    Apache's: %s\n    ours:     %s".formatted(frames, theirs, outcome);
                if (theirs.equals(outcome)) {
                    if (IntendedDifferences.expects(frames) && ours.flavor() != Flavor.APACHE) {
                        differences.add(pair + "\n    a difference was expected here");
                    }
                } else if (IntendedDifferences.reason(frames, theirs, outcome).isEmpty()) {
                    differences.add(pair);
                }
                theirBystander.ping();
                bystander.ping();
            }
        }
        assertThat(differences).as(String.join("\n", differences)).isEmpty();
        assertThat(ours.ask("mntr"))
                .contains("zk_connections_closed_frame_length\t", "zk_connections_closed_bad_handshake\t")
                .doesNotContain(
                        "zk_connections_closed_frame_length\t0",
                        "zk_connections_closed_bad_handshake\t0",
                        "zk_connections_closed_bad_request\t0",
                        "zk_connections_closed_unknown_operation\t0",
                        "zk_connections_closed_auth_failed\t0",
                        "zk_connections_closed_client_ahead\t0",
                        "zk_connections_closed_session_refused\t0");
        assertThat(ours.said()).noneMatch(line -> line.contains("ERROR") || line.contains("Exception"));
    }

    private Member alone(Flavor flavor) {
        Ensemble one = stage.ensemble(List.of(flavor), Map.of());
        one.start();
        return one.member(1);
    }
}
