package io.quorate.simulation.ghost;

import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.simulation.reference.Reference;
import io.quorate.simulation.reference.State;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import java.util.List;
import java.util.random.RandomGenerator;

/// Checks what servers hold against what was committed: trees, snapshots, what disks give back, sessions and how they
/// end, names and versions.
///
/// It must be told of every committed txn, in order, before it hears of a step after which a server may hold it.
public final class StateGhost implements Witness {
    private final Roles roles = new Roles();
    private final Requests requests = new Requests();
    private final VersionWitness versions = new VersionWitness();
    private final SequenceWitness sequences = new SequenceWitness();
    private final States states;
    private final SessionWitness sessions;
    private final RemovalWitness removals = new RemovalWitness();
    private final ExpiryWitness expiry;
    private final ReplayWitness replays;
    private final List<Witness> inOrder;

    /// @param reference is told of committed txns by this ghost, and may be asked by others
    /// @param random a stream of its own
    public StateGhost(Reference reference, RandomGenerator random, Reload reload, int tickMillis) {
        Conversations conversations = new Conversations(this::granted);
        states = new States(reference);
        sessions = new SessionWitness(states, reference.hasLocalSessions());
        expiry = new ExpiryWitness(roles, conversations, tickMillis);
        replays = new ReplayWitness(states, roles, random);
        ReportWitness reports = new ReportWitness(roles, conversations, sessions::isLocal);
        PulseWitness pulse = new PulseWitness(roles, tickMillis);
        StateWitness trees = new StateWitness(states, roles);
        SnapshotWitness snapshots = new SnapshotWitness(states, roles, trees, reload);
        // What a connection was before the step is asked by those before the conversations.
        inOrder = List.of(
                roles, states, requests, pulse, reports, expiry, conversations, sessions, trees, snapshots, replays);
    }

    private void granted(ServerView server, Conversations.Conversation conversation, SessionId session) {
        sessions.granted(server, conversation, session);
        if (!sessions.isLocal(session)) {
            expiry.granted(server, conversation, session);
        }
    }

    /// The next txn has been committed.
    public void commit(LoggedTxn txn) {
        State before = states.committedAt(states.last());
        List<Requests.Act> acts = requests.acts(txn);
        sessions.commit(txn, before);
        removals.commit(txn, before);
        versions.commit(txn, acts, before);
        sequences.commit(txn, acts, before);
        states.commit(txn);
    }

    /// How many snapshots have been loaded and replayed for trial.
    public long snapshotsTried() {
        return replays.tried();
    }

    @Override
    public void started(ServerView server, Recovered recovered) {
        inOrder.forEach(witness -> witness.started(server, recovered));
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        inOrder.forEach(witness -> witness.stopped(server, why, powerLost));
    }

    @Override
    public void damaged(ServerView server, String what) {
        inOrder.forEach(witness -> witness.damaged(server, what));
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        inOrder.forEach(witness -> witness.stepped(server, event, effects));
    }

    @Override
    public void stored(ServerView server, Event answer) {
        inOrder.forEach(witness -> witness.stored(server, answer));
    }

    @Override
    public void tidied(ServerView server, Zxid newestSnapshot) {
        inOrder.forEach(witness -> witness.tidied(server, newestSnapshot));
    }

    @Override
    public void calmed() {
        inOrder.forEach(Witness::calmed);
    }

    @Override
    public void ended(Iterable<? extends ServerView> servers) {
        inOrder.forEach(witness -> witness.ended(servers));
    }
}
