package io.quorate.benchmark;

import io.quorate.benchmark.ensemble.Ensemble;
import io.quorate.benchmark.ensemble.EnsembleFailure;
import io.quorate.benchmark.load.LoadFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes turns: each measurement on one ensemble is followed by the same on the other, while the former idles. Who
/// begins changes from round to round, so that neither always finds the disk and the processor as the other left them.
final class Run {
    private final Plan plan;
    private final PrintStream progress;
    private final List<Sample> samples = new ArrayList<>();
    private int number;

    Run(Plan plan, PrintStream progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /// @return the samples, those of the warm-up left out
    List<Sample> compare(Ensemble one, Ensemble other) throws IOException, LoadFailure, EnsembleFailure, RunFailure {
        for (int round = 0; round <= plan.rounds(); round++) {
            Duration duration = round == 0 ? plan.warmUp() : plan.measured();
            if (!duration.isZero()) {
                // What is asked one at a time does not warm a JVM: it has to come last then.
                for (Workload workload : round == 0 ? plan.workloads().reversed() : plan.workloads()) {
                    Ensemble first = round % 2 == 0 ? other : one;
                    measure(first, workload, round, duration);
                    measure(first == one ? other : one, workload, round, duration);
                }
            }
        }
        return samples;
    }

    private void measure(Ensemble ensemble, Workload workload, int round, Duration duration)
            throws IOException, LoadFailure, EnsembleFailure, RunFailure {
        number++;
        progress.printf("%-8s %-8s %-22s ", round == 0 ? "warm-up" : "round " + round, ensemble.candidate(), workload);
        progress.flush();
        Sample sample;
        try {
            sample = new Measurement(ensemble, workload, number).take(round, duration);
        } catch (LoadFailure | IOException | RunFailure e) {
            progress.println("failed");
            progress.println(ensemble.logs());
            throw e;
        }
        progress.printf("%,10.0f ops/s%n", sample.operationsPerSecond());
        if (sample.tally().errorCount() > 0) {
            progress.println("  errors: " + sample.tally().errors());
        }
        if (round > 0 || sample.tally().errorCount() > 0) {
            samples.add(sample);
        }
    }
}
