package io.quorate.replica;

import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.tree.Applied;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Following a leader: connect, promise its epoch, take over its history, then log and acknowledge what
/// it proposes.
///
/// The protocol reads top to bottom in {@link #received}. Three orders are held: the promise of an
/// epoch is durable before it is given; the leader's history is durable, and then the epoch, before
/// NEWLEADER is acknowledged; a proposal is durable before it is acknowledged or applied.
final class Following implements Role {
    /// The version of the leader–learner protocol since 3.4.
    static final int PROTOCOL_VERSION = 0x10000;

    private enum Phase {
        DIALLING,
        /// FOLLOWERINFO sent.
        DISCOVERY,
        /// The promise is on its way to the disk.
        PROMISING,
        /// ACKEPOCH sent: the leader decides how to synchronise.
        PROMISED,
        SYNCHRONIZATION,
        /// NEWLEADER received: history and epoch are on their way to the disk.
        ADOPTING,
        /// NEWLEADER acknowledged.
        ADOPTED,
        BROADCAST
    }

    private final Self self;
    private final ServerId leader;
    private final LinkId link;
    private final Forwarding forwarding = new Forwarding(this::send);
    private final DigestCheck digests;

    private Phase phase = Phase.DIALLING;
    private long epoch;
    private boolean epochOrdered;
    private String how = "";
    private int received;
    private Zxid committed = Zxid.ZERO;

    /// The end of the leader's initial history: what NEWLEADER's acknowledgement promises.
    private Zxid initialHistory = Zxid.ZERO;

    /// Proposals that are not covered by that; each is acknowledged by itself.
    private final ArrayDeque<Zxid> unacknowledged = new ArrayDeque<>();

    /// While the log is being cut, what the leader says has to wait.
    private final ArrayDeque<PeerMessage.FromLeader> held = new ArrayDeque<>();

    private boolean truncating;

    private long deadlineNanos;
    private @Nullable String failure;

    Following(Self self, ServerId leader) {
        this.self = self;
        this.leader = leader;
        link = self.nextDialledLink();
        digests = new DigestCheck(self);
    }

    @Override
    public Role enter() {
        self.emit(new Effect.StateChanged(ServerState.FOLLOWING, "following - discovery"));
        hear(self.settings().initLimitTicks());
        long limitMillis =
                (long) self.settings().initLimitTicks() * self.settings().tickMillis();
        self.emit(new Effect.DialLeader(link, leader, limitMillis));
        return this;
    }

    @Override
    public Role step(Event event) {
        switch (event) {
            case Event.LeaderDialled(LinkId of) when of.equals(link) -> introduce();
            case Event.FromLeader(LinkId of, PeerMessage.FromLeader message)
            when of.equals(link) -> {
                hear(
                        phase == Phase.BROADCAST
                                ? self.settings().syncLimitTicks()
                                : self.settings().initLimitTicks());
                if (truncating) {
                    held.add(message);
                } else {
                    received(message);
                }
            }
            case Event.SnapshotReceived(LinkId of, var tree)
            when of.equals(link) -> {
                self.history().install(tree, self.effects());
                committed = tree.zxid();
            }
            case Event.LinkLost(LinkId of) when of.equals(link) -> fail("the link to leader " + leader + " broke");
            case Event.Tick _ when self.nowNanos() >= deadlineNanos -> fail("leader " + leader + " has been silent");
            case Event.EpochsSaved _ -> epochSaved();
            case Event.LogTruncated _ -> truncated();
            case Event.TruncationRefused(Zxid zxid) -> resynchronise("the log holds no txn " + zxid + " to cut behind");
            case Event.Tick _,
                    Event.LeaderDialled _,
                    Event.FromLeader _,
                    Event.SnapshotReceived _,
                    Event.LearnerArrived _,
                    Event.FromLearner _,
                    Event.LinkLost _ -> {
                // Of another role or another link.
            }
            case Event.ClientHandshake _,
                    Event.ClientRequest _,
                    Event.ClientGone _,
                    Event.NotificationReceived _,
                    Event.LogFlushed _,
                    Event.SnapshotInstalled _,
                    Event.SnapshotTaken _ -> {
                // Taken in before the role hears of it.
            }
        }
        progress();
        return failure == null ? this : new Looking(self);
    }

    // ---- discovery and synchronisation

    private void introduce() {
        phase = Phase.DISCOVERY;
        send(new PeerMessage.LearnerInfo(
                false,
                self.history().acceptedEpoch(),
                self.id(),
                PROTOCOL_VERSION,
                self.config().version()));
    }

    private void received(PeerMessage.FromLeader message) {
        switch (message) {
            case PeerMessage.LeaderInfo info -> promise(info);
            case PeerMessage.Diff _ -> synchronise("diff");
            case PeerMessage.Trunc(Zxid zxid) -> truncate(zxid);
            case PeerMessage.Snap _ -> {
                synchronise("snap");
                digests.distrust();
            }
            case PeerMessage.Proposal(LoggedTxn txn) -> proposed(txn);
            case PeerMessage.Commit(Zxid zxid) -> commit(zxid);
            case PeerMessage.CommitAndActivate(Zxid zxid, ServerId _) -> commit(zxid);
            case PeerMessage.NewLeader _ -> adopt();
            case PeerMessage.UpToDate _ -> serve();
            case PeerMessage.LeaderPing(Zxid zxid) -> send(new PeerMessage.LearnerPing(zxid, forwarding.touched()));
            case PeerMessage.Revalidated(SessionId session, boolean valid) ->
                self.pipeline().revalidated(session, valid);
            case PeerMessage.Synced _ -> forwarding.synced(committed);
            case PeerMessage.Inform _, PeerMessage.InformAndActivate _ ->
                self.warn("Leader " + leader + " sent this follower a packet for observers; it is ignored");
            case PeerMessage.Unrecognised(int type) ->
                self.warn("Leader %s sent a packet of the unknown type %d; it is ignored".formatted(leader, type));
        }
    }

    /// The promise not to listen to older leaders; durable before it is given.
    private void promise(PeerMessage.LeaderInfo info) {
        if (!expect(Phase.DISCOVERY, "LEADERINFO")) {
            return;
        }
        epoch = info.newEpoch();
        forwarding.extensions(info.extensions());
        History history = self.history();
        if (epoch < history.acceptedEpoch()) {
            fail("leader %s proposes epoch %d, but %d is promised".formatted(leader, epoch, history.acceptedEpoch()));
        } else if (epoch == history.acceptedEpoch()) {
            acknowledgeEpoch(OptionalLong.empty());
        } else {
            phase = Phase.PROMISING;
            history.saveEpochs(epoch, history.currentEpoch(), self.effects());
        }
    }

    private void acknowledgeEpoch(OptionalLong currentEpoch) {
        phase = Phase.PROMISED;
        // A server that needs a whole snapshot says that it has nothing, and is not counted: no leader is misled.
        Zxid last = self.needsSnapshot() ? Zxid.ZERO : self.history().lastLogged();
        send(new PeerMessage.AckEpoch(last, self.needsSnapshot() ? OptionalLong.empty() : currentEpoch));
    }

    private void epochSaved() {
        if (phase == Phase.PROMISING) {
            acknowledgeEpoch(OptionalLong.of(self.history().currentEpoch()));
        } else if (phase == Phase.ADOPTING) {
            acknowledgeHistory();
        }
    }

    private void synchronise(String how) {
        if (expect(Phase.PROMISED, how)) {
            phase = Phase.SYNCHRONIZATION;
            this.how = how;
            committed = self.history().tree().zxid();
            self.emit(new Effect.StateChanged(ServerState.FOLLOWING, "following - synchronization - " + how));
        }
    }

    /// What follows the cut must not reach the log before the cut has been made.
    private void truncate(Zxid end) {
        synchronise("trunc");
        if (failure == null) {
            truncating = true;
            self.history().truncate(end, self.effects());
        }
    }

    private void truncated() {
        truncating = false;
        committed = self.history().lastLogged();
        while (!held.isEmpty() && failure == null) {
            received(held.removeFirst());
        }
    }

    private void proposed(LoggedTxn txn) {
        Zxid last = self.history().lastLogged();
        if (phase.compareTo(Phase.SYNCHRONIZATION) < 0) {
            fail("leader " + leader + " sent a proposal before it said how to synchronise");
        } else if (txn.zxid().isAtMost(last) && phase != Phase.BROADCAST) {
            // Already part of the snapshot, which may be newer than the txns that follow it.
            return;
        } else if (txn.zxid().follows(last)) {
            self.history().append(txn, null, self.effects());
            unacknowledged.add(txn.zxid());
            received++;
        } else {
            resynchronise("the leader proposed %s after %s".formatted(txn.zxid(), last));
        }
    }

    private void commit(Zxid zxid) {
        if (zxid.isAtMost(committed)) {
            return;
        }
        if (zxid.isAfter(self.history().lastLogged())) {
            resynchronise("the leader committed %s, which it has not proposed".formatted(zxid));
        } else if (phase == Phase.BROADCAST && !zxid.follows(committed)) {
            resynchronise("the leader committed %s after %s".formatted(zxid, committed));
        } else {
            committed = zxid;
        }
    }

    /// NEWLEADER: the history is complete. It must be durable, and the epoch after it, before it is
    /// acknowledged.
    private void adopt() {
        if (expect(Phase.SYNCHRONIZATION, "NEWLEADER")) {
            phase = Phase.ADOPTING;
            initialHistory = self.history().lastLogged();
            while (!unacknowledged.isEmpty() && unacknowledged.getFirst().isAtMost(committed)) {
                unacknowledged.removeFirst();
            }
        }
    }

    private void acknowledgeHistory() {
        phase = Phase.ADOPTED;
        self.hasSynchronised();
        send(new PeerMessage.Ack(Zxid.startOf(epoch)));
    }

    /// UPTODATE: a quorum has the history.
    private void serve() {
        if (!expect(Phase.ADOPTED, "UPTODATE")) {
            return;
        }
        phase = Phase.BROADCAST;
        hear(self.settings().syncLimitTicks());
        self.showConfig();
        self.election().adoptEpoch(epoch);
        send(new PeerMessage.Ack(Zxid.startOf(epoch)));
        self.pipeline().open(forwarding);
        self.emit(new Effect.Synchronised(self.id(), "%s and %d txns".formatted(how, received), committed));
        self.emit(new Effect.StateChanged(ServerState.FOLLOWING, "following - broadcast"));
    }

    // ---- whatever can go on, goes on

    private void progress() {
        if (failure != null) {
            return;
        }
        History history = self.history();
        if (phase == Phase.ADOPTING && !epochOrdered && history.isDurable(initialHistory)) {
            epochOrdered = true;
            history.saveEpochs(Math.max(epoch, history.acceptedEpoch()), epoch, self.effects());
        }
        if (phase.compareTo(Phase.ADOPTED) >= 0) {
            history.apply(committed, this::beforeApplying, this::applied);
        }
        if (phase == Phase.BROADCAST) {
            acknowledgeWhatIsDurable();
            self.pipeline().synced(forwarding.syncsDone(history.tree().zxid()));
        }
    }

    private void acknowledgeWhatIsDurable() {
        Zxid durable = self.history().durable();
        while (!unacknowledged.isEmpty() && unacknowledged.getFirst().isAtMost(durable)) {
            send(new PeerMessage.Ack(unacknowledged.removeFirst()));
        }
    }

    private void applied(LoggedTxn txn, Applied applied) {
        if (txn.txn() instanceof Txn.CreateSession(int timeoutMillis)) {
            forwarding.touch(txn.header().session(), timeoutMillis);
        }
        self.pipeline().committed(txn, applied);
        if (!digests.agree(txn, applied.tree())) {
            resynchronise("the tree differs from the leader's after txn " + txn.zxid());
        }
    }

    /// What a session asked before a write is answered before the write shows.
    private void beforeApplying(Zxid next) {
        self.pipeline().synced(forwarding.syncsDoneBefore(next));
    }

    // ----

    private boolean expect(Phase expected, String what) {
        if (phase != expected) {
            fail("leader %s sent %s in the phase %s".formatted(leader, what, phase));
            return false;
        }
        return true;
    }

    /// The leader has been heard of: from now on it may be silent for so long.
    private void hear(int ticks) {
        deadlineNanos = self.nowNanos() + self.ticksNanos(ticks);
    }

    private void resynchronise(String why) {
        self.requireSnapshot(why);
        fail(why);
    }

    private void fail(String why) {
        if (failure == null) {
            failure = why;
            self.explain("no longer follows " + leader + ": " + why);
        }
    }

    private void send(PeerMessage.FromLearner message) {
        self.emit(new Effect.Send(link, message));
    }

    @Override
    public void leave() {
        self.pipeline().close();
        self.emit(new Effect.DropLink(link));
    }

    @Override
    public long wakeAtNanos() {
        return deadlineNanos;
    }

    @Override
    public String phase() {
        return switch (phase) {
            case DIALLING, DISCOVERY, PROMISING, PROMISED -> "discovery";
            case SYNCHRONIZATION, ADOPTING, ADOPTED -> "synchronization";
            case BROADCAST -> "broadcast";
        };
    }
}
