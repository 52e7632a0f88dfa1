package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
    private String configuration = "";
    private Path dataDirectory;
    private @Nullable Process process;

    Member(int id, Path directory, Flavor flavor) {
        this.id = id;
        this.directory = directory;
        this.flavor = flavor;
        this.dataDirectory = directory.resolve("data");
    }

    /// Writes what an operator would write, before the first start.
    ///
    /// @param servers the lines about all servers; none for a server that is alone
    void configure(List<String> servers, Map<String, String> settings) throws IOException {
        Files.createDirectories(directory);
        configuration = settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                        .sorted()
                        .collect(Collectors.joining())
                + "clientPort=" + clientPort + "\n"
                + servers.stream().map(line -> line + "\n").collect(Collectors.joining());
        keepDataIn(directory.resolve("data"), directory.resolve("data"));
    }

    /// Has everything that must survive in other places than usual from the next start on; there must
    /// be nothing yet.
    ///
    /// @param data for snapshots and epochs
    /// @param log for the txn log
    public void keepDataIn(Path data, Path log) throws IOException {
        dataDirectory = data;
        Files.createDirectories(data);
        Files.writeString(data.resolve("myid"), id + "\n");
        String logLine = log.equals(data) ? "" : "dataLogDir=" + log + "\n";
        Files.writeString(config(), configuration + "dataDir=" + data + "\n" + logLine);
    }

    /// What others need to know of it.
    String line() {
        return line(quorumPort, electionPort);
    }

    /// The same for one who has to reach it at other ports.
    String line(int atQuorumPort, int atElectionPort) {
        return "server." + id + "=127.0.0.1:" + atQuorumPort + ":" + atElectionPort;
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

    int quorumPort() {
        return quorumPort;
    }

    int electionPort() {
        return electionPort;
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
        return dataDirectory;
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
        start(flavor.command(config()));
    }

    /// With one more variable in its environment.
    public void startWith(String variable, String value) {
        start(flavor.command(config()).with(variable, value));
    }

    /// As if its disk had no room for files that are longer; its own log has to be shorter as well.
    public void startWithFilesOfAtMost(int kib) {
        start(flavor.command(config()).within("ulimit -f " + kib));
    }

    private void start(Command command) {
        if (alive()) {
            throw new IllegalStateException(this + " is running");
        }
        try {
            process = command.in(directory).startInto(log());
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

    /// Everything it has said since its first start, so far.
    public List<String> said() throws IOException {
        return Files.exists(log())
                ? Files.readString(log(), StandardCharsets.ISO_8859_1).lines().toList()
                : List.of();
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
        Optional<Mode> mode = awaitServingOrEnd();
        if (mode.isEmpty()) {
            throw new AssertionError(this + " ended by itself with exit code " + exitCode() + "\n" + lastLines());
        }
        return mode.get();
    }

    /// Blocks until it serves clients, or has ended by itself; then the answer is empty.
    public Optional<Mode> awaitServingOrEnd() {
        return Eventually.yields(this + " serves", () -> {
            Optional<Mode> mode = mode();
            return mode.isPresent() || !alive() ? Optional.of(mode) : Optional.empty();
        });
    }

    /// Blocks until it has ended by itself; returns the exit code.
    public int awaitEnd() {
        Eventually.holds(this + " ends by itself", () -> !alive());
        return exitCode();
    }

    /// For messages of failures.
    public String lastLines() {
        try {
            List<String> lines = said();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + log() + " cannot be read)";
        }
    }

    @Override
    public String toString() {
        return "server " + id + " (" + flavor + ", " + address() + ", " + directory + ")";
    }
}
