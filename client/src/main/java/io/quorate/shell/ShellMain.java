package io.quorate.shell;

import io.quorate.client.Client;
import io.quorate.client.ClientSettings;
import io.quorate.client.ConnectionState;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The shell's start. Exit codes: see {@link ExitCode}.
@CommandLine.Command(
        name = "quorate shell",
        sortOptions = false,
        separator = " ",
        description = "Looks at znodes and changes them: one command, or a prompt that takes many.",
        versionProvider = ShellMain.Version.class)
public final class ShellMain {
    private static final int LEAST_REQUEST_TIMEOUT_MILLIS = 60_000;

    /// How long the first prompt waits for the connection, so that it can show it.
    private static final int GREETING_MILLIS = 2000;

    private static final int GLANCE_MILLIS = 20;

    @Option(
            names = {"-server", "--server"},
            paramLabel = "host:port[,host:port...][/chroot]",
            description = "The ensemble's servers (${DEFAULT-VALUE}).")
    private String server = "localhost:2181";

    @Option(
            names = {"-timeout", "--timeout"},
            paramLabel = "ms",
            description = "The session's timeout in milliseconds (${DEFAULT-VALUE}).")
    private int timeoutMillis = 30_000;

    @Option(
            names = {"-r", "--read-only"},
            description = "Accept a server without a quorum, which can only be read from.")
    private boolean readOnly;

    @Option(
            names = {"-client-configuration", "--client-configuration"},
            paramLabel = "file",
            description = "Properties of the client (zookeeper.ssl.* and the like).")
    private @Nullable Path configuration;

    @Option(
            names = {"-waitforconnection", "--wait-for-connection"},
            description = "Wait for a server, for the session's timeout at most.")
    private boolean waitForConnection;

    @Option(
            names = {"-h", "-help", "--help"},
            usageHelp = true,
            description = "Show this and leave.")
    private boolean help;

    @Option(
            names = {"--version"},
            versionHelp = true,
            description = "Show the version and leave.")
    private boolean version;

    @Parameters(paramLabel = "command", description = "Run this command and leave.")
    private List<String> words = new ArrayList<>();

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"ZooKeeper CLI version: " + SessionCommands.version()};
        }
    }

    private ShellMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Whatever the platform thinks of its console: znodes are UTF-8.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code = run(arguments, out, err);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /// @return the exit code
    static int run(String[] arguments, PrintStream out, PrintStream err) throws IOException, InterruptedException {
        ShellMain main = new ShellMain();
        CommandLine line = new CommandLine(main).setStopAtPositional(true).setPosixClusteredShortOptionsAllowed(false);
        try {
            line.parseArgs(arguments);
        } catch (CommandLine.ParameterException e) {
            err.println(e.getMessage() + " (--help shows all options and commands)");
            return ExitCode.FAILED;
        }
        if (main.help) {
            line.usage(out);
            out.println("Commands:");
            out.print(Commands.summary());
            return ExitCode.OK;
        }
        if (main.version) {
            line.printVersionHelp(out);
            return ExitCode.OK;
        }
        return main.run(out, err);
    }

    private int run(PrintStream out, PrintStream err) throws IOException, InterruptedException {
        ClientConfiguration properties;
        try {
            properties = configuration == null ? ClientConfiguration.NONE : ClientConfiguration.read(configuration);
        } catch (IOException e) {
            err.println("Cannot use the client configuration " + configuration + ": " + e.getMessage());
            return ExitCode.UNREADABLE_CONFIGURATION;
        }
        try (Shell shell = new Shell(servers -> properties.apply(settings(ClientSettings.of(servers))), out, err)) {
            out.println("Connecting to " + server);
            shell.connect(server);
            if (waitForConnection && !connected(shell.client(), err)) {
                return ExitCode.FAILED;
            }
            return words.isEmpty() ? interact(shell) : shell.run(words);
        } catch (CommandFailure e) {
            err.println(e.getMessage());
            return e.exitCode();
        }
    }

    private ClientSettings settings(ClientSettings defaults) {
        return defaults.withSessionTimeout(Duration.ofMillis(timeoutMillis))
                .withRequestTimeout(Duration.ofMillis(Math.max(2L * timeoutMillis, LEAST_REQUEST_TIMEOUT_MILLIS)))
                .withReadOnlyAllowed(readOnly);
    }

    private boolean connected(Client client, PrintStream err) throws InterruptedException {
        if (client.awaitConnected(timeoutMillis).isConnected()) {
            return true;
        }
        err.println("No server answered within " + timeoutMillis + " ms: " + client.unanswered());
        return false;
    }

    @SuppressWarnings("SystemConsoleNull") // without a terminal there is none, but for Java 22 to 24
    private static int interact(Shell shell) throws IOException, InterruptedException {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        boolean colours = terminal && System.getenv("NO_COLOR") == null;
        shell.out().println("Welcome to ZooKeeper!");
        shell.out().println("JLine support is " + (terminal ? "enabled" : "disabled"));
        try (LineSource lines = terminal ? new EditedLines(shell) : plainLines(shell)) {
            greet(shell);
            return new Prompt(shell, lines, colours).run();
        }
    }

    private static LineSource plainLines(Shell shell) {
        return new PlainLines(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), shell.out());
    }

    /// A moment for the connection; who cannot be reached is named rather than left to be guessed.
    private static void greet(Shell shell) throws InterruptedException {
        Client client = shell.client();
        long deadline = System.nanoTime() + Duration.ofMillis(GREETING_MILLIS).toNanos();
        while (client.awaitConnected(GLANCE_MILLIS) == ConnectionState.CONNECTING && System.nanoTime() < deadline) {
            String unanswered = client.unanswered();
            if (!unanswered.isEmpty()) {
                shell.err().println("No server answers yet (" + unanswered + "). Still trying.");
                return;
            }
        }
        client.awaitEvents();
    }
}
