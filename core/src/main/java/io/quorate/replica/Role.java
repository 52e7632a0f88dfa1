package io.quorate.replica;

/// What a server is at a time. State that exists only in a role lives in the role and ends with it.
sealed interface Role permits Looking, ReadOnly, Leading, Following {
    /// Begins the role; the answer is the role to go on with.
    Role enter();

    /// Takes in an event that concerns this role; the answer is the role to go on with.
    Role step(Event event);

    /// Ends the role: nothing of it may go on.
    void leave();

    /// When a {@link Event.Tick} has something to do.
    long wakeAtNanos();

    /// `election`, `discovery`, `synchronization` or `broadcast`.
    String phase();

    /// Whether everything applied is committed, as far as this server knows.
    default boolean isBroadcasting() {
        return phase().equals("broadcast");
    }
}
