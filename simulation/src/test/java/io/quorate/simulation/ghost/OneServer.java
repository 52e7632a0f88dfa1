package io.quorate.simulation.ghost;

import io.quorate.auth.AuthSettings;
import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.operation.Preparation;
import io.quorate.operation.WriteSettings;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.replica.CleanerSettings;
import io.quorate.replica.ConnectionId;
import io.quorate.replica.Effect;
import io.quorate.replica.Effects;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.replica.Replica;
import io.quorate.replica.ServiceSettings;
import io.quorate.replica.Settings;
import io.quorate.simulation.reference.Reference;
import io.quorate.simulation.world.ServerView;
import io.quorate.tree.Tree;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A server with a disk that does everything at once, and a ghost that watches it. What the ghost gets to see can be
/// changed on the way.
final class OneServer implements ServerView {
    static final int TICK_MILLIS = 100;
    static final int TIMEOUT_MILLIS = 400;

    final Reference reference = new Reference();
    final StateGhost ghost;

    /// What the ghost sees of a step's effects.
    UnaryOperator<List<Effect>> shownEffects = UnaryOperator.identity();

    /// What the ghost is told has been committed.
    UnaryOperator<LoggedTxn> shownCommit = UnaryOperator.identity();

    /// What the disk gives when it is loaded; null if nobody can look.
    @Nullable
    Recovered onDisk;

    boolean tellsCommits = true;

    /// The last effects, as they are.
    final List<Effect> wanted = new ArrayList<>();

    private final int size;
    private final Replica replica;
    private final ArrayDeque<LoggedTxn> pending = new ArrayDeque<>();
    private @Nullable Replica shown;
    private long nowNanos = 1_000_000_000L;
    private int xid;

    OneServer(int size, Recovered recovered, int snapCount) {
        this.size = size;
        ghost = new StateGhost(reference, new SplittableRandom(1), _ -> onDisk, TICK_MILLIS);
        replica = replica(recovered, snapCount);
    }

    /// Leads an ensemble of one, and has just begun.
    static OneServer alone() {
        Recovered nothing = new Recovered(Tree.fresh(), List.of(), 0, 0, true);
        OneServer server = new OneServer(1, nothing, 100);
        server.start(nothing);
        return server;
    }

    private Replica replica(Recovered recovered, int snapCount) {
        SortedMap<ServerId, Member> members = new TreeMap<>();
        for (long i = 1; i <= size; i++) {
            members.put(new ServerId(i), new Member(new ServerId(i), "127.0.0.1", 0, 0, Member.Role.PARTICIPANT, null));
        }
        Settings settings = new Settings(
                id(),
                size == 1,
                TICK_MILLIS,
                10,
                5,
                2 * TICK_MILLIS,
                20 * TICK_MILLIS,
                snapCount,
                500,
                Preparation.USUAL_MAX_TXN_BYTES,
                ServiceSettings.DEFAULT,
                AuthSettings.DEFAULT,
                new WriteSettings(true, true),
                CleanerSettings.DEFAULT,
                1);
        return new Replica(settings, new EnsembleConfig(members, 0), recovered, 1_000_000);
    }

    @Override
    public ServerId id() {
        return new ServerId(1);
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public Replica replica() {
        return shown == null ? replica : shown;
    }

    @Override
    public long localNanos() {
        return nowNanos;
    }

    Tree tree() {
        return replica.tree();
    }

    /// A txn that the server could propose next.
    LoggedTxn wantedTxn(SessionId session, Txn txn) {
        TxnHeader header = new TxnHeader(session, 0, tree().zxid().next(), 0);
        return TxnCodec.seal(header, txn, tree().apply(header, txn).tree().digest());
    }

    /// Lets the ghost see another tree than there is, from now on.
    void showTree(Tree tree) {
        shown = replica(new Recovered(tree, List.of(), 1, 1, true), 100);
    }

    // ---- what happens

    void start(Recovered recovered) {
        ghost.started(this, recovered);
        Effects effects = new Effects();
        Event.Tick now = now();
        replica.start(now, effects);
        taken(now, effects);
    }

    private Event.Tick now() {
        return new Event.Tick(nowNanos, TimeUnit.NANOSECONDS.toMillis(nowNanos));
    }

    /// Time passes, tick by tick.
    void pass(int millis) {
        for (int passed = 0; passed < millis; passed += 10) {
            nowNanos += TimeUnit.MILLISECONDS.toNanos(10);
            step(now());
        }
    }

    void step(Event event) {
        Effects effects = new Effects();
        replica.step(event, effects);
        taken(event, effects);
    }

    private void taken(Event event, Effects effects) {
        List<Effect> all = effects.drain();
        wanted.clear();
        wanted.addAll(all);
        for (Effect effect : all) {
            if (effect instanceof Effect.Append(LoggedTxn txn)) {
                pending.add(txn);
            }
        }
        while (tellsCommits && !pending.isEmpty() && pending.getFirst().zxid().isAtMost(tree().zxid())) {
            ghost.commit(shownCommit.apply(pending.removeFirst()));
        }
        ghost.stepped(this, event, shownEffects.apply(all));
        all.forEach(this::store);
    }

    private void store(Effect effect) {
        if (!(effect instanceof Effect.StorageOrder order)) {
            return;
        }
        Event answer = switch (order) {
            case Effect.Append(LoggedTxn txn) -> new Event.LogFlushed(txn.zxid());
            case Effect.SaveEpochs(long accepted, long current) -> new Event.EpochsSaved(accepted, current);
            case Effect.InstallSnapshot(Tree tree) -> new Event.SnapshotInstalled(tree.zxid());
            case Effect.TakeSnapshot(Tree tree) -> new Event.SnapshotTaken(tree.zxid());
            case Effect.TruncateLog(Zxid zxid) -> new Event.TruncationRefused(zxid);
        };
        ghost.stored(this, answer);
        step(answer);
        if (effect instanceof Effect.TakeSnapshot(Tree tree)) {
            ghost.tidied(this, tree.zxid());
        }
    }

    // ---- clients

    /// A new session on a connection.
    void connect(long connection) {
        resume(connection, SessionId.NONE);
    }

    void resume(long connection, SessionId session) {
        byte[] password = session.equals(SessionId.NONE) ? new byte[16] : session.password();
        ConnectRequest request = new ConnectRequest(0, Zxid.ZERO, TIMEOUT_MILLIS, session, password, true, false);
        step(new Event.ClientHandshake(new ConnectionId(connection), request, "10.0.0.1"));
    }

    void ask(long connection, Request request) {
        step(new Event.ClientRequest(new ConnectionId(connection), ++xid, request));
    }

    void ping(long connection) {
        ask(connection, new Request.Bare(OpCode.PING));
    }

    void create(long connection, String path, int flags) {
        ask(connection, creation(path, flags));
    }

    static Request.Create creation(String path, int flags) {
        return new Request.Create(OpCode.CREATE, path, new byte[] {1}, List.copyOf(Acl.OPEN), flags, 0);
    }
}
