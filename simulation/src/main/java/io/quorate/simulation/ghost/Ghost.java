package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.simulation.Tally;
import io.quorate.simulation.Violation;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import io.quorate.tree.Tree;
import io.quorate.zab.quorum.EnsembleConfig;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The record of agreement: who led when, what was proposed, what is on which disk, what is committed,
/// who has applied what. Its parts throw a {@link Violation} at the first step that breaks an invariant
/// of the broadcast.
///
/// It knows what was ordered from the effects, and what is durable from the answers of the storage. Of
/// what a server says of itself it believes the role and the phase only.
public final class Ghost implements Witness {
    private final SortedMap<ServerId, Subject> servers = new TreeMap<>();
    private final Tally tally;
    private final Proposals proposals = new Proposals();
    private final Epochs epochs = new Epochs();
    private final Commits commits;
    private final Applied applied;
    private final Messages messages;
    private final Recoveries recoveries;
    private final Staleness staleness;
    private final Liveness liveness;

    /// @param config of all servers, in every step of the run
    /// @param tally counts what has been covered
    public Ghost(EnsembleConfig config, int tickMillis, int syncLimitTicks, Tally tally) {
        this.tally = tally;
        config.members().keySet().forEach(id -> servers.put(id, new Subject(id, proposals.beginning())));
        Voters voters = new Voters(config);
        commits = new Commits(servers.values(), voters, proposals.beginning());
        applied = new Applied(servers.values(), proposals, commits);
        messages = new Messages(proposals, commits, epochs, tally);
        recoveries = new Recoveries(proposals, tally);
        staleness = new Staleness(servers.values(), voters, tickMillis, syncLimitTicks);
        liveness = new Liveness(voters, commits, TimeUnit.MILLISECONDS.toNanos((long) tickMillis * syncLimitTicks));
    }

    // ---- for other judges

    /// Sessions may begin without a txn; somebody else judges which.
    public void expectLocalSessions() {
        commits.expectLocalSessions();
    }

    /// `listener` is given every committed txn, in the order of the zxids and without gaps, as soon as it
    /// is known to be committed.
    public void onCommit(Consumer<LoggedTxn> listener) {
        commits.listen(listener);
    }

    public int committedCount() {
        return commits.count();
    }

    public Zxid lastCommitted() {
        return commits.last().zxid();
    }

    public boolean isCommitted(Zxid zxid) {
        Past past = proposals.find(zxid);
        return past != null && past.isCommitted();
    }

    /// How many epochs have been established.
    public int epochCount() {
        return epochs.establishedCount();
    }

    // ---- the witness

    @Override
    public void started(ServerView server, Recovered recovered) {
        started(server.id(), recovered);
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        stopped(server.id(), why);
    }

    @Override
    public void damaged(ServerView server, String what) {
        damaged(server.id());
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        stepped(server.id(), event, effects, server.replica().tree());
    }

    @Override
    public void stored(ServerView server, Event answer) {
        stored(server.id(), answer);
    }

    @Override
    public void ended(Iterable<? extends ServerView> views) {
        liveness.check(views, servers);
    }

    // ---- the same by name

    void started(ServerId id, Recovered recovered) {
        Subject server = server(id);
        recoveries.recovered(server, recovered);
        server.started(server.shelf().history());
        commits.checkDurable(server);
    }

    void stopped(ServerId id, String why) {
        Subject server = server(id);
        server.stopped(why);
        server.sequence().end();
        messages.stopped(server);
    }

    void damaged(ServerId id) {
        server(id).damaged();
        tally.count("disk damaged");
    }

    void stored(ServerId id, Event answer) {
        Subject server = server(id);
        Shelf shelf = server.shelf();
        Past before = shelf.history();
        long accepted = shelf.acceptedEpoch();
        long current = shelf.currentEpoch();
        boolean replaced = shelf.answered(answer);
        if (replaced) {
            countDropped(before, shelf.history());
            commits.checkDurable(server);
        }
        switch (answer) {
            case Event.EpochsSaved _ -> epochs.saved(server, accepted, current);
            case Event.LogTruncated(Tree tree, var recent) -> {
                Applied.checkTree(server, shelf.history(), tree);
                recoveries.checkRecent(server, shelf.history(), recent);
            }
            default -> {
                // Says nothing more.
            }
        }
    }

    private void countDropped(Past before, Past now) {
        for (Past at = before; !at.isCommitted() && !now.contains(at); at = at.before()) {
            tally.count("proposal dropped");
        }
    }

    void stepped(ServerId id, Event event, List<Effect> effects, Tree tree) {
        Subject server = server(id);
        if (event instanceof Event.Tick(long nowNanos, long _)) {
            staleness.ticked(server, nowNanos);
        }
        messages.happened(server, event);
        for (Effect effect : effects) {
            if (effect instanceof Effect.StateChanged(ServerState state, String detail)
                    && state == ServerState.LEADING
                    && Subject.isBroadcast(detail)) {
                establish(server, state, detail);
            }
        }
        effects.forEach(effect -> wanted(server, effect));
        applied.stepped(server, event, tree);
        effects.forEach(effect -> shown(server, effect));
    }

    /// What a leader proposes at once comes before its report that it leads.
    private void establish(Subject leader, ServerState state, String detail) {
        changed(leader, state, detail);
        Past history = leader.shelf().ordered();
        epochs.established(leader, history);
        commits.established(leader, history);
        leader.mended();
        tally.count("epoch established");
    }

    private void wanted(Subject server, Effect effect) {
        switch (effect) {
            case Effect.Append(LoggedTxn txn) -> append(server, txn);
            case Effect.SaveEpochs(long accepted, long current) -> {
                epochs.claimed(server, current);
                server.shelf().saveEpochs(accepted, current);
            }
            case Effect.TruncateLog(Zxid zxid) -> truncate(server, zxid);
            case Effect.InstallSnapshot(Tree tree) -> install(server, tree);
            case Effect.Send(var link, var message) -> messages.sent(server, link, message);
            case Effect.DialLeader dial -> messages.dialled(server, dial);
            case Effect.DropLink(var link) -> messages.dropped(server, link);
            case Effect.Notify(var _, var notification) -> epochs.voted(server, notification);
            case Effect.StateChanged(var state, var detail) -> changed(server, state, detail);
            case Effect.Say _,
                    Effect.TakeSnapshot _,
                    Effect.HangUp _,
                    Effect.AcceptLearners _,
                    Effect.SendSnapshot _,
                    Effect.ElectionNews _,
                    Effect.Synchronised _,
                    Effect.SessionExpired _,
                    Effect.LocalSessionExpired _,
                    Effect.TxnTooLarge _,
                    Effect.Cleaning _,
                    Effect.QuotaExceeded _,
                    Effect.Warning _ -> {
                // Of no concern here, or judged once the state is known.
            }
        }
    }

    private void append(Subject server, LoggedTxn txn) {
        Shelf shelf = server.shelf();
        Past end = shelf.ordered();
        if (server.isEstablished()) {
            shelf.append(proposals.propose(server, txn, end));
            return;
        }
        Past past = proposals.require(txn, "logs", server);
        if (!txn.zxid().follows(end.zxid())) {
            throw new Violation("I-LOG-CONTIGUOUS", "server %s logs %s after %s", server, txn, end);
        }
        if (past.before() != end) {
            throw new Violation(
                    "I-PREFIX",
                    "server %s logs %s after %s, but its leader did after %s",
                    server,
                    txn,
                    end,
                    past.before());
        }
        shelf.append(past);
    }

    private void truncate(Subject server, Zxid zxid) {
        server.shelf().truncate(proposals.require(zxid, "cuts its log behind", server));
    }

    private void install(Subject server, Tree tree) {
        Past received = proposals.require(tree.zxid(), "installs a snapshot at", server);
        Applied.checkTree(server, received, tree);
        server.shelf().install(received);
    }

    private void changed(Subject server, ServerState state, String detail) {
        if (server.isEstablished() && state == ServerState.LEADING) {
            // It went through the earlier phases in the same step.
            return;
        }
        if (!server.detail().equals(detail)) {
            tally.count("role " + phase(server.detail()) + " -> " + phase(detail));
            server.changed(state, detail);
        }
        if (state == ServerState.LOOKING) {
            server.contact().forget();
        }
    }

    /// Without how the synchronisation is done.
    private static String phase(String detail) {
        int second = detail.indexOf(" - ", detail.indexOf(" - ") + 1);
        return second < 0 ? detail : detail.substring(0, second);
    }

    /// What the state after the step justifies.
    private void shown(Subject server, Effect effect) {
        if (effect instanceof Effect.Say(var _, var message)) {
            commits.said(server, message, proposals);
            staleness.answered(server);
        } else if (effect instanceof Effect.TakeSnapshot(Tree tree)) {
            // What could be taken away again must not be in a snapshot.
            Past past = proposals.require(tree.zxid(), "takes a snapshot at", server);
            if (!past.isCommitted()) {
                throw new Violation(
                        "I-SNAPSHOT", "server %s takes a snapshot at %s, which is not committed", server, past);
            }
        }
    }

    /// What is known of a server.
    Subject server(ServerId id) {
        Subject server = servers.get(id);
        if (server == null) {
            throw new IllegalArgumentException("server " + id + " is not in the ensemble");
        }
        return server;
    }
}
