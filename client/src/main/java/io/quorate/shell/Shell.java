package io.quorate.shell;

import io.quorate.client.Client;
import io.quorate.client.ClientSettings;
import io.quorate.client.ConnectString;
import io.quorate.client.ConnectionState;
import io.quorate.client.RequestException;
import io.quorate.client.WatchEvent;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What commands work on: a session that may come and go, where output goes, what was typed before. One
/// thread.
final class Shell implements AutoCloseable {
    private final Function<ConnectString, ClientSettings> settings;
    private final PrintStream out;
    private final PrintStream err;
    private final History history = new History();

    private String servers = "";
    private @Nullable Client client;
    private boolean quit;
    // Read by the thread that delivers events.
    private volatile boolean printsWatches = true;
    private volatile Consumer<String> notices;

    /// @param settings for the servers of a connect string
    Shell(Function<ConnectString, ClientSettings> settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
        this.notices = out::println;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    History history() {
        return history;
    }

    /// Where events are shown while somebody types.
    void noticesGoTo(Consumer<String> lines) {
        notices = lines;
    }

    boolean printsWatches() {
        return printsWatches;
    }

    void printWatches(boolean on) {
        printsWatches = on;
    }

    /// The connect string of the session, or of the last one.
    String servers() {
        return servers;
    }

    ConnectionState state() {
        Client open = client;
        return open == null ? ConnectionState.CLOSED : open.state();
    }

    /// @throws CommandFailure if there is no session
    Client client() {
        Client open = client;
        if (open == null || open.state().isFinal()) {
            out.println("Not connected");
            if (open != null && open.state() != ConnectionState.CLOSED) {
                err.println("The last session ended as " + open.state() + "; `connect` begins a new one.");
            }
            throw new CommandFailure("");
        }
        return open;
    }

    /// Ends the session, if there is one, and begins another.
    void connect(String to) {
        ConnectString parsed;
        try {
            parsed = ConnectString.parse(to);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
        disconnect();
        servers = to;
        client = Client.open(settings.apply(parsed), this::heard);
    }

    void reconnect() {
        connect(servers);
    }

    void disconnect() {
        Client open = client;
        if (open != null) {
            open.close();
            settle(open);
        }
    }

    void quit() {
        quit = true;
        disconnect();
    }

    boolean hasQuit() {
        return quit;
    }

    /// Waits for a call, and lets events that came before its answer be shown before what is made of it.
    ///
    /// @throws RequestException if it failed
    <T> T await(CompletableFuture<T> call) throws InterruptedException {
        try {
            return Client.await(call);
        } finally {
            Client open = client;
            if (open != null) {
                open.awaitEvents();
            }
        }
    }

    /// Runs a command as typed at the prompt.
    ///
    /// @return its exit code
    int type(String line) throws InterruptedException {
        history.add(line);
        try {
            return run(Words.split(line));
        } catch (CommandFailure e) {
            return failed(e);
        }
    }

    /// Runs a command of a script.
    ///
    /// @return its exit code
    int run(List<String> words) throws InterruptedException {
        try {
            perform(words);
            return ExitCode.OK;
        } catch (CommandFailure e) {
            return failed(e);
        } catch (RequestException e) {
            err.println(FailureText.of(e));
            return ExitCode.FAILED;
        }
    }

    private int failed(CommandFailure e) {
        String message = String.valueOf(e.getMessage());
        if (!message.isEmpty()) {
            err.println(message);
        }
        return e.exitCode();
    }

    void perform(List<String> words) throws InterruptedException {
        String name = words.getFirst();
        Command command = Commands.find(name);
        if (command == null) {
            throw new CommandFailure(
                    Commands.usages() + System.lineSeparator() + "Command not found: Command not found " + name,
                    ExitCode.UNKNOWN_COMMAND);
        }
        Arguments arguments = Arguments.parse(command, words.subList(1, words.size()));
        command.action().run(arguments, this);
    }

    private void heard(WatchEvent event) {
        if (printsWatches) {
            String line = System.lineSeparator();
            notices.accept(line + "WATCHER::" + line + line + event);
        }
    }

    private static void settle(Client open) {
        try {
            open.awaitEvents();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the session without a word about it.
    @Override
    public void close() {
        printsWatches = false;
        Client open = client;
        if (open != null) {
            open.close();
        }
    }
}
