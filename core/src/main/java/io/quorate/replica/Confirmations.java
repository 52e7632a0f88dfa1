package io.quorate.replica;

import io.quorate.model.ServerId;
import io.quorate.model.Zxid;
import io.quorate.zab.quorum.EnsembleConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The syncs that a leader owes an answer. Each waits until what was proposed before it is committed,
/// and until it is certain that the leader was still one when the sync came: a leader that has been
/// replaced without knowing it never answers. That is certain when a quorum has answered a ping sent
/// after the sync (one round of pings confirms all syncs before it), or has acknowledged a txn that was
/// proposed after it.
///
/// The latter matters to a session that does not wait for its syncs. What it writes after a sync may be
/// committed before any ping is answered, and must neither be answered nor be seen by its reads before
/// the sync is done. So syncs are done, at the latest, right before the first txn that came after them.
final class Confirmations {
    /// `from` is null for a client of the leader itself.
    private record Waiting(@Nullable LinkId from, Zxid after, long round) {}

    private final EnsembleConfig config;
    private final ServerId self;
    private final ArrayDeque<Waiting> own = new ArrayDeque<>();
    private final ArrayDeque<Waiting> others = new ArrayDeque<>();
    private final Map<LinkId, Long> awaitedPings = new HashMap<>();
    private long roundsBegun;
    private long roundsConfirmed;

    /// Those who were pinged in the round under way are no quorum any more, since links have been lost; those who are
    /// there now are one.
    private boolean mustBeginAnew;

    Confirmations(EnsembleConfig config, ServerId self) {
        this.config = config;
        this.self = self;
    }

    void add(@Nullable LinkId from, Zxid lastProposed) {
        (from == null ? own : others).add(new Waiting(from, lastProposed, roundsBegun + 1));
    }

    /// Whether a round of pings should be sent now.
    boolean wantsRound() {
        return (roundsBegun == roundsConfirmed || mustBeginAnew) && (wantsRound(own) || wantsRound(others));
    }

    private boolean wantsRound(ArrayDeque<Waiting> waiting) {
        return !waiting.isEmpty() && waiting.getLast().round() > roundsConfirmed;
    }

    /// A round has been sent: to each link the ping with this number.
    void begun(Map<LinkId, Long> pings) {
        roundsBegun++;
        mustBeginAnew = false;
        awaitedPings.clear();
        awaitedPings.putAll(pings);
    }

    /// Sees whether a quorum has answered the round that is under way.
    void observe(Collection<Learner> learners) {
        if (roundsBegun == roundsConfirmed) {
            return;
        }
        if (isQuorum(learners, this::hasAnswered)) {
            roundsConfirmed = roundsBegun;
        }
        mustBeginAnew = roundsBegun != roundsConfirmed
                && !isQuorum(learners, learner -> awaitedPings.containsKey(learner.link()))
                && isQuorum(learners, learner -> learner.isAtLeast(Learner.Stage.ACTIVE));
    }

    private boolean hasAnswered(Learner learner) {
        Long awaited = awaitedPings.get(learner.link());
        return awaited != null && learner.pingsAnswered() >= awaited;
    }

    private boolean isQuorum(Collection<Learner> learners, Predicate<Learner> which) {
        List<ServerId> servers = new ArrayList<>();
        servers.add(self);
        for (Learner learner : learners) {
            if (learner.server() != null && which.test(learner)) {
                servers.add(learner.server());
            }
        }
        return config.isQuorum(servers);
    }

    /// How many of the leader's own clients' syncs are done, in order, once everything up to `applied`
    /// can be read here; they are forgotten.
    int ownDone(Zxid applied) {
        return done(own, applied).size();
    }

    /// The same, when `next` is about to be applied.
    int ownDoneBefore(Zxid next) {
        return doneBefore(own, next).size();
    }

    /// Where syncs are done that came from elsewhere, in order, once everything up to `committed` is;
    /// they are forgotten.
    List<LinkId> othersDone(Zxid committed) {
        return links(done(others, committed));
    }

    /// The same, when the commit of `next` is about to be told.
    List<LinkId> othersDoneBefore(Zxid next) {
        return links(doneBefore(others, next));
    }

    private List<Waiting> done(ArrayDeque<Waiting> waiting, Zxid reached) {
        List<Waiting> done = new ArrayList<>();
        while (!waiting.isEmpty()
                && waiting.getFirst().round() <= roundsConfirmed
                && waiting.getFirst().after().isAtMost(reached)) {
            done.add(waiting.removeFirst());
        }
        return done;
    }

    private static List<Waiting> doneBefore(ArrayDeque<Waiting> waiting, Zxid next) {
        List<Waiting> done = new ArrayList<>();
        while (!waiting.isEmpty() && next.isAfter(waiting.getFirst().after())) {
            done.add(waiting.removeFirst());
        }
        return done;
    }

    private static List<LinkId> links(List<Waiting> done) {
        return done.stream()
                .map(Waiting::from)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }
}
