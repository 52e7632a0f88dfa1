package io.quorate.replica;

import io.quorate.model.ErrorCode;
import io.quorate.model.Identity;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.operation.Caller;
import io.quorate.operation.Operations;
import io.quorate.operation.Preparation;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.session.SessionTracker;
import io.quorate.tree.Applied;
import io.quorate.tree.Tree;
import io.quorate.zab.broadcast.Acks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An established leader at work: every write becomes a txn here, is proposed, and is committed once a
/// majority holds it.
final class Broadcast implements Upstream {
    /// The owner of a session whose client is connected to the leader itself.
    private static final long OWNER_SELF = 0;

    private final Self self;
    private final Collection<Learner> learners;
    private final Consumer<Learner> drop;
    private final Acks acks;
    private final GlobalSessions sessions;
    private final GlobalSessions.Origin here;
    private final Confirmations confirmations;
    private final Cleaner cleaner;

    /// Proposed and not committed, oldest first.
    private final ArrayDeque<Zxid> outstanding = new ArrayDeque<>();

    private Zxid committed = Zxid.ZERO;
    private Zxid next = Zxid.ZERO;
    private long pingAtNanos;
    private boolean evenPing;
    private long patientUntilNanos = Long.MIN_VALUE;
    private @Nullable String failure;

    Broadcast(Self self, Collection<Learner> learners, Consumer<Learner> drop) {
        this.self = self;
        this.learners = learners;
        this.drop = drop;
        acks = new Acks(self.config());
        sessions = new GlobalSessions(self);
        here = new GlobalSessions.Origin(self.id(), OWNER_SELF);
        confirmations = new Confirmations(self.config(), self.id());
        cleaner = new Cleaner(self);
    }

    /// The epoch is established. Every session gets a whole timeout from now, whatever the last leader
    /// knew; sessions that own znodes without existing are closed by a txn, so that all servers forget
    /// them alike.
    void begin(long epoch) {
        History history = self.history();
        committed = history.tree().zxid();
        next = Zxid.startOf(epoch).next();
        pingAtNanos = self.nowNanos();
        self.showConfig();
        Tree tree = history.tree();
        sessions.begin(tree);
        List<SessionId> dead = new ArrayList<>();
        tree.ephemeralOwners().forEach(owner -> {
            if (tree.sessions().get(owner) == null) {
                dead.add(owner);
            }
        });
        if (self.settings().service().leaderServes()) {
            self.pipeline().open(this);
        }
        dead.forEach(this::closeSession);
    }

    // ---- from request to proposal

    @Override
    public boolean isElsewhere() {
        return false;
    }

    @Override
    public boolean takesWrites() {
        return true;
    }

    @Override
    public void write(SessionId session, int cxid, Request request, List<Identity> identities) {
        propose(new Asked(session, cxid, request, identities), here);
    }

    void forwarded(Learner learner, PeerMessage.Forward forward) {
        if (forward.request().op() == OpCode.SYNC) {
            confirmations.add(learner.link(), self.history().lastLogged());
            return;
        }
        ServerId server = learner.server();
        if (server != null) {
            propose(
                    new Asked(forward.session(), forward.cxid(), forward.request(), forward.identities()),
                    new GlobalSessions.Origin(server, learner.link().value()));
        }
    }

    /// A write on its way to become a txn.
    private record Asked(SessionId session, int cxid, Request request, List<Identity> identities) {}

    private void propose(Asked asked, GlobalSessions.Origin from) {
        ErrorCode objection = sessions.objection(asked.session(), asked.request(), from);
        Txn txn = objection != ErrorCode.OK ? new Txn.Failed(objection) : prepare(asked);
        if (txn instanceof Txn.CloseSession) {
            sessions.setClosing(asked.session());
        }
        append(asked.session(), asked.cxid(), txn);
    }

    private Txn prepare(Asked asked) {
        Preparation preparation = new Preparation(
                self.history().preparedTree(),
                self.wallMillis(),
                self.settings().auth(),
                self.settings().maxTxnBytes(),
                self.settings().writes(),
                sentence -> self.emit(new Effect.QuotaExceeded(sentence)));
        Request request = asked.request();
        Txn txn = Operations.prepare(request, new Caller(asked.session(), 0, "", asked.identities()), preparation);
        if (txn.equals(new Txn.Failed(ErrorCode.MARSHALLING_ERROR)) && !(request instanceof Request.Malformed)) {
            // What could be decoded fails so for one reason only.
            self.emit(new Effect.TxnTooLarge(asked.session(), preparation.maxTxnBytes()));
        }
        return txn;
    }

    private void append(SessionId session, int cxid, Txn txn) {
        if (next.counter() > Zxid.LAST_COUNTER) {
            // Also what the leader itself wants must not spill over into the next epoch.
            failure = "the txns of epoch %d are used up".formatted(next.epoch());
            return;
        }
        History history = self.history();
        TxnHeader header = new TxnHeader(session, cxid, next, self.wallMillis());
        Applied applied = history.preparedTree().apply(header, txn);
        LoggedTxn logged = TxnCodec.seal(
                header, txn, txn instanceof Txn.Failed ? null : applied.tree().digest());
        next = next.next();
        outstanding.add(logged.zxid());
        history.append(logged, applied, self.effects());
        PeerMessage.Proposal proposal = new PeerMessage.Proposal(logged);
        for (Learner learner : learners) {
            if (learner.isAtLeast(Learner.Stage.SYNCHRONISING)) {
                sendProposal(learner, proposal);
            }
        }
    }

    private void sendProposal(Learner learner, PeerMessage.Proposal proposal) {
        send(learner, proposal);
        learner.proposed(proposal.txn().zxid(), self.nowNanos());
    }

    // ---- towards a learner that is being synchronised

    void sendCommitted(Learner learner, LoggedTxn txn) {
        send(learner, new PeerMessage.Proposal(txn));
        send(learner, new PeerMessage.Commit(txn.zxid()));
    }

    /// What is logged and not applied here, and the learner does not have: some of it committed, some
    /// not.
    void sendPending(Learner learner) {
        for (LoggedTxn txn : self.history().pending()) {
            if (txn.zxid().isAtMost(learner.base())) {
                continue;
            }
            sendProposal(learner, new PeerMessage.Proposal(txn));
            if (txn.zxid().isAtMost(committed)) {
                send(learner, new PeerMessage.Commit(txn.zxid()));
            }
        }
    }

    // ---- from acknowledgement to commit

    void acknowledged(Learner learner, Zxid zxid) {
        learner.acknowledged(zxid);
        if (learner.server() != null) {
            acks.acknowledged(learner.server(), zxid);
        }
    }

    void forget(ServerId server) {
        acks.forget(server);
    }

    /// Commits, applies and answers whatever has become possible.
    ///
    /// @return why this server can no longer lead, or null
    @Nullable
    String advance() {
        acks.acknowledged(self.id(), self.history().durable());
        Zxid held = acks.heldByMajority();
        while (!outstanding.isEmpty() && outstanding.getFirst().isAtMost(held)) {
            Zxid zxid = outstanding.removeFirst();
            tellSynced(confirmations.othersDoneBefore(zxid));
            commit(zxid);
        }
        self.history()
                .apply(committed, next -> self.pipeline().synced(confirmations.ownDoneBefore(next)), this::applied);
        confirmations.observe(learners);
        self.pipeline().synced(confirmations.ownDone(self.history().tree().zxid()));
        tellSynced(confirmations.othersDone(committed));
        if (confirmations.wantsRound()) {
            confirmations.begun(ping());
            confirmations.observe(learners);
        }
        return failure;
    }

    private void tellSynced(List<LinkId> askers) {
        askers.forEach(link -> self.emit(new Effect.Send(link, new PeerMessage.Synced())));
    }

    private void applied(LoggedTxn txn, Applied applied) {
        if (txn.txn() instanceof Txn.CloseSession) {
            sessions.closed(txn.header().session());
        }
        self.pipeline().committed(txn, applied);
    }

    private void commit(Zxid zxid) {
        committed = zxid;
        PeerMessage.Commit commit = new PeerMessage.Commit(zxid);
        for (Learner learner : learners) {
            if (learner.isAtLeast(Learner.Stage.SYNCHRONISING) && zxid.isAfter(learner.base())) {
                send(learner, commit);
            }
        }
    }

    boolean hasCommitted(Zxid zxid) {
        return zxid.isAtMost(committed);
    }

    int outstanding() {
        return outstanding.size();
    }

    // ---- sessions

    @Override
    public void touch(SessionId session, int timeoutMillis) {
        sessions.touch(session, timeoutMillis);
    }

    @Override
    public void revalidate(SessionId session, int timeoutMillis) {
        self.pipeline().revalidated(session, sessions.claim(session, timeoutMillis, OWNER_SELF));
    }

    void revalidate(Learner learner, PeerMessage.Revalidate asked) {
        boolean valid = sessions.claim(
                asked.session(), asked.timeoutMillis(), learner.link().value());
        send(learner, new PeerMessage.Revalidated(asked.session(), valid));
    }

    private void expireSessions() {
        for (SessionId session : sessions.expire()) {
            Integer timeoutMillis = self.history().preparedTree().sessions().get(session);
            self.emit(new Effect.SessionExpired(session, timeoutMillis == null ? 0 : timeoutMillis));
            closeSession(session);
        }
    }

    private void closeSession(SessionId session) {
        sessions.setClosing(session);
        Request close = new Request.Bare(OpCode.CLOSE_SESSION);
        append(session, 0, prepare(new Asked(session, 0, close, List.of())));
    }

    @Override
    public boolean takesExtensions() {
        return self.settings().writes().extensions();
    }

    // ---- sync

    @Override
    public void sync(SessionId session, int cxid, Request request, List<Identity> identities) {
        confirmations.add(null, self.history().lastLogged());
    }

    // ---- time

    /// @return why this server can no longer lead, or null
    @Nullable
    String timePassed() {
        long now = self.nowNanos();
        if (now >= pingAtNanos + self.ticksNanos(1)) {
            // This server itself was asleep: what others said meanwhile is still waiting to be heard.
            patientUntilNanos = now + self.ticksNanos(1);
        }
        boolean patient = now < patientUntilNanos;
        if (!patient && TimeUnit.MILLISECONDS.toNanos(sessions.nextExpiryMillis()) <= now) {
            expireSessions();
        }
        cleaner.due().forEach(this::deleteContainer);
        if (now >= pingAtNanos) {
            pingAtNanos = now + self.ticksNanos(1) / 2;
            evenPing = !evenPing;
            if (!patient) {
                dropSilentLearners();
            }
            ping();
            return evenPing ? quorumLost() : failure;
        }
        return failure;
    }

    private void deleteContainer(String path) {
        self.emit(new Effect.Cleaning(path));
        Request delete = new Request.DeleteContainer(path);
        append(SessionId.NONE, 0, prepare(new Asked(SessionId.NONE, 0, delete, List.of())));
    }

    private void dropSilentLearners() {
        long syncLimit = self.nowNanos() - self.ticksNanos(self.settings().syncLimitTicks());
        long initLimit = self.nowNanos()
                - self.ticksNanos(
                        self.settings().initLimitTicks() + self.settings().syncLimitTicks());
        for (Learner learner : List.copyOf(learners)) {
            boolean active = learner.isAtLeast(Learner.Stage.ACTIVE);
            if (learner.isSilentSince(active ? syncLimit : initLimit)) {
                self.warn("Closed the link to server %s: it has been silent for too long".formatted(learner.server()));
                drop.accept(learner);
            } else if (active && learner.lagsSince(syncLimit)) {
                self.warn("Closed the link to server %s: it lags behind".formatted(learner.server()));
                drop.accept(learner);
            }
        }
    }

    private @Nullable String quorumLost() {
        List<ServerId> heard = new ArrayList<>();
        heard.add(self.id());
        for (Learner learner : learners) {
            if (learner.isAtLeast(Learner.Stage.SYNCHRONISED) && learner.server() != null) {
                heard.add(learner.server());
            }
        }
        return self.config().isQuorum(heard) ? failure : "a quorum no longer answers";
    }

    /// Only learners that are in step answer every ping.
    private Map<LinkId, Long> ping() {
        Map<LinkId, Long> pings = new LinkedHashMap<>();
        PeerMessage.LeaderPing ping = new PeerMessage.LeaderPing(self.history().lastLogged());
        for (Learner learner : learners) {
            if (learner.isAtLeast(Learner.Stage.ACTIVE)) {
                send(learner, ping);
                pings.put(learner.link(), learner.pinged());
            }
        }
        return pings;
    }

    void answered(Learner learner, Map<SessionId, Integer> touched) {
        learner.answeredPing();
        touched.forEach(this::touch);
    }

    long wakeAtNanos() {
        long expiry = sessions.nextExpiryMillis();
        long expiryNanos = expiry == SessionTracker.NEVER
                ? Long.MAX_VALUE
                : Math.max(patientUntilNanos, TimeUnit.MILLISECONDS.toNanos(expiry));
        return Math.min(Math.min(pingAtNanos, expiryNanos), cleaner.wakeAtNanos());
    }

    private void send(Learner learner, PeerMessage.FromLeader message) {
        self.emit(new Effect.Send(learner.link(), message));
    }
}
