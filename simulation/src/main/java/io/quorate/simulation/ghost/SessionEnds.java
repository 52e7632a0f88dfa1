package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.simulation.Tally;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts in which ways sessions come to their ends, so that none of them is left out by the storms. It judges nothing.
public final class SessionEnds implements Witness {
    private static final int SERVER_SHIFT = 56;

    private final Tally tally;

    /// The sessions that began under the leader that a server is. Only ever asked by key.
    private final Map<ServerId, Set<SessionId>> begun = new HashMap<>();

    public SessionEnds(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        begun.remove(server.id());
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.StateChanged(ServerState state, String _) && state != ServerState.LEADING) {
                begun.remove(server.id());
            } else if (effect instanceof Effect.Append(LoggedTxn txn) && !(event instanceof Event.FromLeader)) {
                proposed(server.id(), event, txn);
            }
        }
    }

    private void proposed(ServerId leader, Event event, LoggedTxn txn) {
        Set<SessionId> own = begun.computeIfAbsent(leader, _ -> new HashSet<>());
        SessionId session = txn.header().session();
        if (txn.txn() instanceof Txn.CreateSession) {
            own.add(session);
        } else if (txn.txn() instanceof Txn.CloseSession) {
            tally.count(how(leader, session, ExpiryWitness.isAskedFor(event), own.contains(session)));
        }
    }

    private static String how(ServerId leader, SessionId session, boolean isAskedFor, boolean isOwn) {
        if (isAskedFor) {
            return "session closed by its client";
        }
        if (!isOwn) {
            return "session expired under a later leader";
        }
        boolean atLeader = session.value() >>> SERVER_SHIFT == leader.value();
        return atLeader ? "session of the leader expired" : "session of a follower expired";
    }
}
