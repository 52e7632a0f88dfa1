package io.quorate.simulation.world;

import io.quorate.replica.Effect;
import io.quorate.replica.Event;

/// Has a say in what a server does and hears: how a schedule is arranged that chance would rarely find.
public interface Gate {
    /// What becomes of an effect or an event.
    enum Verdict {
        PASS,
        /// It does not happen: a message is lost, an order forgotten. Only where a fault could do the
        /// same.
        LOSE,
        /// The process is killed before.
        KILL_BEFORE,
        /// The process is killed right after.
        KILL_AFTER
    }

    /// About to be carried out.
    default Verdict effect(ServerView server, Effect effect) {
        return Verdict.PASS;
    }

    /// Has reached the server's inbox.
    default Verdict event(ServerView server, Event event) {
        return Verdict.PASS;
    }
}
