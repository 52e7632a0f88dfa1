package io.quorate.benchmark.ensemble;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The processor time of processes.
final class CpuTime {
    private CpuTime() {}

    /// User and system time of all threads of the processes, ended threads included; not of their children.
    ///
    /// @throws EnsembleFailure if one of them has ended, as its time cannot be known any more
    static Duration sum(List<ProcessHandle> processes) throws EnsembleFailure {
        Duration sum = Duration.ZERO;
        for (ProcessHandle process : processes) {
            Optional<Duration> used = process.isAlive() ? process.info().totalCpuDuration() : Optional.empty();
            if (used.isEmpty()) {
                throw new EnsembleFailure("process " + process.pid()
                        + (process.isAlive() ? " does not tell its processor time" : " has ended"));
            }
            sum = sum.plus(used.get());
        }
        return sum;
    }
}
