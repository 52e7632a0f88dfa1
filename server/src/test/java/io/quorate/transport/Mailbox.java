package io.quorate.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.replica.Event;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An inbox that a test empties.
final class Mailbox implements Inbox {
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Override
    public void post(Event event) {
        events.add(event);
    }

    /// The next event, which must be of this type.
    <E extends Event> E next(Class<E> type) throws InterruptedException {
        Event event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).isInstanceOf(type);
        return type.cast(event);
    }

    /// The next event of this type; others are passed over.
    <E extends Event> E nextOf(Class<E> type) throws InterruptedException {
        while (true) {
            Event event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("an event of %s", type.getSimpleName()).isNotNull();
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    /// The next event if there is one by then.
    @Nullable
    Event nextIfAny(int millis) throws InterruptedException {
        return events.poll(millis, TimeUnit.MILLISECONDS);
    }

    @Nullable
    Event nextIfAny() {
        return events.poll();
    }
}
