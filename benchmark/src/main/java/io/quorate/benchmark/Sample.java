package io.quorate.benchmark;

import io.quorate.benchmark.load.Tally;
import java.time.Duration;

/// What one measurement found.
///
/// @param round from 1; 0 for a warm-up
/// @param serverCpu what the three servers used meanwhile
/// @param generatorCpu what the thread that played the clients used meanwhile
record Sample(String candidate, Workload workload, int round, Tally tally, Duration serverCpu, Duration generatorCpu) {
    double operationsPerSecond() {
        return tally.operations() * 1e9 / tally.elapsedNanos();
    }

    double cpuMicrosPerOperation() {
        return serverCpu.toNanos() / 1e3 / Math.max(1, tally.operations());
    }

    double medianMillis() {
        return tally.latencies().percentileNanos(50) / 1e6;
    }

    double p99Millis() {
        return tally.latencies().percentileNanos(99) / 1e6;
    }
}
