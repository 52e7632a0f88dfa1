package io.quorate.transport;

import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Brings one event loop what the replica says to its connections.
///
/// At most once in each of the loop's rounds: tasks that are executed on a loop go before its sockets, and as long as
/// each leaves the next behind, requests would not even be read. What comes in the meantime is delivered together.
final class Delivery {
    private final EventLoop loop;
    private final FrameWriter writer = new FrameWriter();
    private final Queue<List<Parcel>> batches = new ConcurrentLinkedQueue<>();

    /// Whether the loop has been told and has not been here since.
    private final AtomicBoolean announced = new AtomicBoolean();

    Delivery(EventLoop loop) {
        this.loop = loop;
    }

    /// Of this loop.
    FrameWriter writer() {
        return writer;
    }

    /// What one batch says; from the thread that carries out effects.
    void add(List<Parcel> batch) {
        batches.add(batch);
        if (announced.compareAndSet(false, true)) {
            try {
                loop.execute(this::deliver);
            } catch (RejectedExecutionException _) {
                // The listener is closed, and all of its connections are.
            }
        }
    }

    private void deliver() {
        try {
            bring();
        } finally {
            // Whatever one connection has come to, the others of the loop are to hear of the next batch.
            announced.set(false);
            if (!batches.isEmpty() && announced.compareAndSet(false, true)) {
                nextRound(loop, this::deliver);
            }
        }
    }

    private void bring() {
        Set<ClientConnection> addressees = new LinkedHashSet<>();
        for (List<Parcel> batch = batches.poll(); batch != null; batch = batches.poll()) {
            for (Parcel parcel : batch) {
                parcel.connection().accept(parcel);
                addressees.add(parcel.connection());
            }
        }
        addressees.forEach(ClientConnection::proceed);
        writer.endBatch();
    }

    /// Has `loop` do `work` after it has looked at its sockets again.
    static void nextRound(EventLoop loop, Runnable work) {
        try {
            var _ = loop.schedule(work, 0, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            // The listener was closed meanwhile, and its connections with it.
        }
    }
}
