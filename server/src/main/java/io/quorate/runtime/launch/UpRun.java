package io.quorate.runtime.launch;

import io.quorate.runtime.launch.ServerProcess.Life;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// An ensemble that is up: one round after the other it looks at the servers and tells what is new, until none is left
/// or the user has had enough.
final class UpRun {
    private static final long ROUND_MILLIS = 400;
    private static final int ANSWER_MILLIS = 1_000;
    private static final long STOP_MILLIS = 10_000;

    /// A terminal tells Ctrl-C to all processes at once; a server that ends of that has not ended by itself.
    private static final long DOUBT_MILLIS = 500;

    private static final int LAST_LINES = 8;

    private final LocalEnsemble ensemble;
    private final Screen screen;
    private final UpOptions options;
    private final Tutorial tutorial;
    private final List<ServerProcess> processes;
    private final Queue<String> typed = new ConcurrentLinkedQueue<>();

    /// Servers are only started under this lock, and never once it is set.
    private final Object startLock = new Object();

    private volatile boolean stopping;

    private int startedOneByOne;
    private long lastStartNanos;
    private boolean connectable;

    UpRun(LocalEnsemble ensemble, Screen screen, UpOptions options) {
        this.ensemble = ensemble;
        this.screen = screen;
        this.options = options;
        boolean fresh = ensemble.servers().stream()
                .noneMatch(server -> Files.exists(server.data().resolve("version-2")));
        tutorial = new Tutorial(ensemble.servers().size(), fresh);
        processes = ensemble.servers().stream().map(ServerProcess::new).toList();
    }

    /// Returns when no server is left (1) or the user wants to quit (0); the servers that are left are stopped on the
    /// way out of the JVM, as on a signal.
    int run() throws LaunchException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "stop"));
        int count = processes.size();
        screen.say("Starting " + (count == 1 ? "one server" : count + " servers") + " in " + shown(ensemble.directory())
                + (options.oneByOne() ? ", one by one." : "."));
        if (options.oneByOne()) {
            startNext();
        } else {
            for (ServerProcess process : processes) {
                start(process);
            }
        }
        if (options.keyboard()) {
            Keyboard.listen(typed, screen);
        }
        while (!stopping) {
            for (String line = typed.poll(); line != null; line = typed.poll()) {
                if (Keyboard.isQuit(line)) {
                    return 0;
                }
                obey(Keyboard.parse(line, processes.size()));
            }
            round();
            if (noneLeft()) {
                screen.end();
                screen.say("No server is left.");
                return 1;
            }
            TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS);
        }
        return 0;
    }

    private void start(ServerProcess process) throws LaunchException {
        synchronized (startLock) {
            if (!stopping) {
                process.start();
                lastStartNanos = System.nanoTime();
            }
        }
    }

    private void startNext() throws LaunchException {
        ServerProcess process = processes.get(startedOneByOne++);
        screen.say("");
        screen.say("Server " + process.server().id() + " starts.");
        start(process);
    }

    private boolean oneByOneGoesOn() {
        return options.oneByOne() && startedOneByOne <= processes.size();
    }

    private boolean noneLeft() {
        // What was stopped from the keyboard can be started from there again.
        return processes.stream().noneMatch(ServerProcess::alive)
                && processes.stream().noneMatch(process -> process.life() == Life.STOPPED);
    }

    private void obey(Keyboard.Wish wish) throws LaunchException {
        switch (wish) {
            case Keyboard.Wish.Start(int id) -> {
                ServerProcess process = processes.get(id - 1);
                if (!process.alive()) {
                    screen.say("server " + id + ": starting");
                    start(process);
                }
            }
            case Keyboard.Wish.Stop(int id, boolean force) -> {
                screen.say("server " + id + ": " + (force ? "killing" : "stopping"));
                processes.get(id - 1).stop(force);
            }
            case Keyboard.Wish.Nothing(String answer) -> {
                if (!answer.isEmpty()) {
                    screen.say(answer);
                }
            }
        }
    }

    private void round() throws InterruptedException, LaunchException {
        for (ServerProcess process : processes) {
            news(process);
        }
        List<ServerView> views = views();
        if (stopping) {
            return;
        }
        var rows = new ArrayList<Table.Row>();
        for (int i = 0; i < views.size(); i++) {
            LocalServer server = processes.get(i).server();
            rows.add(new Table.Row(Integer.toString(server.id()), server.address(), views.get(i)));
        }
        screen.show(rows);
        if (oneByOneGoesOn()) {
            teach(views);
        } else if (!connectable && views.stream().anyMatch(view -> view.state().decides())) {
            connectable = true;
            sayHowToConnect();
        }
    }

    private void news(ServerProcess process) throws InterruptedException {
        int id = process.server().id();
        for (String line : process.log().newLines()) {
            LogTail.electionNews(line).ifPresent(sentence -> screen.say("server " + id + ": " + sentence));
        }
        if (process.life() != Life.RUNNING || process.alive()) {
            return;
        }
        TimeUnit.MILLISECONDS.sleep(DOUBT_MILLIS);
        if (!stopping) {
            process.noteDeath();
            screen.say("server " + id + ": ended by itself with exit code " + process.exitCode() + "; the end of "
                    + shown(process.server().log()) + ":");
            process.log().lastLines(LAST_LINES).forEach(line -> screen.say("    " + line));
        }
    }

    /// Asks all servers at once: one that hangs must not make the others look late.
    private List<ServerView> views() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ServerView>> looks = processes.stream()
                    .map(process -> threads.submit(() -> view(process)))
                    .toList();
            var views = new ArrayList<ServerView>();
            for (Future<ServerView> look : looks) {
                views.add(look.get());
            }
            return views;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerView view(ServerProcess process) {
        if (!process.alive()) {
            return ServerView.of(
                    switch (process.life()) {
                        case NOT_STARTED -> ServerView.State.NOT_STARTED;
                        case STOPPED -> ServerView.State.STOPPED;
                        case RUNNING, DIED -> ServerView.State.DOWN;
                    },
                    "");
        }
        ServerView view = process.server().look(ANSWER_MILLIS);
        return switch (view.state()) {
            case DOWN -> ServerView.of(ServerView.State.STARTING, "");
            case UNKNOWN -> view;
            // The version is known to who started them.
            default -> view.withRemark("");
        };
    }

    private void teach(List<ServerView> views) throws LaunchException {
        List<ServerView> started = views.subList(0, startedOneByOne);
        if (!tutorial.settled(started, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastStartNanos))) {
            return;
        }
        tutorial.explain(started).forEach(sentence -> screen.say("=> " + sentence));
        if (startedOneByOne < processes.size()) {
            startNext();
        } else {
            startedOneByOne++;
        }
    }

    private void sayHowToConnect() {
        screen.say("");
        screen.say("Clients are served. Connect from another terminal, by this shell or ZooKeeper's own:");
        screen.say("    " + options.command() + " shell --server " + ensemble.connectString());
        screen.say("    zkCli.sh -server " + ensemble.connectString());
        if (options.keyboard()) {
            screen.say("Type 'stop 1', 'kill 1' or 'start 1' and Enter to see what the others do.");
        }
        screen.say("Ctrl-C stops all servers; their data stay in " + shown(ensemble.directory()) + ".");
    }

    /// As the user would type it.
    private static Path shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) && !path.equals(here) ? here.relativize(path) : path;
    }

    private void stopAll() {
        synchronized (startLock) {
            stopping = true;
        }
        screen.end();
        List<ServerProcess> left =
                processes.stream().filter(ServerProcess::alive).toList();
        if (left.isEmpty()) {
            processes.forEach(ServerProcess::removePid);
            return;
        }
        screen.say("Stopping " + (left.size() == 1 ? "one server" : left.size() + " servers") + " ...");
        left.forEach(process -> process.stop(false));
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        try {
            for (ServerProcess process : left) {
                if (!process.awaitEnd(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()))) {
                    screen.say("server " + process.server().id() + ": does not end; killing it");
                    process.stop(true);
                    process.awaitEnd(STOP_MILLIS);
                }
            }
            screen.say("All servers have ended.");
        } catch (InterruptedException e) {
            left.forEach(process -> process.stop(true));
            Thread.currentThread().interrupt();
        }
        processes.forEach(ServerProcess::removePid);
    }
}
