package io.quorate.runtime.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Starts an ensemble on this machine and shows what its servers do, until Ctrl-C.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts an ensemble on this machine, each server a process of its own, and shows what they do.",
            "Configurations and data are kept and used again. Ctrl-C stops all servers."
        })
public final class UpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--servers",
            paramLabel = "N",
            description = "How many servers, 1 to 9 (default: as many as the directory holds, or 3).")
    private @Nullable Integer servers;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where server-1, server-2 ... live (default: 'data' beside the quorate command's home).")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "BASE",
            description = {
                "The client port of server 1, the others follow (default: as before, or 2181).",
                "Servers talk to each other on the ports 700 and 1700 above."
            })
    private @Nullable Integer port;

    @Option(
            names = "--one-by-one",
            description = "Start one server after the other and explain what is seen: a tutorial on leader election.")
    private boolean oneByOne;

    @Override
    public Integer call() throws InterruptedException {
        try {
            return up();
        } catch (LaunchException e) {
            spec.commandLine().getErr().println(e.sentence());
            return 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println("Cannot use " + directory() + ": " + e + ".");
            return 1;
        }
    }

    private Path directory() {
        return data != null ? data : Path.of(System.getProperty("quorate.home", "."), "data");
    }

    private int up() throws LaunchException, IOException, InterruptedException {
        var files = new EnsembleFiles(directory());
        LocalEnsemble ensemble = files.choose(Optional.ofNullable(servers), Optional.ofNullable(port));
        files.checkWritable(ensemble);
        checkNotUp(ensemble);
        for (LocalServer server : ensemble.servers()) {
            Optional<ProcessHandle> other = ServerProcess.leftOver(server);
            if (other.isPresent()) {
                long pid = other.get().pid();
                throw new LaunchException("Server " + server.id() + " of " + ensemble.directory()
                        + " still runs as process " + pid + ", left over from an earlier start: end it with 'kill "
                        + pid + "'.");
            }
        }
        PortCheck.check(ensemble);
        Files.createDirectories(ensemble.directory());
        try (FileChannel channel = lockFile(ensemble, StandardOpenOption.CREATE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw alreadyUp(ensemble);
            }
            files.write(ensemble);
            return new UpRun(ensemble, screen(), UpOptions.of(oneByOne)).run();
        }
    }

    private static void checkNotUp(LocalEnsemble ensemble) throws LaunchException, IOException {
        if (!Files.exists(ensemble.directory().resolve("up.lock"))) {
            return;
        }
        try (FileChannel channel = lockFile(ensemble, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw alreadyUp(ensemble);
            }
        }
    }

    private static FileChannel lockFile(LocalEnsemble ensemble, StandardOpenOption option) throws IOException {
        return FileChannel.open(ensemble.directory().resolve("up.lock"), StandardOpenOption.WRITE, option);
    }

    private static LaunchException alreadyUp(LocalEnsemble ensemble) {
        return new LaunchException(
                "The ensemble in " + ensemble.directory()
                        + " is already up, started by another 'quorate up': use that one, or choose another --data and --port.");
    }

    private static Screen screen() {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        boolean colours = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return Boolean.getBoolean("quorate.terminal") && !dumb ? new LiveScreen(out, colours) : new PlainScreen(out);
    }
}
