package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One server of an ensemble: a process that comes and goes, and a directory with `zoo.cfg`, `data` and
/// `server.log` that stays. It may come back as a server of the other flavor, on the same files.
public final class Member {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final int LAST_LINES = 30;

    private final int id;
    private final Path directory;
    private final Flavor flavor;
    private final int clientPort = Ports.reserve();
    private final int quorumPort = Ports.reserve();
    private final int electionPort = Ports.reserve();
    private @Nullable Process process;

    Member(int id, Path directory, Flavor flavor) {
        this.id = id;
        this.directory = directory;
        this.flavor = flavor;
    }

    /// Writes what an operator would write, before the first start.
    void configure(List<Member> members, Map<String, String> settings) throws IOException {
        Files.createDirectories(dataDirectory());
        Files.writeString(dataDirectory().resolve("myid"), id + "\n");
        String own = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .sorted()
                .collect(Collectors.joining());
        String all = members.size() == 1
                ? ""
                : members.stream().map(Member::line).collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(config(), own + "dataDir=" + dataDirectory() + "\nclientPort=" + clientPort + "\n" + all);
    }

    private String line() {
        return "server." + id + "=127.0.0.1:" + quorumPort + ":" + electionPort;
    }

    public int id() {
        return id;
    }

    public Flavor flavor() {
        return flavor;
    }

    public int clientPort() {
        return clientPort;
    }

    public String address() {
        return "127.0.0.1:" + clientPort;
    }

    public Path directory() {
        return directory;
    }

    public Path config() {
        return directory.resolve("zoo.cfg");
    }

    public Path dataDirectory() {
        return directory.resolve("data");
    }

    /// Where logs, snapshots and epochs are.
    public Path versionTwo() {
        return dataDirectory().resolve("version-2");
    }

    public Path log() {
        return directory.resolve("server.log");
    }

    public void start() {
        start(flavor);
    }

    public void start(Flavor flavor) {
        if (alive()) {
            throw new IllegalStateException(this + " is running");
        }
        try {
            process = flavor.command(config()).in(directory).startInto(log());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + this, e);
        }
    }

    public boolean alive() {
        return process != null && process.isAlive();
    }

    /// Asks it to end (TERM) and waits until it has.
    public void stop() {
        if (process != null) {
            process.destroy();
            awaitEnd(process);
        }
    }

    /// Ends it as a power cut would end it (KILL), except that what it wrote is still in the system's
    /// cache.
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(process);
        }
    }

    /// Takes away its processor: nothing of it goes on, but its connections stay open, and the system
    /// still accepts what is sent to it.
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(this + " is not running");
        }
        String _ = Command.of("kill", signal, Long.toString(process.pid()))
                .in(directory)
                .run()
                .succeeded();
    }

    /// Only the signal, for killing several at one moment; {@link #kill} must follow.
    void shoot() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void awaitEnd(Process ending) {
        try {
            if (!ending.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                ending.destroyForcibly();
                throw new AssertionError(this + " still ran " + STOP_PATIENCE.toSeconds()
                        + " s after its end was asked for\n" + lastLines());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of " + this, e);
        }
    }

    /// How it ended; to be asked once it has.
    public int exitCode() {
        if (process == null) {
            throw new IllegalStateException(this + " was never started");
        }
        return process.exitValue();
    }

    public String ask(String word) throws IOException {
        return FourLetterWord.ask(clientPort, word);
    }

    /// Empty if it is not there or does not serve.
    public Optional<Mode> mode() {
        if (!alive()) {
            return Optional.empty();
        }
        try {
            return Mode.in(ask("srvr"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Blocks until it serves clients.
    public Mode awaitServing() {
        return Eventually.yields(this + " serves", () -> {
            if (process != null && !process.isAlive()) {
                throw new AssertionError(
                        this + " ended by itself with exit code " + process.exitValue() + "\n" + lastLines());
            }
            return mode();
        });
    }

    /// For messages of failures.
    public String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no " + log() + ")";
        }
    }

    @Override
    public String toString() {
        return "server " + id + " (" + flavor + ", " + address() + ", " + directory + ")";
    }
}
