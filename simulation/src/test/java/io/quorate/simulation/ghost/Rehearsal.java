package io.quorate.simulation.ghost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.peer.PeerMessage;
import io.quorate.protocol.peer.ServerState;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnCodec;
import io.quorate.protocol.txn.TxnHeader;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.LinkId;
import io.quorate.replica.Recovered;
import io.quorate.simulation.Tally;
import io.quorate.simulation.Violation;
import io.quorate.tree.Tree;
import io.quorate.zab.quorum.EnsembleConfig;
import io.quorate.zab.quorum.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// An ensemble of three, told to a ghost step by step, that plays by the rules: server 3 leads, 1 and 2
/// follow. A test lets it come to some point and then breaks one rule.
final class Rehearsal {
    static final ServerId ONE = new ServerId(1);
    static final ServerId TWO = new ServerId(2);
    static final ServerId LEADER = new ServerId(3);
    static final List<ServerId> FOLLOWERS = List.of(ONE, TWO);
    static final int TICK_MILLIS = 100;
    static final int SYNC_LIMIT_TICKS = 5;

    /// Every follower's link to its leader.
    static final LinkId UP = new LinkId(-1);

    static final int PROTOCOL = 0x10000;

    final Tally tally = new Tally();
    final Ghost ghost;
    private final Map<ServerId, Tree> trees = new HashMap<>();
    private Tree prepared = Tree.fresh();
    private long nowNanos;

    Rehearsal() {
        SortedMap<ServerId, Member> members = new TreeMap<>();
        for (ServerId id : List.of(ONE, TWO, LEADER)) {
            members.put(id, new Member(id, "127.0.0.1", 0, 0, Member.Role.PARTICIPANT, null));
        }
        ghost = new Ghost(new EnsembleConfig(members, 0), TICK_MILLIS, SYNC_LIMIT_TICKS, tally);
        for (ServerId id : members.keySet()) {
            recover(id, Tree.fresh(), 0, 0);
        }
    }

    /// All three serve in epoch 1, in which nothing has been proposed.
    static Rehearsal serving() {
        Rehearsal rehearsal = new Rehearsal();
        rehearsal.serve(1);
        return rehearsal;
    }

    static void assertBreaks(String invariant, Runnable breach) {
        assertThatExceptionOfType(Violation.class)
                .isThrownBy(breach::run)
                .satisfies(violation -> assertThat(violation.invariant())
                        .as(violation.getMessage())
                        .isEqualTo(invariant));
    }

    static LinkId down(ServerId follower) {
        return new LinkId(follower.value());
    }

    // ---- anything

    Tree tree(ServerId server) {
        return Objects.requireNonNull(trees.get(server));
    }

    void treeIs(ServerId server, Tree tree) {
        trees.put(server, tree);
    }

    void step(ServerId server, Event event, Effect... effects) {
        ghost.stepped(server, event, List.of(effects), tree(server));
    }

    Event.Tick tick() {
        return new Event.Tick(nowNanos, 0);
    }

    /// The server looks at the clock, and does something.
    void act(ServerId server, Effect... effects) {
        step(server, tick(), effects);
    }

    void sleep(int ticks) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos((long) ticks * TICK_MILLIS);
    }

    void recover(ServerId server, Tree tree, long accepted, long current) {
        ghost.started(server, new Recovered(tree, List.of(), accepted, current, true));
        treeIs(server, tree);
        act(server, new Effect.StateChanged(ServerState.LOOKING, "looking"));
    }

    void crash(ServerId server) {
        ghost.stopped(server, "killed");
    }

    /// Nobody leads any more, and nobody is connected.
    void lookAround() {
        for (ServerId follower : FOLLOWERS) {
            act(follower, new Effect.DropLink(UP), new Effect.StateChanged(ServerState.LOOKING, "looking"));
            act(LEADER, new Effect.DropLink(down(follower)));
        }
        act(LEADER, new Effect.StateChanged(ServerState.LOOKING, "looking"));
    }

    /// From follower to leader.
    void say(ServerId follower, PeerMessage.FromLearner message) {
        act(follower, new Effect.Send(UP, message));
        step(LEADER, new Event.FromLearner(down(follower), message));
    }

    /// From leader to follower.
    void tell(ServerId follower, PeerMessage.FromLeader message, Effect... effects) {
        act(LEADER, new Effect.Send(down(follower), message));
        step(follower, new Event.FromLeader(UP, message), effects);
    }

    void save(ServerId server, long accepted, long current) {
        act(server, new Effect.SaveEpochs(accepted, current));
        ghost.stored(server, new Event.EpochsSaved(accepted, current));
    }

    // ---- towards a new epoch

    void serve(long epoch) {
        FOLLOWERS.forEach(this::dial);
        promise(LEADER, epoch);
        FOLLOWERS.forEach(follower -> promise(follower, epoch));
        save(LEADER, epoch, epoch);
        act(LEADER, new Effect.StateChanged(ServerState.LEADING, "leading - synchronization"));
        FOLLOWERS.forEach(follower -> {
            offer(follower, epoch);
            adopt(follower, epoch);
        });
        establish(LEADER);
        FOLLOWERS.forEach(follower -> activate(follower, epoch));
    }

    void dial(ServerId follower) {
        act(LEADER, new Effect.StateChanged(ServerState.LEADING, "leading - discovery"));
        redial(follower);
        long accepted = ghost.server(follower).shelf().acceptedEpoch();
        say(follower, new PeerMessage.LearnerInfo(false, accepted, follower, PROTOCOL, 0));
    }

    void redial(ServerId follower) {
        act(
                follower,
                new Effect.StateChanged(ServerState.FOLLOWING, "following - discovery"),
                new Effect.DialLeader(UP, LEADER, 1000));
        step(LEADER, new Event.LearnerArrived(down(follower)));
    }

    void promise(ServerId server, long epoch) {
        if (!server.equals(LEADER)) {
            tell(server, new PeerMessage.LeaderInfo(epoch, PROTOCOL));
        }
        save(server, epoch, epoch - 1);
        if (!server.equals(LEADER)) {
            say(server, new PeerMessage.AckEpoch(tree(server).zxid(), OptionalLong.of(epoch - 1)));
        }
    }

    void offer(ServerId follower, long epoch) {
        tell(
                follower,
                new PeerMessage.Diff(tree(LEADER).zxid()),
                new Effect.StateChanged(ServerState.FOLLOWING, "following - synchronization - diff"));
        tell(follower, new PeerMessage.NewLeader(Zxid.startOf(epoch), ""));
    }

    void adopt(ServerId follower, long epoch) {
        save(follower, epoch, epoch);
        say(follower, new PeerMessage.Ack(Zxid.startOf(epoch)));
    }

    void establish(ServerId server) {
        act(server, new Effect.StateChanged(ServerState.LEADING, "leading - broadcast"));
    }

    void activate(ServerId follower, long epoch) {
        tell(
                follower,
                new PeerMessage.UpToDate(),
                new Effect.StateChanged(ServerState.FOLLOWING, "following - broadcast"));
        say(follower, new PeerMessage.Ack(Zxid.startOf(epoch)));
    }

    // ---- from proposal to commit

    /// A txn that creates `path` after all that was proposed so far.
    LoggedTxn txn(long epoch, long counter, String path) {
        TxnHeader header = new TxnHeader(Txns.SESSION, 1, Zxid.of(epoch, counter), 0);
        Txn txn = new Txn.Create(OpCode.CREATE, path, new byte[0], Acl.OPEN, false, 1, 0);
        return TxnCodec.seal(header, txn, prepared.apply(header, txn).tree().digest());
    }

    LoggedTxn propose(long epoch, long counter) {
        LoggedTxn txn = txn(epoch, counter, "/" + epoch + "-" + counter);
        prepared = prepared.apply(txn.header(), txn.txn()).tree();
        act(
                LEADER,
                new Effect.Append(txn),
                new Effect.Send(down(ONE), new PeerMessage.Proposal(txn)),
                new Effect.Send(down(TWO), new PeerMessage.Proposal(txn)));
        return txn;
    }

    void hear(ServerId follower, LoggedTxn txn) {
        step(follower, new Event.FromLeader(UP, new PeerMessage.Proposal(txn)), new Effect.Append(txn));
    }

    void flush(ServerId server, LoggedTxn txn) {
        ghost.stored(server, new Event.LogFlushed(txn.zxid()));
        step(server, new Event.LogFlushed(txn.zxid()));
    }

    void hold(ServerId follower, LoggedTxn txn) {
        hear(follower, txn);
        flush(follower, txn);
        say(follower, new PeerMessage.Ack(txn.zxid()));
    }

    /// The leader says that it is committed, and applies it.
    void commit(LoggedTxn txn) {
        apply(LEADER, txn);
        act(
                LEADER,
                new Effect.Send(down(ONE), new PeerMessage.Commit(txn.zxid())),
                new Effect.Send(down(TWO), new PeerMessage.Commit(txn.zxid())));
    }

    /// The follower hears of the commit.
    void follow(ServerId follower, LoggedTxn txn) {
        apply(follower, txn);
        step(follower, new Event.FromLeader(UP, new PeerMessage.Commit(txn.zxid())));
    }

    /// To the tree; the ghost sees it at the next step.
    void apply(ServerId server, LoggedTxn txn) {
        treeIs(server, tree(server).apply(txn.header(), txn.txn()).tree());
    }

    /// From the leader's proposal to the last follower's tree.
    LoggedTxn write(long epoch, long counter) {
        LoggedTxn txn = propose(epoch, counter);
        flush(LEADER, txn);
        FOLLOWERS.forEach(follower -> hold(follower, txn));
        commit(txn);
        FOLLOWERS.forEach(follower -> follow(follower, txn));
        return txn;
    }

    /// The same without server 1, which hears nothing of it.
    LoggedTxn writeWithoutOne(long epoch, long counter) {
        LoggedTxn txn = propose(epoch, counter);
        flush(LEADER, txn);
        hold(TWO, txn);
        commit(txn);
        follow(TWO, txn);
        return txn;
    }
}
