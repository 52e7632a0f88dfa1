package io.quorate.runtime;

import io.quorate.replica.Event;
import io.quorate.transport.Inbox;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Where the replica's events gather.
final class EventInbox implements Inbox {
    /// Events that may wait. Whoever brings more waits as well: an event loop that waits does not read from its
    /// sockets, and so the pressure goes back to where it comes from.
    private static final int LIMIT_EVENTS = 16 * 1024;

    /// Not for ever: the replica's thread waits for an event loop when it opens or closes a port.
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Mailbox<Event> mailbox = new Mailbox<>(LIMIT_EVENTS, _ -> 1);

    /// From the sockets.
    @Override
    public void post(Event event) {
        mailbox.addWhenRoom(event, PATIENCE_NANOS);
    }

    /// From storage, for which the replica may have to wait: it must never wait itself.
    void postAtOnce(Event event) {
        mailbox.add(event);
    }

    /// See {@link Mailbox#takeAll}.
    List<Event> takeAll(long deadlineNanos) {
        return mailbox.takeAll(deadlineNanos);
    }

    void close() {
        mailbox.close();
    }

    boolean isClosed() {
        return mailbox.isClosed();
    }
}
