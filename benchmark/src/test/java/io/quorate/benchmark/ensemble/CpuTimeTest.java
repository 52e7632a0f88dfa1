package io.quorate.benchmark.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CpuTimeTest {
    @Test
    void theTimesOfAllProcessesAreAdded() throws Exception {
        ProcessHandle self = ProcessHandle.current();
        Duration before = CpuTime.sum(List.of(self));
        Duration twice = CpuTime.sum(List.of(self, self));
        Duration after = CpuTime.sum(List.of(self));
        assertThat(twice).isBetween(before.multipliedBy(2), after.multipliedBy(2));
    }

    @Test
    void workShowsInTheTime() throws Exception {
        List<ProcessHandle> self = List.of(ProcessHandle.current());
        Duration before = CpuTime.sum(self);
        while (CpuTime.sum(self).compareTo(before) <= 0) {
            Thread.onSpinWait();
        }
        assertThat(CpuTime.sum(self)).isGreaterThan(before);
    }

    @Test
    void aProcessThatHasEndedIsNamed() throws Exception {
        Process ended = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--version")
                .redirectOutput(new File("/dev/null"))
                .start();
        ended.waitFor();
        assertThatThrownBy(() -> CpuTime.sum(List.of(ended.toHandle())))
                .isInstanceOf(EnsembleFailure.class)
                .hasMessage("process " + ended.pid() + " has ended");
    }
}
