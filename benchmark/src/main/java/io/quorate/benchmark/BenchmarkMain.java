package io.quorate.benchmark;

import io.quorate.benchmark.ensemble.Candidate;
import io.quorate.benchmark.ensemble.Children;
import io.quorate.benchmark.ensemble.Ensemble;
import io.quorate.benchmark.ensemble.EnsembleFailure;
import io.quorate.benchmark.load.LoadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command. Exit codes: 0, all replies were right; 1, some were not, or the run failed; 2, bad options.
@Command(
        name = "quorate bench",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        description = "Does the same work on three Quorate servers and on three Apache ZooKeeper servers, in turns, and"
                + " compares operations per second, the servers' processor time per operation, and latencies.")
public final class BenchmarkMain implements Callable<Integer> {
    @Option(names = "--seconds", paramLabel = "N", description = "Length of a measurement, 1 to 60 (default: 3).")
    private int seconds = 3;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each is measured, 1 to 50 (default: 3).")
    private int rounds = 3;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "Seconds of each workload before the first round, not counted, 0 to 60 (default: 2).")
    private int warmUpSeconds = 2;

    @Option(names = "--clients", paramLabel = "N", description = "Connections, 1 to 200 (default: 10).")
    private int clients = 10;

    @Option(
            names = "--inflight",
            paramLabel = "N",
            description = "Requests of each connection without a reply, 1 to 500 (default: 20).")
    private int inFlight = 20;

    @Option(names = "--only", paramLabel = "KIND", split = ",", description = "Some of create,set,get (default: all).")
    private List<Kind> kinds = new ArrayList<>(Arrays.asList(Kind.values()));

    @Option(
            names = "--quorate",
            paramLabel = "DIR",
            description = "The jars of Quorate's server (default: built from this checkout).")
    private Path quorateLibraries = Path.of("");

    @Option(
            names = "--apache",
            paramLabel = "DIR",
            description = "The jars of Apache's server (default: fetched by Maven).")
    private Path apacheLibraries = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the servers' data goes; a directory is created there and removed at the end"
                    + " (default: benchmark/target/data).")
    private Path data = Path.of("benchmark/target/data");

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Where the JSON file goes (default: benchmark/target/results).")
    private Path results = Path.of("benchmark/target/results");

    @Option(
            names = "--jvm-option",
            paramLabel = "FLAG",
            description = "An option for the JVM of every server; write --jvm-option=-Xmx1g, several times if needed.")
    private List<String> jvmOptions = new ArrayList<>();

    public static void main(String[] arguments) {
        var command = new CommandLine(new BenchmarkMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                // The script says where things are; who runs it may say otherwise behind.
                .setOverwrittenOptionsAllowed(true);
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        try {
            Plan plan = plan();
            checkJars(quorateLibraries);
            checkJars(apacheLibraries);
            return run(plan) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (InvalidOption e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (LoadFailure | EnsembleFailure | RunFailure e) {
            System.err.println("The run failed: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private Plan plan() throws InvalidOption {
        checkRange("--seconds", seconds, 1, 60);
        checkRange("--rounds", rounds, 1, 50);
        checkRange("--warmup", warmUpSeconds, 0, 60);
        checkRange("--clients", clients, 1, 200);
        checkRange("--inflight", inFlight, 1, 500);
        return new Plan(
                Plan.workloads(kinds.stream().distinct().toList(), clients, inFlight),
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUpSeconds));
    }

    private static final class InvalidOption extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidOption(String message) {
            super(message);
        }
    }

    private static void checkRange(String option, int value, int least, int most) throws InvalidOption {
        if (value < least || value > most) {
            throw new InvalidOption(option + " is " + value + "; expected " + least + " to " + most + ".");
        }
    }

    private static void checkJars(Path directory) throws IOException, InvalidOption {
        if (!Files.isDirectory(directory)) {
            throw new InvalidOption(directory + " is not a directory; expected one with a server's jars.");
        }
        try (var jars = Files.newDirectoryStream(directory, "*.jar")) {
            if (!jars.iterator().hasNext()) {
                throw new InvalidOption("There are no jars in " + directory + "; expected those of a server.");
            }
        }
    }

    private boolean run(Plan plan) throws IOException, LoadFailure, EnsembleFailure, RunFailure {
        Path directory = data.toAbsolutePath()
                .resolve("benchmark-" + ProcessHandle.current().pid());
        try (var children = new Children(directory)) {
            // Ctrl-C ends this JVM without running what follows; nobody else would end the servers.
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(children::close));
            Circumstances before = Circumstances.now(directory, jvmOptions);
            System.err.printf(
                    "Starting two ensembles of three servers; the run takes about %d s.%n",
                    plan.estimate().toSeconds());
            Instant started = Instant.now();
            Ensemble quorate = Ensemble.start(Candidate.quorate(quorateLibraries), children, jvmOptions);
            Ensemble apache = Ensemble.start(Candidate.apache(apacheLibraries), children, jvmOptions);
            Circumstances circumstances = before.withVersions(versions(quorate, apache));
            List<Sample> samples = new Run(plan, System.err).compare(quorate, apache);
            return report(started, circumstances, samples);
        }
    }

    private static Map<String, String> versions(Ensemble... ensembles) throws EnsembleFailure {
        var versions = new LinkedHashMap<String, String>();
        for (Ensemble ensemble : ensembles) {
            versions.put(ensemble.candidate().name(), ensemble.version());
        }
        return versions;
    }

    private boolean report(Instant started, Circumstances circumstances, List<Sample> samples) throws IOException {
        List<Sample> measured =
                samples.stream().filter(sample -> sample.round() > 0).toList();
        Summary summary = Summary.of("Quorate", "Apache", measured);
        Path file = ResultFile.write(results, started, circumstances, samples, summary);
        System.out.println();
        System.out.print(circumstances.text());
        System.out.println();
        System.out.print(summary.text());
        System.out.println();
        System.out.println(
                "Median (min to max) of the rounds. CPU is that of the three servers together. Every sample: " + file);
        long errors = samples.stream()
                .mapToLong(sample -> sample.tally().errorCount())
                .sum();
        if (errors > 0) {
            System.out.println("FAILED: " + errors + " replies were errors; their measurements mean nothing.");
        }
        return errors == 0;
    }
}
