package io.quorate.simulation;

import io.quorate.simulation.plan.Plan;
import io.quorate.simulation.plan.PlanText;
import io.quorate.simulation.plan.Storm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `quorate simulate`: storms over whole ensembles, each drawn from a seed, judged after every step.
@Command(
        name = "quorate simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lets whole ensembles live through storms, in one thread each and in virtual time, and checks after every "
                    + "step that nothing is wrong. The same seed gives the same run.",
            "Exit code 0: all went well; 1: an invariant did not hold, and the seed and a short plan are shown."
        })
public final class SimulateMain implements Callable<Integer> {
    private static final int SHRINKING_RUNS = 600;
    private static final double NANOS_PER_MINUTE = 60e9;

    @Option(names = "--seeds", paramLabel = "N", description = "How many storms. Default: ${DEFAULT-VALUE}.")
    private long seeds = 100;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The first seed; alone, just this one, with what was counted.")
    private @Nullable Long firstSeed;

    @Option(
            names = "--servers",
            paramLabel = "N|A..B",
            description = "Servers of an ensemble, 1 to 7, or a range to take turns. Default: ${DEFAULT-VALUE}.")
    private String servers = "3..5";

    @Option(names = "--minutes", paramLabel = "M", description = "Goes on for so long instead of counting seeds.")
    private @Nullable Double minutes;

    @Option(names = "--threads", paramLabel = "N", description = "Storms at a time. Default: one for each core.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--plan", paramLabel = "FILE", description = "Runs the plan in a file, such as a failure left.")
    private @Nullable Path planFile;

    @Option(names = "--trace", description = "Shows the last events of each server, also of a run that passed.")
    private boolean trace;

    @Option(names = "--no-shrink", negatable = true, description = "Shows failures as they are, without shortening.")
    private boolean shrink = true;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Census census = new Census();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulateMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (planFile != null) {
            return show(Simulation.run(read(planFile)));
        }
        if (firstSeed != null && !spec.commandLine().getParseResult().hasMatchedOption("--seeds") && minutes == null) {
            return show(Simulation.run(Storm.of(firstSeed, sizes().getFirst())));
        }
        storms();
        say(census.table());
        say(census.line());
        if (census.failures().isEmpty()) {
            say("No invariant was broken.");
            return 0;
        }
        return show(census.failures().getFirst());
    }

    private static Plan read(Path file) throws IOException {
        return PlanText.read(Files.readString(file));
    }

    private List<Integer> sizes() {
        try {
            String[] ends = servers.split("\\.\\.", -1);
            int from = Integer.parseInt(ends[0]);
            int to = Integer.parseInt(ends[ends.length - 1]);
            if (ends.length <= 2 && from >= 1 && from <= to && to <= 7) {
                List<Integer> sizes = new ArrayList<>();
                for (int size = from; size <= to; size++) {
                    sizes.add(size);
                }
                return sizes;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new ParameterException(
                spec.commandLine(),
                "--servers is '" + servers + "', expected a number from 1 to 7, or a range such as 3..5");
    }

    private void storms() throws InterruptedException {
        long first = firstSeed == null ? 1 : firstSeed;
        Storms storms = minutes == null
                ? Storms.of(first, seeds, sizes())
                : Storms.during(first, (long) (minutes * NANOS_PER_MINUTE), sizes());
        storms.run(threads, census, () -> say(census.line()));
    }

    private int show(Outcome outcome) {
        if (outcome.passed()) {
            census.add(outcome);
            if (trace) {
                say(outcome.trace());
            }
            say(census.table());
            say(census.line());
            return 0;
        }
        say("Seed " + outcome.plan().seed() + " with "
                + outcome.plan().setting().servers() + " servers fails: "
                + outcome.reason());
        Outcome shown = outcome;
        if (shrink) {
            say("Looking for a shorter plan that fails in the same way ...");
            shown = Shrinker.shrink(outcome, SHRINKING_RUNS);
        }
        say(shown.trace());
        say(PlanText.write(shown.plan()));
        say(shown.plan().actions().size() + " of " + outcome.plan().actions().size() + " actions are enough for: "
                + shown.reason());
        say("To see it again: quorate simulate --seed " + outcome.plan().seed() + " --servers "
                + outcome.plan().setting().servers() + ", or put the plan above into a file and use --plan.");
        return 1;
    }

    private void say(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
