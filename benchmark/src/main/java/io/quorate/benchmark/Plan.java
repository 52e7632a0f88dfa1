package io.quorate.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a run does: each workload on both candidates, so many rounds, after a warm-up that is thrown away.
///
/// @param measured how long requests are sent in one measurement
/// @param warmUp the same for the measurements that are thrown away
record Plan(List<Workload> workloads, int rounds, Duration measured, Duration warmUp) {
    /// Setting up and clearing away of a measurement, by experience.
    private static final Duration AROUND = Duration.ofMillis(700);

    private static final Duration START = Duration.ofSeconds(10);

    Plan {
        workloads = List.copyOf(workloads);
    }

    /// Each kind one at a time by one client, then all kinds by many.
    static List<Workload> workloads(List<Kind> kinds, int clients, int inFlight) {
        var workloads = new ArrayList<Workload>();
        kinds.forEach(kind -> workloads.add(new Workload(kind, 1, 1)));
        kinds.forEach(kind -> workloads.add(new Workload(kind, clients, inFlight)));
        return workloads;
    }

    /// About how long the run takes, for telling the person who waits.
    Duration estimate() {
        Duration round = measured.plus(AROUND).multipliedBy(2L * workloads.size());
        Duration warmUpRound = warmUp.plus(AROUND).multipliedBy(2L * workloads.size());
        return START.plus(round.multipliedBy(rounds)).plus(warmUpRound);
    }
}
