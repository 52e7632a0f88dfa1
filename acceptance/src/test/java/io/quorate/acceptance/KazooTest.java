package io.quorate.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.acceptance.harness.Command;
import io.quorate.acceptance.harness.Ensemble;
import io.quorate.acceptance.harness.Programs;
import io.quorate.acceptance.harness.SharedEnsemble;
import io.quorate.acceptance.harness.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/// kazoo, the client of the Python world. The script prints what it has done, step by step.
@ExtendWith(SharedEnsemble.class)
final class KazooTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void kazooAndItsRecipesWork(Ensemble ensemble) {
        Command.Outcome present = Command.of("/usr/bin/python3", "-c", "import kazoo")
                .in(stage.directory())
                .run();
        assertThat(present.exitCode())
                .as(
                        "/usr/bin/python3 finds no kazoo; 'apt-get install python3-kazoo' brings it, .ci/run does that: %s",
                        present.err())
                .isZero();
        String said = Programs.inPython("kazoo_recipes.py", ensemble.connectString())
                .in(stage.directory())
                .run()
                .succeeded();
        assertThat(said.lines())
                .containsExactly(
                        "done: reads the version",
                        "done: creates, reads, changes, deletes",
                        "done: transactions",
                        "done: lock",
                        "done: election",
                        "done: counter",
                        "done: queue",
                        "done: watches");
    }
}
