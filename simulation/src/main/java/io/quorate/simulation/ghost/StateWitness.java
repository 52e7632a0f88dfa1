package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.protocol.txn.Txn;
import io.quorate.protocol.txn.TxnDigest;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.Reference;
import io.quorate.simulation.reference.State;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import io.quorate.tree.Tree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// I-STATE, I-DIGEST, I-ATOMIC-MULTI, I-RECOVERY: each server's tree is the one of the reference at its zxid.
///
/// Whenever a tree has moved its digest is compared, which covers all but ACLs and sessions. Everything is compared
/// when a server starts, has cut its log, enters broadcast, at the end, and every now and then.
final class StateWitness implements Witness {
    /// How many trees move between two that are compared wholly.
    private static final int PACE = 64;

    private final States states;
    private final Roles roles;
    // Only ever asked by key.
    private final Map<ServerId, Tree> seen = new HashMap<>();
    private long moves;

    StateWitness(States states, Roles roles) {
        this.states = states;
        this.roles = roles;
    }

    @Override
    public void started(ServerView server, Recovered recovered) {
        Tree tree = recovered.tree();
        compareWholly("I-RECOVERY", "server %s has loaded from its disk".formatted(server.id()), tree);
        Zxid end = null;
        for (LoggedTxn txn : recovered.recent()) {
            LoggedTxn known = states.find(txn.zxid());
            if (known == null || !Arrays.equals(known.encoded(), txn.encoded())) {
                throw new Violation(
                        "I-RECOVERY",
                        "server %s found %s in its log, and %s was proposed",
                        server.id(),
                        txn,
                        String.valueOf(known));
            }
            end = txn.zxid();
        }
        if (end != null && !end.equals(tree.zxid())) {
            throw new Violation(
                    "I-RECOVERY", "server %s has a log up to %s and a tree at %s", server.id(), end, tree.zxid());
        }
        seen.put(server.id(), tree);
    }

    @Override
    public void stopped(ServerView server, String why, boolean powerLost) {
        seen.remove(server.id());
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        Tree tree = server.replica().tree();
        boolean wholly = event instanceof Event.LogTruncated || roles.hasEnteredBroadcast(server.id());
        Tree before = seen.put(server.id(), tree);
        if (tree == before && !wholly) {
            return;
        }
        Zxid zxid = tree.zxid();
        if (roles.now(server.id()).broadcasting() && !states.isCommitted(zxid)) {
            throw new Violation(
                    "I-STATE",
                    "server %s serves a tree at %s, which is not committed; the last that is is %s",
                    server.id(),
                    zxid,
                    states.last());
        }
        String whose = "server %s has".formatted(server.id());
        if (wholly || ++moves % PACE == 0) {
            compareWholly(event instanceof Event.LogTruncated ? "I-RECOVERY" : "I-STATE", whose, tree);
        } else {
            compareDigest("I-STATE", whose, tree);
        }
        compareWithTxn(server, tree);
    }

    @Override
    public void ended(Iterable<? extends ServerView> servers) {
        for (ServerView server : servers) {
            if (server.isUp()) {
                compareWholly(
                        "I-STATE",
                        "server %s has in the end".formatted(server.id()),
                        server.replica().tree());
            }
        }
    }

    /// What the leader has said that the digest would be.
    private void compareWithTxn(ServerView server, Tree tree) {
        LoggedTxn txn = states.find(tree.zxid());
        if (txn == null) {
            return;
        }
        TxnDigest promised = txn.digest();
        if (promised != null && promised.version() == TxnDigest.VERSION && !promised.equals(tree.digest())) {
            throw new Violation(
                    "I-DIGEST",
                    "server %s has the digest 0x%x after %s, which carries 0x%x",
                    server.id(),
                    tree.digest().treeDigest(),
                    txn,
                    promised.treeDigest());
        }
    }

    private void compareDigest(String invariant, String whose, Tree tree) {
        State state = known(invariant, whose, tree);
        if (tree.digest().treeDigest() != state.digest()) {
            throw differs(invariant, whose, tree, state);
        }
    }

    /// Everything, and not only the digest.
    ///
    /// @param whose the beginning of a sentence that goes on with "a tree"
    void compareWholly(String invariant, String whose, Tree tree) {
        State state = known(invariant, whose, tree);
        if (TreeComparison.difference(tree, state) != null) {
            throw differs(invariant, whose, tree, state);
        }
    }

    private State known(String invariant, String whose, Tree tree) {
        State state = states.at(tree.zxid());
        if (state == null) {
            throw new Violation(invariant, "%s a tree at %s, and nobody has proposed such a txn", whose, tree.zxid());
        }
        return state;
    }

    private Violation differs(String invariant, String whose, Tree tree, State state) {
        String difference = TreeComparison.difference(tree, state);
        if (difference == null) {
            difference = "its digest is 0x%x and should be 0x%x"
                    .formatted(tree.digest().treeDigest(), state.digest());
        }
        boolean torn = isPartOfMulti(tree, states.find(tree.zxid())) || isPartOfMulti(tree, following(tree.zxid()));
        return new Violation(
                torn ? "I-ATOMIC-MULTI" : invariant, "%s a wrong tree at %s: %s", whose, tree.zxid(), difference);
    }

    private @Nullable LoggedTxn following(Zxid zxid) {
        int index = states.countUpTo(zxid);
        return index < states.count() ? states.txn(index) : null;
    }

    /// Whether the tree holds some of a multi, and neither all nor none of it.
    private boolean isPartOfMulti(Tree tree, @Nullable LoggedTxn txn) {
        if (txn == null || !(txn.txn() instanceof Txn.Multi(List<Txn> members)) || !states.isCommitted(txn.zxid())) {
            return false;
        }
        int before = states.countUpTo(txn.zxid()) - 1;
        Zxid base = before == 0 ? Zxid.ZERO : states.txn(before - 1).zxid();
        long digest = tree.digest().treeDigest();
        if (digest == states.committedAt(base).digest()
                || digest == states.committedAt(txn.zxid()).digest()) {
            return false;
        }
        for (int size = 1; size < members.size(); size++) {
            Reference half = new Reference(new StateImage(states.committedAt(base), base));
            half.commit(txn.header(), new Txn.Multi(members.subList(0, size)));
            if (half.at(txn.zxid()).digest() == digest) {
                return true;
            }
        }
        return false;
    }
}
