package io.quorate.transport;

import io.quorate.replica.Event;

/// Where what was heard goes. Called from event loops, from several threads at once; it must not block.
public interface Inbox {
    void post(Event event);
}
