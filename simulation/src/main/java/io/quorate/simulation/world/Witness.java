package io.quorate.simulation.world;

import io.quorate.model.Zxid;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import java.util.List;

/// Whoever watches the world. Called in the order in which things happen, in the thread in which they
/// do; what it throws ends the run.
public interface Witness {
    /// A process begins, with what it found on its disk; its replica has not taken a step.
    default void started(ServerView server, Recovered recovered) {}

    /// A process has ended, for whatever reason: killed, out of power, its disk failed, its start
    /// refused.
    ///
    /// @param powerLost whether what had not been synced is lost as well
    default void stopped(ServerView server, String why, boolean powerLost) {}

    /// What was on the disk is gone or damaged, by no fault of the server. It is not running.
    default void damaged(ServerView server, String what) {}

    /// The replica has taken a step. `effects` are what it wants done because of it; none has been done
    /// yet.
    default void stepped(ServerView server, Event event, List<Effect> effects) {}

    /// An order to the storage has been carried out, on disk; the replica will hear of it as `answer`.
    default void stored(ServerView server, Event answer) {}

    /// A snapshot is on disk under its name, or old files have been purged.
    default void tidied(ServerView server, Zxid newestSnapshot) {}

    /// No more faults: from now on the ensemble must recover by itself.
    default void calmed() {}

    /// The run is over, and the ensemble has had all the time it may need.
    default void ended(Iterable<? extends ServerView> servers) {}
}
