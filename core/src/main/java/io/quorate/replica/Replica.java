package io.quorate.replica;

import io.quorate.protocol.peer.ServerState;
import io.quorate.tree.Tree;
import io.quorate.zab.quorum.EnsembleConfig;
import java.util.SplittableRandom;

/// One server of the ensemble: events in, effects out. It is driven by one thread and owns all
/// replicated state.
///
/// Standalone is an ensemble of one: the same path, with a quorum of one.
public final class Replica {
    private final Self self;
    private final SnapshotPace snapshotPace;
    private Role role;

    /// @param startMillis the time of day, since 1970, or later: never one at which this server has
    /// begun before. The ids of new sessions are made from it
    public Replica(Settings settings, EnsembleConfig config, Recovered recovered, long startMillis) {
        self = new Self(settings, config, recovered, startMillis);
        snapshotPace = new SnapshotPace(settings.snapCount(), new SplittableRandom(settings.seed()));
        role = new Looking(self);
    }

    /// Begins to look for a leader. Called once, before the first {@link #step}.
    public void start(Event.Tick now, Effects effects) {
        self.collectInto(effects);
        self.timeIs(now.nowNanos(), now.wallMillis());
        self.showConfig();
        become(role.enter());
    }

    /// Takes in one event. What it wants done is added to `effects`, to be carried out in order.
    public void step(Event event, Effects effects) {
        self.collectInto(effects);
        takeIn(event);
        become(role.step(event));
        if (role.isBroadcasting()) {
            Tree tree = self.history().tree();
            if (snapshotPace.isDue(tree.zxid())) {
                effects.add(new Effect.TakeSnapshot(tree));
            }
        }
    }

    /// Whatever the role is: time, clients, the answers of the storage, and the election's messages.
    private void takeIn(Event event) {
        History history = self.history();
        switch (event) {
            case Event.Tick(long nowNanos, long wallMillis) -> {
                self.timeIs(nowNanos, wallMillis);
                self.pipeline().timePassed();
            }
            case Event.ClientHandshake handshake -> self.pipeline().handshake(handshake);
            case Event.ClientRequest(var connection, int xid, var request) ->
                self.pipeline().request(connection, xid, request);
            case Event.ClientGone(var connection) -> self.pipeline().gone(connection);
            case Event.NotificationReceived(var from, var notification) ->
                self.election().received(from, notification, self.nowNanos());
            case Event.LogFlushed(var zxid) -> history.flushed(zxid);
            case Event.EpochsSaved(long accepted, long current) -> history.epochsSaved(accepted, current);
            case Event.LogTruncated(var tree, var recent) -> history.truncated(tree, recent);
            case Event.TruncationRefused _ -> history.truncationRefused();
            case Event.SnapshotInstalled(var zxid) -> history.installed(zxid);
            case Event.SnapshotTaken _ -> snapshotPace.taken();
            case Event.LeaderDialled _,
                    Event.FromLeader _,
                    Event.SnapshotReceived _,
                    Event.LearnerArrived _,
                    Event.FromLearner _,
                    Event.LinkLost _ -> {
                // The role's business.
            }
        }
    }

    private void become(Role next) {
        Role wanted = next;
        while (wanted != role) {
            role.leave();
            role = wanted;
            wanted = role.enter();
        }
    }

    /// When a {@link Event.Tick} is due, in the nanoseconds of its clock; `Long.MAX_VALUE` if nothing
    /// waits for time.
    public long wakeAtNanos() {
        return Math.min(role.wakeAtNanos(), self.pipeline().wakeAtNanos());
    }

    /// The state after everything applied here. Immutable, so any thread may go on reading it.
    public Tree tree() {
        return self.history().tree();
    }

    public Status status() {
        Tree tree = self.history().tree();
        Leading leading = role instanceof Leading l ? l : null;
        return new Status(
                state(),
                role.phase(),
                self.pipeline().isServing() && !(role instanceof ReadOnly),
                role instanceof ReadOnly,
                self.settings().standalone(),
                self.election().leader(),
                self.history().currentEpoch(),
                tree.zxid(),
                new Status.Counts(
                        tree.znodeCount(),
                        self.pipeline().watches().count(),
                        self.pipeline().watches().watcherCount(),
                        self.pipeline().watches().pathCount(),
                        tree.ephemeralCount(),
                        tree.approximateDataSize(),
                        tree.sessionCount(),
                        self.localSessions().size(),
                        self.pipeline().connections()),
                leading == null ? 0 : leading.learnerCount(),
                leading == null ? 0 : leading.activeLearners(),
                leading == null ? 0 : leading.learnerCount() - leading.activeLearners(),
                leading == null ? 0 : leading.outstandingProposals(),
                self.configText());
    }

    private ServerState state() {
        return switch (role) {
            case Looking _, ReadOnly _ -> ServerState.LOOKING;
            case Leading _ -> ServerState.LEADING;
            case Following _ -> ServerState.FOLLOWING;
        };
    }
}
