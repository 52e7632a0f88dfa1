package io.quorate.runtime;

import io.quorate.model.Invariant;
import io.quorate.storage.StorageFailure;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens when a thread of the server meets something it cannot go on from: one ERROR with the reason, then the
/// end of the process. A server that is gone is a case the protocol handles; one that limps is not.
final class Emergency {
    private static final Logger LOG = LoggerFactory.getLogger(Emergency.class);

    private final IntConsumer halt;
    private final AtomicBoolean ended = new AtomicBoolean();

    /// @param halt ends everything at once, with an exit code; need not return
    Emergency(IntConsumer halt) {
        this.halt = halt;
    }

    /// A thread that ends the server when `work` fails. It has not been started.
    Thread thread(String name, ExitCode otherwise, Runnable work) {
        return Thread.ofPlatform().name(name).unstarted(() -> guarded(name, otherwise, work));
    }

    /// Does `work`; whatever it throws ends the server.
    ///
    /// @param otherwise the exit code of what has none of its own
    @SuppressWarnings("CatchAndPrintStackTrace")
    void guarded(String where, ExitCode otherwise, Runnable work) {
        try {
            work.run();
        } catch (Throwable e) { // the edge of a thread: nothing may pass it unseen, an Error even less
            end(where, otherwise, e);
        }
    }

    private void end(String where, ExitCode otherwise, Throwable cause) {
        if (!ended.compareAndSet(false, true)) {
            // What fails because of the first failure adds nothing.
            return;
        }
        int code = cause instanceof StorageFailure failure ? failure.exitCode() : otherwise.number();
        try {
            explain(where, code, cause);
        } finally {
            // Also where words fail, as they do when memory has run out: the thread is gone either way.
            halt.accept(code);
        }
    }

    private static void explain(String where, int code, Throwable cause) {
        switch (cause) {
            case StorageFailure _ ->
                LOG.error("The disk failed this server, which ends with code {}: {}", code, cause.getMessage(), cause);
            case Invariant.Broken _ ->
                LOG.error(
                        "What must always hold does not, so this server ends with code {}: {}",
                        code,
                        cause.getMessage(),
                        cause);
            default -> LOG.error("Thread {} failed, so this server ends with code {}", where, code, cause);
        }
    }
}
