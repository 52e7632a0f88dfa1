package io.quorate.runtime.launch;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One server as a process of its own, on the Java, the class path and the JVM options of this process.
final class ServerProcess {
    enum Life {
        NOT_STARTED,
        RUNNING,
        /// Somebody asked for it.
        STOPPED,
        /// Nobody asked for it.
        DIED
    }

    private static final String MAIN = "io.quorate.runtime.ServerMain";

    private final LocalServer server;
    private LogTail log;
    private @Nullable Process process;
    private Life life = Life.NOT_STARTED;

    ServerProcess(LocalServer server) {
        this.server = server;
        log = new LogTail(server.log());
    }

    LocalServer server() {
        return server;
    }

    LogTail log() {
        return log;
    }

    Life life() {
        return life;
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    void start() throws LaunchException {
        try {
            // The log of the run before is kept, once: a look at it often explains the next.
            if (Files.exists(server.log())) {
                Files.move(
                        server.log(), server.directory().resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            log = new LogTail(server.log());
            process = new ProcessBuilder(command())
                    .directory(server.directory().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(server.log().toFile())
                    .start();
            life = Life.RUNNING;
            Files.writeString(server.pid(), process.pid() + "\n");
        } catch (IOException e) {
            throw new LaunchException("Cannot start server " + server.id() + ": " + e.getMessage() + ".");
        }
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.startsWith("-Dquorate.")) {
                command.add(option);
            }
        }
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(MAIN);
        command.add(server.config().toString());
        return command;
    }

    /// Asks the server to end (TERM), or ends it (KILL), and does not wait.
    void stop(boolean force) {
        if (life == Life.RUNNING) {
            life = Life.STOPPED;
        }
        if (process != null) {
            if (force) {
                process.destroyForcibly();
            } else {
                process.destroy();
            }
        }
    }

    /// Waits until the process has ended; false if it has not by then.
    boolean awaitEnd(long timeoutMillis) throws InterruptedException {
        return process == null || process.waitFor(Math.max(0, timeoutMillis), TimeUnit.MILLISECONDS);
    }

    /// How the process ended. Only to be asked when it is not alive.
    int exitCode() {
        return process == null ? 0 : process.exitValue();
    }

    /// Takes note that the process has ended although nobody asked.
    void noteDeath() {
        life = Life.DIED;
        removePid();
    }

    void removePid() {
        try {
            Files.deleteIfExists(server.pid());
        } catch (IOException e) {
            // It then names a process that is gone, which the next start notices.
        }
    }

    /// The process of an earlier `up` that was killed before it could stop its servers.
    static Optional<ProcessHandle> leftOver(LocalServer server) {
        try {
            if (!Files.exists(server.pid())) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(server.pid()).strip());
            // A pid may have gone to another program since; where the system shows commands, look.
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> handle.info()
                            .commandLine()
                            .map(line -> line.contains(server.config().toString()))
                            .orElse(true));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
