package io.quorate.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Hands events to the listener, in order, on a thread of its own, so that the listener may make calls and
/// wait for them.
final class EventPump {
    /// A listener this far behind holds up the reading thread, and with it the server, which then decides.
    private static final int MOST = 65_536;

    private sealed interface Item {
        record Event(WatchEvent event) implements Item {}

        record Mark(CountDownLatch reached) implements Item {}

        record End() implements Item {}
    }

    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(MOST);
    private final Consumer<WatchEvent> listener;
    private volatile boolean ended;

    EventPump(Consumer<WatchEvent> listener) {
        this.listener = listener;
        Thread.ofVirtual().name("client-events").start(this::run);
    }

    void add(WatchEvent event) {
        put(new Item.Event(event));
    }

    /// Lets the thread go once it has delivered what was added before.
    void end() {
        put(new Item.End());
    }

    /// Waits until the listener has seen everything that was added before. Not for the listener itself.
    void drain() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        queue.put(new Item.Mark(reached));
        // Looked at only now: the thread lets go of all marks once more after it has set this.
        if (!ended) {
            reached.await();
        }
    }

    private void put(Item item) {
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                queue.put(item);
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (true) {
            try {
                switch (queue.take()) {
                    case Item.Event(WatchEvent event) -> listener.accept(event);
                    case Item.Mark(CountDownLatch reached) -> reached.countDown();
                    case Item.End() -> {
                        ended = true;
                        releaseMarks();
                        return;
                    }
                }
            } catch (InterruptedException _) {
                // Nobody has a reason to interrupt this thread; events must not be lost if somebody does.
            } catch (RuntimeException e) {
                // One event that the listener cannot take must not cost it the others.
                Thread.currentThread().getThreadGroup().uncaughtException(Thread.currentThread(), e);
            }
        }
    }

    private void releaseMarks() {
        for (Item left = queue.poll(); left != null; left = queue.poll()) {
            if (left instanceof Item.Mark(CountDownLatch reached)) {
                reached.countDown();
            }
        }
    }
}
