package io.quorate.simulation.ghost;

import io.quorate.model.Zxid;
import io.quorate.protocol.MalformedException;
import io.quorate.protocol.snapshot.SnapshotDecoder;
import io.quorate.protocol.snapshot.SnapshotEncoder;
import io.quorate.protocol.snapshot.SnapshotSource;
import io.quorate.protocol.txn.LoggedTxn;
import io.quorate.replica.Effect;
import io.quorate.replica.Event;
import io.quorate.simulation.Violation;
import io.quorate.simulation.reference.State;
import io.quorate.simulation.world.ServerView;
import io.quorate.simulation.world.Witness;
import io.quorate.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// I-REPLAY-IDEMPOTENT: a snapshot of any moment, exact or taken while txns went on, loaded and with the log replayed
/// from it or from before it, gives the state that the log leads to.
///
/// Tried on samples: a tree that a server had is kept until some more txns are committed.
final class ReplayWitness implements Witness {
    /// How many trees move between two samples. A snapshot that is taken makes a sample, too.
    private static final int PACE = 256;

    private static final int MOST_TXNS_AFTER = 40;
    private static final int MOST_TXNS_AGAIN = 20;

    /// @param index how many txns the tree holds
    /// @param goal after how many txns it is tried
    private record Sample(Tree tree, int index, int goal) {}

    private final States states;
    private final Roles roles;
    private final RandomGenerator random;
    private @Nullable Sample sample;
    private @Nullable Tree last;
    private long moves;
    private long tried;

    ReplayWitness(States states, Roles roles, RandomGenerator random) {
        this.states = states;
        this.roles = roles;
        this.random = random;
    }

    @Override
    public void stepped(ServerView server, Event event, List<Effect> effects) {
        Sample waiting = sample;
        if (waiting != null) {
            if (states.count() >= waiting.goal()) {
                sample = null;
                replay(waiting);
            }
            return;
        }
        if (!roles.now(server.id()).broadcasting()) {
            return;
        }
        Tree tree = server.replica().tree();
        boolean moved = tree != last && ++moves % PACE == 0;
        last = tree;
        if (moved || effects.stream().anyMatch(Effect.TakeSnapshot.class::isInstance)) {
            int index = states.countUpTo(tree.zxid());
            sample = new Sample(tree, index, index + random.nextInt(MOST_TXNS_AFTER));
        }
    }

    @Override
    public void ended(Iterable<? extends ServerView> servers) {
        if (sample != null) {
            replay(new Sample(sample.tree(), sample.index(), Math.min(states.count(), sample.goal())));
        }
    }

    /// How many snapshots have been loaded and replayed.
    long tried() {
        return tried;
    }

    private void replay(Sample moment) {
        List<Tree> moments = new ArrayList<>();
        moments.add(moment.tree());
        for (int i = moment.index(); i < moment.goal(); i++) {
            moments.add(after(moments.getLast(), states.txn(i)));
        }
        replay("an exact snapshot", moment.tree(), moment);
        replay("a snapshot taken while txns went on", new FuzzySnapshot(moments, random), moment);
    }

    private void replay(String what, SnapshotSource source, Sample moment) {
        int from = Math.max(0, moment.index() - random.nextInt(MOST_TXNS_AGAIN));
        Tree tree = copy(source);
        for (int i = from; i < moment.goal(); i++) {
            tree = after(tree, states.txn(i));
        }
        tried++;
        Zxid end =
                moment.goal() == 0 ? Zxid.ZERO : states.txn(moment.goal() - 1).zxid();
        State expected = states.committedAt(end);
        String difference = tree.zxid().equals(end)
                ? TreeComparison.difference(tree, expected)
                : "it is at %s".formatted(tree.zxid());
        if (difference != null) {
            throw new Violation(
                    "I-REPLAY-IDEMPOTENT",
                    "%s named %s, with %d txns replayed, the last %s, is not what it should be: %s",
                    what,
                    source.zxid(),
                    moment.goal() - from,
                    end,
                    difference);
        }
    }

    private static Tree after(Tree tree, LoggedTxn txn) {
        return tree.apply(txn.header(), txn.txn()).tree();
    }

    private static Tree copy(SnapshotSource source) {
        Tree.Builder builder = new Tree.Builder();
        SnapshotDecoder decoder = SnapshotDecoder.file(builder);
        SnapshotEncoder encoder = SnapshotEncoder.file(source);
        try {
            while (encoder.hasNext()) {
                byte[] chunk = encoder.next();
                decoder.feed(chunk, 0, chunk.length);
            }
            if (!decoder.finished()) {
                throw new MalformedException("there should be more");
            }
            return builder.build(source.zxid());
        } catch (MalformedException e) {
            throw new Violation("I-REPLAY-IDEMPOTENT", "the snapshot named %s cannot be read: %s", source.zxid(), e);
        }
    }
}
