package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Programs;
import io.quorate.acceptance.harness.SharedEnsemble;
import io.quorate.acceptance.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The Java client of 3.4.14, unmodified, in a JVM of its own.
@ExtendWith(SharedEnsemble.class)
final class OldJavaClientTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void theClientOf34DoesWhatItDidWithItsOwnServer(Ensemble ensemble) {
        String said = Programs.onOldClient(
                        OldClientProgram.class, ensemble.connectString().replace("127.0.0.1", "localhost"))
                .in(stage.directory())
                .run()
                .succeeded();
        assertThat(said.lines())
                .containsExactly(
                        "done: creates znodes of all kinds of its time",
                        "done: reads and writes",
                        "done: watches",
                        "done: guards by ACLs",
                        "done: does several things at once",
                        "done: syncs",
                        "done: attaches to its session and ends it");
    }
}
