package io.quorate.acceptance.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command that a person would type: it runs to its end, and what it said is looked at.
public final class Command {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<String> words;
    private final Map<String, String> environment = new HashMap<>();
    private Path directory = Path.of(".");
    private String input = "";

    private Command(List<String> words) {
        this.words = words;
    }

    /// The same under limits that a shell sets first.
    Command within(String limits) {
        var all = new ArrayList<>(List.of("bash", "-c", limits + " && exec \"$@\"", "bash"));
        all.addAll(words);
        var limited = new Command(List.copyOf(all));
        limited.environment.putAll(environment);
        limited.directory = directory;
        limited.input = input;
        return limited;
    }

    /// @param out what it wrote to standard output, `err` to standard error
    public record Outcome(int exitCode, String out, String err) {
        /// The output of a command that must succeed.
        public String succeeded() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + "\nstdout: " + out + "\nstderr: " + err);
            }
            return out;
        }
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    public static Command of(List<String> words) {
        return new Command(List.copyOf(words));
    }

    public Command in(Path directory) {
        this.directory = directory;
        return this;
    }

    public Command with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /// What a person would type, line by line, before closing the input.
    public Command typing(String... lines) {
        input = String.join("\n", lines) + "\n";
        return this;
    }

    /// Blocks until the command has ended. Input and output goes through files, as a pipe would stay
    /// open for as long as any descendant of the command lives.
    public Outcome run() {
        try {
            Path in = Files.writeString(Files.createTempFile(directory, "command-", ".in"), input);
            Path out = Files.createTempFile(directory, "command-", ".out");
            Path err = Files.createTempFile(directory, "command-", ".err");
            Process process = builder()
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(words + " still ran after " + PATIENCE.toSeconds() + " s; so far it said: "
                        + Files.readString(out) + Files.readString(err));
            }
            var outcome = new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(in);
            Files.delete(out);
            Files.delete(err);
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + words, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + words, e);
        }
    }

    /// Starts the command and lets it run, its output in a file.
    public Process startInto(Path log) throws IOException {
        return builder()
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /// Starts the command and lets it be talked to, by pipes; what it complains about goes into a file.
    Process startTalking(Path complaints) throws IOException {
        return builder().redirectError(complaints.toFile()).start();
    }

    private ProcessBuilder builder() {
        Leash.hold();
        var builder = new ProcessBuilder(words).directory(directory.toFile());
        Map<String, String> actual = builder.environment();
        // What the developer's shell has set for other servers must not leak in.
        actual.keySet()
                .removeIf(name -> name.startsWith("ZOO")
                        || name.startsWith("ZK_")
                        || name.startsWith("JMX")
                        || name.endsWith("JVMFLAGS")
                        || name.equals("CLASSPATH"));
        actual.put("JAVA_HOME", System.getProperty("java.home"));
        actual.putAll(environment);
        return builder;
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
