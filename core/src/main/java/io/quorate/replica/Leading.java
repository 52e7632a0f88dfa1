package io.quorate.replica;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.zab.discovery.Discovery;
import io.quorate.zab.synchronization.SyncPlan;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Leading: agree with a quorum on a new epoch, give it this server's history, then let {@link
/// Broadcast} propose.
///
/// The phases follow one another as answers come in; each must be over within `initLimit` ticks.
final class Leading implements Role {
    private enum Phase {
        /// Waiting for a quorum to tell what it has promised.
        DISCOVERY,
        /// The own promise is on its way to the disk.
        PROMISING,
        /// Waiting for a quorum to promise the new epoch.
        PROMISED,
        /// The new epoch is on its way to the disk.
        BEGINNING,
        /// Waiting for a quorum to acknowledge the history.
        SYNCHRONIZATION,
        BROADCAST
    }

    private final Self self;
    private final Discovery discovery;
    private final Map<LinkId, Learner> learners = new TreeMap<>((a, b) -> Long.compare(a.value(), b.value()));
    private final Set<ServerId> synchronised = new TreeSet<>();
    private final Broadcast broadcast;

    private Phase phase = Phase.DISCOVERY;
    private long phaseEndsAtNanos;
    private @Nullable String failure;

    Leading(Self self) {
        this.self = self;
        History history = self.history();
        discovery = new Discovery(
                self.config(), self.id(), self.highestPromise(), history.currentEpoch(), history.lastLogged());
        broadcast = new Broadcast(self, learners.values(), this::drop);
        synchronised.add(self.id());
    }

    @Override
    public Role enter() {
        self.emit(new Effect.StateChanged(ServerState.LEADING, "leading - discovery"));
        if (!self.settings().standalone()) {
            self.emit(new Effect.AcceptLearners(true));
        }
        begin(Phase.DISCOVERY);
        return advance();
    }

    @Override
    public Role step(Event event) {
        switch (event) {
            case Event.LearnerArrived(LinkId link) -> learners.put(link, new Learner(link, self.nowNanos()));
            case Event.FromLearner(LinkId link, PeerMessage.FromLearner message) -> {
                Learner learner = learners.get(link);
                if (learner != null) {
                    learner.heard(self.nowNanos());
                    received(learner, message);
                }
            }
            case Event.LinkLost(LinkId link) -> forget(link);
            case Event.Tick _ -> timePassed();
            case Event.EpochsSaved _ -> epochSaved();
            case Event.ClientHandshake _,
                    Event.ClientRequest _,
                    Event.ClientGone _,
                    Event.NotificationReceived _,
                    Event.LogFlushed _,
                    Event.SnapshotTaken _ -> {
                // Taken in before the role hears of it.
            }
            case Event.LeaderDialled _,
                    Event.FromLeader _,
                    Event.SnapshotReceived _,
                    Event.LogTruncated _,
                    Event.TruncationRefused _,
                    Event.SnapshotInstalled _ -> {
                // The end of a role that is over.
            }
        }
        return advance();
    }

    private Role advance() {
        if (failure == null && phase == Phase.BROADCAST) {
            failure = broadcast.advance();
            activate();
        }
        if (failure == null) {
            return this;
        }
        self.explain("no longer leads: " + failure);
        return new Looking(self);
    }

    // ---- discovery

    private void received(Learner learner, PeerMessage.FromLearner message) {
        switch (message) {
            case PeerMessage.LearnerInfo info -> introduced(learner, info);
            case PeerMessage.AckEpoch ack -> promised(learner, ack);
            case PeerMessage.Ack(Zxid zxid) -> acknowledged(learner, zxid);
            case PeerMessage.LearnerPing _, PeerMessage.Revalidate _, PeerMessage.Forward _
            when phase != Phase.BROADCAST ->
                self.warn("Learner %s spoke of sessions before it was in step; it is ignored"
                        .formatted(learner.server()));
            case PeerMessage.LearnerPing(Zxid _, var touched) -> broadcast.answered(learner, touched);
            case PeerMessage.Revalidate revalidate -> broadcast.revalidate(learner, revalidate);
            case PeerMessage.Forward forward -> broadcast.forwarded(learner, forward);
            case PeerMessage.Unrecognised(int type) ->
                self.warn("Learner %s sent a packet of the unknown type %d; it is ignored"
                        .formatted(learner.server(), type));
        }
    }

    private void introduced(Learner learner, PeerMessage.LearnerInfo info) {
        String objection = objection(learner, info);
        if (objection != null) {
            self.warn("Turned away server %s: %s".formatted(info.server(), objection));
            drop(learner);
            return;
        }
        learners.values().stream()
                .filter(other -> info.server().equals(other.server()))
                .toList()
                .forEach(this::drop);
        learner.introduced(info.server());
        if (self.config().isVoter(info.server())) {
            self.heardOfPromise(info.acceptedEpoch());
        }
        discovery.promised(info.server(), info.observer(), info.acceptedEpoch());
        if (phase == Phase.DISCOVERY && discovery.isSettled()) {
            promise();
        } else if (phase.compareTo(Phase.PROMISED) >= 0) {
            if (self.config().isVoter(info.server()) && info.acceptedEpoch() > discovery.epoch()) {
                // It may not go back on its promise, so it could never follow this epoch.
                failure = "server %s has promised epoch %d, which is later than this leader's %d"
                        .formatted(info.server(), info.acceptedEpoch(), discovery.epoch());
            } else {
                invite(learner);
            }
        }
    }

    private @Nullable String objection(Learner learner, PeerMessage.LearnerInfo info) {
        if (learner.isAtLeast(Learner.Stage.INTRODUCED)) {
            return "it introduced itself twice";
        }
        if (info.observer()) {
            return "observers are not supported yet";
        }
        if (info.server().equals(self.id())) {
            return "it has the id of this server; check its myid file";
        }
        if (info.protocolVersion() < Following.PROTOCOL_VERSION) {
            return "it speaks a protocol older than that of ZooKeeper 3.4";
        }
        if (info.configVersion() > self.config().version()) {
            return "it has seen a newer configuration";
        }
        return null;
    }

    /// A quorum has told its promises: the new epoch is higher than all of them. The own promise is
    /// durable before anybody hears of it.
    private void promise() {
        begin(Phase.PROMISING);
        self.history().saveEpochs(discovery.epoch(), self.history().currentEpoch(), self.effects());
    }

    private void epochSaved() {
        if (phase == Phase.PROMISING) {
            begin(Phase.PROMISED);
            learners.values().stream()
                    .filter(learner -> learner.stage() == Learner.Stage.INTRODUCED)
                    .forEach(this::invite);
            beginEpochWithQuorum();
        } else if (phase == Phase.BEGINNING) {
            synchroniseAll();
        }
    }

    private void invite(Learner learner) {
        learner.reached(Learner.Stage.INVITED);
        boolean extensions = self.settings().writes().extensions();
        send(learner, new PeerMessage.LeaderInfo(discovery.epoch(), Following.PROTOCOL_VERSION, extensions));
    }

    private void promised(Learner learner, PeerMessage.AckEpoch ack) {
        ServerId server = learner.server();
        if (learner.stage() != Learner.Stage.INVITED || server == null) {
            self.warn("Learner %s promised an epoch that it was not asked for".formatted(server));
            drop(learner);
            return;
        }
        if (discovery.acknowledged(server, false, ack.lastZxid(), ack.currentEpoch())
                == Discovery.Verdict.MORE_RECENT) {
            self.warn("Turned away server %s: its history is more recent than this leader's".formatted(server));
            drop(learner);
            return;
        }
        learner.promised(ack.lastZxid());
        if (phase == Phase.PROMISED) {
            beginEpochWithQuorum();
        } else if (phase.compareTo(Phase.SYNCHRONIZATION) >= 0) {
            synchronise(learner);
        }
    }

    private void beginEpochWithQuorum() {
        if (discovery.hasQuorum()) {
            begin(Phase.BEGINNING);
            self.history().saveEpochs(self.history().acceptedEpoch(), discovery.epoch(), self.effects());
        }
    }

    // ---- synchronisation

    private void synchroniseAll() {
        begin(Phase.SYNCHRONIZATION);
        self.emit(new Effect.StateChanged(ServerState.LEADING, "leading - synchronization"));
        learners.values().stream()
                .filter(learner -> learner.stage() == Learner.Stage.PROMISED)
                .forEach(this::synchronise);
        activateWithQuorum();
    }

    private void synchronise(Learner learner) {
        History history = self.history();
        Zxid last = history.tree().zxid();
        Zxid base = last;
        String how = switch (SyncPlan.choose(learner.lastZxid(), history.recent(), last, history.pending())) {
            case SyncPlan.Diff(Zxid upTo, var missing) -> {
                base = upTo;
                send(learner, new PeerMessage.Diff(upTo));
                missing.forEach(txn -> broadcast.sendCommitted(learner, txn));
                yield "diff of %d txns".formatted(missing.size());
            }
            case SyncPlan.Trunc(Zxid to, var missing) -> {
                send(learner, new PeerMessage.Trunc(to));
                missing.forEach(txn -> broadcast.sendCommitted(learner, txn));
                yield "trunc to %s and %d txns".formatted(to, missing.size());
            }
            case SyncPlan.Snap() -> {
                send(learner, new PeerMessage.Snap(last));
                self.emit(new Effect.SendSnapshot(learner.link(), history.tree()));
                yield "snap";
            }
        };
        learner.synchronising(base);
        broadcast.sendPending(learner);
        send(learner, new PeerMessage.NewLeader(Zxid.startOf(discovery.epoch()), self.configText()));
        if (learner.server() != null) {
            self.emit(new Effect.Synchronised(learner.server(), how, base));
        }
    }

    private void acknowledged(Learner learner, Zxid zxid) {
        if (!zxid.isEpochStart()) {
            broadcast.acknowledged(learner, zxid);
        } else if (learner.stage() == Learner.Stage.SYNCHRONISING && zxid.equals(Zxid.startOf(discovery.epoch()))) {
            learner.reached(Learner.Stage.SYNCHRONISED);
            if (learner.server() != null) {
                synchronised.add(learner.server());
            }
            broadcast.acknowledged(learner, learner.base());
            activateWithQuorum();
        }
    }

    /// A quorum holds this server's history durably: it is the history of the epoch, and clients are
    /// served.
    private void activateWithQuorum() {
        if (phase != Phase.SYNCHRONIZATION || !self.config().isQuorum(synchronised)) {
            return;
        }
        phase = Phase.BROADCAST;
        phaseEndsAtNanos = Long.MAX_VALUE;
        self.hasSynchronised();
        self.election().adoptEpoch(discovery.epoch());
        broadcast.begin(discovery.epoch());
        self.emit(new Effect.StateChanged(ServerState.LEADING, "leading - broadcast"));
    }

    private void activate() {
        for (Learner learner : learners.values()) {
            if (learner.stage() == Learner.Stage.SYNCHRONISED && broadcast.hasCommitted(learner.base())) {
                learner.reached(Learner.Stage.ACTIVE);
                send(learner, new PeerMessage.UpToDate());
            }
        }
    }

    // ----

    private void begin(Phase next) {
        phase = next;
        phaseEndsAtNanos = self.nowNanos() + self.ticksNanos(self.settings().initLimitTicks());
        if (next == Phase.DISCOVERY && discovery.isSettled()) {
            promise();
        }
    }

    private void timePassed() {
        if (self.nowNanos() >= phaseEndsAtNanos) {
            failure = "no quorum of followers arrived in time";
        } else if (phase == Phase.BROADCAST) {
            failure = broadcast.timePassed();
        }
    }

    private void drop(Learner learner) {
        self.emit(new Effect.DropLink(learner.link()));
        forget(learner.link());
    }

    private void forget(LinkId link) {
        Learner learner = learners.remove(link);
        if (learner != null && learner.server() != null) {
            broadcast.forget(learner.server());
            if (phase != Phase.BROADCAST) {
                synchronised.remove(learner.server());
            }
        }
    }

    private void send(Learner learner, PeerMessage.FromLeader message) {
        self.emit(new Effect.Send(learner.link(), message));
    }

    @Override
    public void leave() {
        self.pipeline().close();
        learners.keySet().forEach(link -> self.emit(new Effect.DropLink(link)));
        learners.clear();
        if (!self.settings().standalone()) {
            self.emit(new Effect.AcceptLearners(false));
        }
    }

    @Override
    public long wakeAtNanos() {
        return phase == Phase.BROADCAST ? broadcast.wakeAtNanos() : phaseEndsAtNanos;
    }

    @Override
    public String phase() {
        return switch (phase) {
            case DISCOVERY, PROMISING, PROMISED, BEGINNING -> "discovery";
            case SYNCHRONIZATION -> "synchronization";
            case BROADCAST -> "broadcast";
        };
    }

    /// How many learners are connected, how many of them are in step, and how many are being
    /// synchronised.
    int learnerCount() {
        return learners.size();
    }

    int activeLearners() {
        return (int) learners.values().stream()
                .filter(learner -> learner.stage() == Learner.Stage.ACTIVE)
                .count();
    }

    int outstandingProposals() {
        return broadcast.outstanding();
    }
}
