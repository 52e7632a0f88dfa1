package io.quorate.simulation.ghost;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.replica.Recovered;
import io.quorate.simulation.Violation;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import io.quorate.tree.Tree;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// I-SNAPSHOT, I-PURGE: what is written or sent as a snapshot is a whole state, nothing of it uncommitted; and what is
/// on disk after files have gone gives the state that it gave before.
///
/// A leader that has no quorum yet sends its history as it is, uncommitted end included, for that is what the epoch
/// begins with; whoever installs it does not count it as committed either.
final class SnapshotWitness implements Witness {
    /// How many snapshots are written between two that are followed by a trial. A purge always is.
    private static final int PACE = 8;

    private final States states;
    private final Roles roles;
    private final StateWitness comparing;
    private final Reload reload;
    // Only ever asked by key.
    private final Map<ServerId, Zxid> durable = new HashMap<>();
    private final Map<ServerId, Set<Zxid>> ordered = new HashMap<>();
    private long written;

    SnapshotWitness(States states, Roles roles, StateWitness comparing, Reload reload) {
        this.states = states;
        this.roles = roles;
        this.comparing = comparing;
        this.reload = reload;
    }

    @Override
    public void started(ServerView server, Recovered recovered) {
        durable.put(server.id(), recovered.tree().zxid());
        ordered.remove(server.id());
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.TakeSnapshot(Tree tree)) {
                check("server %s is about to write".formatted(server.id()), tree, true);
                ordered.computeIfAbsent(server.id(), _ -> new HashSet<>()).add(tree.zxid());
            } else if (effect instanceof Effect.SendSnapshot(var _, Tree tree)) {
                boolean committed = roles.before(server.id()).isLeading();
                check("server %s sends".formatted(server.id()), tree, committed);
            } else if (effect instanceof Effect.InstallSnapshot(Tree tree)) {
                check("server %s installs".formatted(server.id()), tree, false);
            }
        }
    }

    private void check(String whose, Tree tree, boolean mustBeCommitted) {
        if (mustBeCommitted && !states.isCommitted(tree.zxid())) {
            throw new Violation(
                    "I-SNAPSHOT",
                    "%s a snapshot at %s, which is not committed; the last that is is %s",
                    whose,
                    tree.zxid(),
                    states.last());
        }
        comparing.compareWholly("I-SNAPSHOT", whose, tree);
    }

    @Override
    public void stored(ServerView server, Event answer) {
        if (answer instanceof Event.LogFlushed(Zxid zxid)) {
            durable.put(server.id(), zxid);
        } else if (answer instanceof Event.SnapshotInstalled(Zxid zxid)) {
            durable.put(server.id(), zxid);
        } else if (answer instanceof Event.LogTruncated(Tree tree, var _)) {
            durable.put(server.id(), tree.zxid());
        }
    }

    @Override
    public void tidied(ServerView server, Zxid newestSnapshot) {
        Set<Zxid> awaited = ordered.get(server.id());
        boolean isWritten = awaited != null && awaited.remove(newestSnapshot);
        if (isWritten && written++ % PACE != 0) {
            return;
        }
        Recovered found = reload.reload(server);
        if (found == null) {
            return;
        }
        Zxid zxid = found.tree().zxid();
        Zxid promised = durable.getOrDefault(server.id(), Zxid.ZERO);
        if (promised.isAfter(zxid)) {
            throw new Violation(
                    "I-PURGE",
                    "the disk of server %s gives a state at %s after it was tidied, and held one at %s",
                    server.id(),
                    zxid,
                    promised);
        }
        comparing.compareWholly("I-PURGE", "the disk of server %s gives".formatted(server.id()), found.tree());
    }
}
