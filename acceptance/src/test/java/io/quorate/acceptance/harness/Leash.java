package io.quorate.acceptance.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends with this JVM what this JVM has started, directly or through scripts, even if it is killed.
///
/// All processes carry a mark in their arguments that no other run has. A shell waits for the end of
/// its input, which comes when this JVM is gone for whatever reason, and then kills what carries the
/// mark.
final class Leash {
    /// To be among the arguments of every process that a test starts; a JVM takes it for a property.
    static final String MARK = "-Dacceptance.run=" + UUID.randomUUID();

    /// Looks more than once, since a script may be about to start something.
    private static final String SWEEP = """
            cat >/dev/null
            for round in 1 2 3; do
              ps -e -ww -o pid= -o args= | while read -r pid args; do
                case $args in *"$MARK"*) kill -9 "$pid" 2>/dev/null ;; esac
              done
              [ "$round" = 3 ] || sleep 0.2
            done
            """;

    private static @Nullable Process sweeper;

    private Leash() {}

    /// To be called before the first process is started.
    static synchronized void hold() {
        if (sweeper != null) {
            return;
        }
        var builder = new ProcessBuilder("bash", "-c", SWEEP)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // Not an argument: the sweeper must not find itself.
        builder.environment().put("MARK", MARK);
        try {
            Process started = builder.start();
            sweeper = started;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> sweep(started), "sweep"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start bash, which ends what tests leave behind", e);
        }
    }

    private static void sweep(Process sweeper) {
        try {
            sweeper.getOutputStream().close();
            if (!sweeper.waitFor(10, TimeUnit.SECONDS)) {
                System.err.println("The sweeper of test processes has not come to its end.");
            }
        } catch (IOException e) {
            System.err.println("The sweeper of test processes cannot be told to begin: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
